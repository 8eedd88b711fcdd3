import type { Behaviour } from '../../behaviour.ts';
import {
  between,
  DEPLOY,
  onsetOf,
  service,
  whole,
  type Kind,
  type Random,
  type Scenario,
  type Stage,
} from '../scenario.ts';

type Changed = Partial<Behaviour>;

interface Deploy {
  readonly scenario: Scenario;
  readonly changed: Changed;
  /** Rolled back after so many minutes. */
  readonly minutes?: number;
  readonly isMild?: boolean;
}

/** From 10 minutes before the trouble, which then comes with a flag, to 3 after: its end was noted late. */
const lagged = (random: Random, changed: Changed, onset: number): Scenario['happenings'] => {
  const lag = whole(random, -10, 3);
  const roll = async ({ fleet, pass }: Stage, behaviour: Changed): Promise<void> =>
    fleet.deploy(behaviour, () => pass(0.3));
  if (lag < 0)
    return [
      {
        minute: onset + lag,
        does: async (stage) => {
          await roll(stage, {});
          stage.enter({ id: DEPLOY, status: 'SUCCEEDED' });
        },
      },
      { minute: onset, does: ({ fleet }) => fleet.behave(changed) },
    ];
  return [
    {
      minute: onset,
      does: async (stage) => {
        await roll(stage, changed);
        stage.enter({ id: DEPLOY, status: 'SUCCEEDED' }, lag);
      },
    },
  ];
};

const deployOf = (random: Random, { scenario, changed, minutes, isMild = false }: Deploy): Scenario => {
  const onset = onsetOf(random);
  const end = minutes === undefined ? null : onset + minutes;
  const back = { minute: end ?? Infinity, does: ({ fleet }: Stage) => fleet.behave(scenario.behaviour) };
  return {
    ...scenario,
    happenings: [...lagged(random, changed, onset), back],
    truth: { cause: 'deploy-regression', onset, end, surge: null, deploy: DEPLOY, isMild },
  };
};

/** Times as long beside the database, so that a page takes `factor` times as long in all. */
const slower = ({ behaviour, condition }: Scenario, factor: number): Changed => {
  const page = behaviour.pauseMs + behaviour.reads * (condition.delayMs + 2);
  return { pauseMs: behaviour.pauseMs + page * (factor - 1) };
};

const slow: Kind = (random) => {
  const scenario = service(random);
  return deployOf(random, { scenario, changed: slower(scenario, between(random, 2, 6)) });
};
const mild: Kind = (random) => {
  const scenario = service(random);
  return deployOf(random, { scenario, changed: slower(scenario, between(random, 1.2, 1.5)), isMild: true });
};
const short: Kind = (random) => {
  const scenario = service(random);
  return deployOf(random, {
    scenario,
    changed: slower(scenario, between(random, 1.6, 4)),
    minutes: whole(random, 3, 6),
  });
};
const failing: Kind = (random) =>
  deployOf(random, { scenario: service(random), changed: { failing: between(random, 0.05, 0.4) } });
const failingShort: Kind = (random) =>
  deployOf(random, {
    scenario: service(random),
    changed: { failing: between(random, 0.1, 0.5) },
    minutes: whole(random, 3, 6),
  });

/** More reads a page than the database bears at once: it slows down by it. */
const queryHeavy: Kind = (random) => {
  const scenario = service(random);
  const { reads } = scenario.behaviour;
  const { delayMs } = scenario.condition;
  const times = whole(random, 3, 5);
  const busy = (scenario.crowdAt(0).perSecond * reads * times * (delayMs + 1)) / 1_000;
  const atOnce = Math.max(2, Math.floor(busy / between(random, 0.95, 1.05)));
  return deployOf(random, {
    scenario: { ...scenario, condition: { ...scenario.condition, atOnce } },
    changed: { reads: reads * times },
  });
};

/** Task by task, minutes apart: it hurts from its start, a good while before it has succeeded. */
const rolling: Kind = (random) => {
  const scenario = { ...service(random), tasks: 3 };
  const onset = onsetOf(random);
  const changed = { ...slower(scenario, between(random, 2, 5)), failing: between(random, 0, 0.1) };
  const pause = between(random, 2, 4);
  return {
    ...scenario,
    happenings: [
      {
        minute: onset,
        does: async ({ fleet, enter, pass }) => {
          enter({ id: DEPLOY, status: 'STARTED' });
          await fleet.deploy(changed, () => pass(pause));
          enter({ id: DEPLOY, status: 'SUCCEEDED' });
        },
      },
    ],
    truth: { cause: 'deploy-regression', onset, end: null, surge: null, deploy: DEPLOY, isMild: false },
  };
};

export const DEPLOYS: Readonly<Record<string, Kind>> = {
  'deploy-slow': slow,
  'deploy-mild': mild,
  'deploy-short': short,
  'deploy-failing': failing,
  'deploy-failing-short': failingShort,
  'deploy-query-heavy': queryHeavy,
  'deploy-rolling': rolling,
};
