import {
  afterInnocentDeploy,
  between,
  onsetOf,
  service,
  surging,
  UNTROUBLED,
  whole,
  type Kind,
  type Random,
  type Scenario,
} from '../scenario.ts';

interface Surge {
  /** Times its usual traffic fills the workers. */
  readonly headroom: number;
  /** Of that. */
  readonly over: number;
  readonly minutes?: number;
  readonly ramp?: number;
  readonly isMild?: boolean;
}

const surgeOf = (random: Random, { headroom, over, minutes, ramp = 1, isMild = false }: Surge): Scenario => {
  const scenario = service(random, headroom);
  const onset = onsetOf(random);
  const factor = headroom * over;
  const to = minutes === undefined ? Infinity : onset + minutes;
  const end = minutes === undefined ? null : to;
  const surge = { factor, since: onset };
  return {
    ...scenario,
    crowdAt: surging(scenario, { factor, from: onset, to, ramp }),
    truth: { cause: 'traffic-surge', onset, end, surge, deploy: null, isMild },
  };
};

/** Near what the workers bear, or a little beyond: everybody waits, and some for too long. */
const hurting: Kind = (random) =>
  surgeOf(random, { headroom: between(random, 1.8, 2.6), over: between(random, 1.02, 1.2), ramp: whole(random, 1, 6) });
const mild: Kind = (random) =>
  surgeOf(random, { headroom: between(random, 1.7, 2.4), over: between(random, 0.97, 1.03), isMild: true });
const short: Kind = (random) =>
  surgeOf(random, {
    headroom: between(random, 1.8, 2.8),
    over: between(random, 1.02, 1.25),
    minutes: whole(random, 3, 6),
  });

const processor: Kind = (random) => {
  const scenario = surgeOf(random, { headroom: 4, over: between(random, 0.55, 0.75) });
  return { ...scenario, tasks: 1, behaviour: { ...scenario.behaviour, workMs: between(random, 6, 8) } };
};

const harmless: Kind = (random) => {
  const scenario = surgeOf(random, { headroom: between(random, 5, 7), over: between(random, 0.3, 0.45) });
  return { ...scenario, truth: { ...scenario.truth, cause: 'none' } };
};

const flash: Kind = (random) => {
  const scenario = surgeOf(random, { headroom: 7, over: between(random, 0.35, 0.5), minutes: whole(random, 2, 4) });
  return { ...scenario, truth: { ...scenario.truth, cause: 'none' } };
};

const drop: Kind = (random) => {
  const scenario = service(random);
  const onset = onsetOf(random);
  return {
    ...scenario,
    crowdAt: surging(scenario, { factor: between(random, 0.2, 0.5), from: onset }),
    truth: UNTROUBLED,
  };
};

/** With a deploy some time before. */
const innocentDeploy: Kind = (random) => {
  const scenario = hurting(random);
  return afterInnocentDeploy(random, scenario);
};

export const SURGES: Readonly<Record<string, Kind>> = {
  'surge-hurting': hurting,
  'surge-mild': mild,
  'surge-short': short,
  'surge-processor': processor,
  'surge-innocent-deploy': innocentDeploy,
  'surge-harmless': harmless,
  'surge-flash': flash,
  'traffic-drop': drop,
};
