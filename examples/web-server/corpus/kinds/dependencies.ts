import type { Condition } from '../../database.ts';
import {
  afterInnocentDeploy,
  between,
  onsetOf,
  service,
  surging,
  whole,
  type Kind,
  type Random,
  type Scenario,
  type Stage,
} from '../scenario.ts';

interface Trouble {
  readonly scenario: Scenario;
  readonly changed: Partial<Condition>;
  readonly minutes?: number;
  readonly isMild?: boolean;
}

const troubleOf = (random: Random, { scenario, changed, minutes, isMild = false }: Trouble): Scenario => {
  const onset = onsetOf(random);
  const end = minutes === undefined ? null : onset + minutes;
  const over = { minute: end ?? Infinity, does: ({ fleet }: Stage) => fleet.database(scenario.condition) };
  return {
    ...scenario,
    happenings: [{ minute: onset, does: ({ fleet }) => fleet.database(changed) }, over],
    truth: { cause: 'dependency', onset, end, surge: null, deploy: null, isMild },
  };
};

/** So long a read that a page takes `factor` times as long. */
const slower = ({ behaviour, condition }: Scenario, factor: number): Partial<Condition> => {
  const page = behaviour.pauseMs + behaviour.reads * (condition.delayMs + 2);
  const delayMs = condition.delayMs + (page * (factor - 1)) / behaviour.reads;
  return { delayMs, atOnce: 1_000 };
};

const slow: Kind = (random) => {
  const scenario = service(random);
  return troubleOf(random, { scenario, changed: slower(scenario, between(random, 2, 8)) });
};
const mild: Kind = (random) => {
  const scenario = service(random);
  return troubleOf(random, { scenario, changed: slower(scenario, between(random, 1.2, 1.5)), isMild: true });
};
const short: Kind = (random) => {
  const scenario = service(random);
  const changed = slower(scenario, between(random, 1.6, 5));
  return troubleOf(random, { scenario, changed, minutes: whole(random, 3, 6) });
};

/** Reads time out: slow first, then an error. */
const failing: Kind = (random) => {
  const changed = { failing: between(random, 0.05, 0.3), failsAfterMs: between(random, 300, 1_500) };
  return troubleOf(random, { scenario: service(random), changed });
};

/** Somebody else asks it for much: fewer reads at once are left than are needed. */
const overloaded: Kind = (random) => {
  const scenario = service(random);
  const { reads } = scenario.behaviour;
  const busy = (scenario.crowdAt(0).perSecond * reads * (scenario.condition.delayMs + 1)) / 1_000;
  return troubleOf(random, {
    scenario,
    changed: {
      delayMs: scenario.condition.delayMs * between(random, 2, 4),
      atOnce: Math.max(2, Math.ceil(busy * between(random, 2.2, 4))),
    },
  });
};

/** Who was not served tries again: traffic rises, as an effect. */
const retried: Kind = (random) => {
  const changed = { failing: between(random, 0.03, 0.12), failsAfterMs: between(random, 200, 900) };
  const scenario = troubleOf(random, { scenario: service(random), changed });
  return {
    ...scenario,
    crowdAt: (minute) => ({ ...scenario.crowdAt(minute), retries: 2, patienceMs: 2_000 }),
  };
};

/** Memory held by requests that wait, not leaked. */
const held: Kind = (random) => {
  const scenario = slow(random);
  const behaviour = { ...scenario.behaviour, held: whole(random, 100_000, 400_000) };
  return { ...scenario, behaviour };
};

/** In the middle of a surge that the shop itself would bear. */
const inSurge: Kind = (random) => {
  const scenario = slow(random);
  const since = (scenario.truth.onset ?? 0) - whole(random, 0, 12);
  const factor = between(random, 1.5, 2.2);
  return {
    ...scenario,
    crowdAt: surging(scenario, { factor, from: since, ramp: 2 }),
    truth: { ...scenario.truth, surge: { factor, since } },
  };
};

const innocentDeploy: Kind = (random) => {
  const scenario = slow(random);
  return afterInnocentDeploy(random, scenario);
};

/** At once, and with nothing that its own series show. */
const failingFast: Kind = (random) => {
  const scenario = troubleOf(random, {
    scenario: service(random),
    changed: { failing: between(random, 0.1, 0.5), failsAfterMs: 1 },
  });
  return { ...scenario, truth: { ...scenario.truth, cause: 'unknown' } };
};

export const DEPENDENCIES: Readonly<Record<string, Kind>> = {
  'dependency-slow': slow,
  'dependency-mild': mild,
  'dependency-short': short,
  'dependency-failing': failing,
  'dependency-overloaded': overloaded,
  'dependency-retried': retried,
  'dependency-held': held,
  'dependency-in-surge': inSurge,
  'dependency-innocent-deploy': innocentDeploy,
  'dependency-failing-fast': failingFast,
};
