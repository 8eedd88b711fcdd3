import type { Behaviour } from '../../behaviour.ts';
import {
  afterInnocentDeploy,
  between,
  DEPLOY,
  HEAVY_PAGE,
  oneOf,
  onsetOf,
  service,
  surging,
  whole,
  type Kind,
  type Random,
  type Scenario,
} from '../scenario.ts';

const MEGABYTE = 2 ** 20;
const BASE_MB = 70;

/** Kept a minute, so that a task is full so many minutes after it began. */
const keptAMinute = ({ memoryLimitMb }: Scenario, minutes: number): number =>
  ((memoryLimitMb - BASE_MB) * MEGABYTE) / minutes;

const requestsOfTask = (scenario: Scenario, minute: number): number =>
  scenario.crowdAt(minute).perSecond / scenario.tasks;

type Kept = Pick<Behaviour, 'keptOfRequest' | 'keptOfSecond'>;

/** By requests, or by time: a recorded minute is about a second, so both are as much a second as a minute. */
const kept = (random: Random, scenario: Scenario, minutes: number): Kept => {
  const bytes = keptAMinute(scenario, minutes);
  return oneOf<Kept>(random, [
    { keptOfRequest: bytes / requestsOfTask(scenario, 0), keptOfSecond: 0 },
    { keptOfRequest: bytes / requestsOfTask(scenario, 0), keptOfSecond: 0 },
    { keptOfRequest: 0, keptOfSecond: bytes },
  ]);
};

/** Begins by itself: a flag, a new kind of request. */
const leaking = (random: Random, minutes: number): Scenario => {
  const scenario = service(random);
  const onset = onsetOf(random);
  const behaviour = kept(random, scenario, minutes);
  return {
    ...scenario,
    happenings: [{ minute: onset, does: ({ fleet }) => fleet.behave(behaviour) }],
    truth: { ...scenario.truth, cause: 'memory-leak', onset },
  };
};

const fast: Kind = (random) => leaking(random, between(random, 30, 60));
const slow: Kind = (random) => leaking(random, between(random, 80, 200));

/** Never worth a page for long: it ends with the flag that brought it. */
const short: Kind = (random) => {
  const scenario = leaking(random, between(random, 14, 30));
  const onset = scenario.truth.onset ?? 0;
  const end = onset + whole(random, 5, 8);
  const stop = { keptOfRequest: 0, keptOfSecond: 0 };
  return {
    ...scenario,
    happenings: [...scenario.happenings, { minute: end, does: ({ fleet }) => fleet.behave(stop) }],
    truth: { ...scenario.truth, end },
  };
};

/** Small on a usual day; a surge of newcomers drives it, as on 5 August 2023. */
const surge: Kind = (random) => {
  const scenario = service(random);
  const onset = onsetOf(random);
  const factor = between(random, 1.8, 3.2);
  const bytes = keptAMinute(scenario, between(random, 30, 55)) / (requestsOfTask(scenario, 0) * factor);
  return {
    ...scenario,
    crowdAt: surging(scenario, { factor, from: onset, ramp: whole(random, 1, 4) }),
    happenings: [{ minute: onset, does: ({ fleet }) => fleet.behave({ keptOfRequest: bytes }) }],
    truth: { ...scenario.truth, cause: 'memory-leak', onset, surge: { factor, since: onset } },
  };
};

/** A cache without a bound, there from the start, too slow to be seen until newcomers come. */
const cache: Kind = (random) => {
  const scenario = service(random);
  const onset = onsetOf(random);
  const factor = between(random, 1.8, 3);
  const usual = surging(scenario, { factor, from: onset, ramp: 2 });
  const newcomers = between(random, 0.85, 0.95);
  return {
    ...scenario,
    tasks: 1,
    bound: undefined,
    related: HEAVY_PAGE,
    crowdAt: (minute) => ({ ...usual(minute), newcomers: minute < onset ? 0 : newcomers }),
    truth: { ...scenario.truth, cause: 'memory-leak', onset, surge: { factor, since: onset } },
  };
};

const deploy: Kind = (random) => {
  const scenario = service(random);
  const onset = onsetOf(random);
  const behaviour = kept(random, scenario, between(random, 30, 70));
  return {
    ...scenario,
    happenings: [
      {
        minute: onset,
        does: async ({ fleet, enter, pass }) => {
          enter({ id: DEPLOY, status: 'STARTED' });
          await fleet.deploy(behaviour, () => pass(0.5));
          enter({ id: DEPLOY, status: 'SUCCEEDED' });
        },
      },
    ],
    truth: { ...scenario.truth, cause: 'memory-leak', onset, deploy: DEPLOY },
  };
};

/** Deployed well before: what changed then is no suspect by itself. */
const innocentDeploy: Kind = (random) => {
  const scenario = leaking(random, between(random, 30, 60));
  return afterInnocentDeploy(random, scenario);
};

/** It dies and begins anew, several times in the recording. */
const restarts: Kind = (random) => {
  const scenario = { ...service(random), tasks: 1 };
  const onset = whole(random, 20, 30);
  const behaviour = kept(random, scenario, between(random, 12, 22));
  return {
    ...scenario,
    happenings: [{ minute: onset, does: ({ fleet }) => fleet.behave(behaviour) }],
    truth: { ...scenario.truth, cause: 'memory-leak', onset },
  };
};

/** Under a job that holds much memory now and then. */
const noisy: Kind = (random) => {
  const scenario = leaking(random, between(random, 30, 60));
  const bytes = between(random, 8, 20) * MEGABYTE;
  const behaviour = { ...scenario.behaviour, jobEvery: whole(random, 6, 10), job: { seconds: 2, bytes } };
  return { ...scenario, behaviour };
};

/** One task of three. */
const oneTask: Kind = (random) => {
  const scenario = { ...service(random), tasks: 3 };
  const onset = onsetOf(random);
  const behaviour = kept(random, scenario, between(random, 25, 50));
  return {
    ...scenario,
    happenings: [{ minute: onset, does: ({ fleet }) => fleet.behave(behaviour, 1) }],
    endsWithTask: true,
    truth: { ...scenario.truth, cause: 'memory-leak', onset },
  };
};

export const LEAKS: Readonly<Record<string, Kind>> = {
  'leak-fast': fast,
  'leak-slow': slow,
  'leak-short': short,
  'leak-surge': surge,
  'leak-cache': cache,
  'leak-deploy': deploy,
  'leak-innocent-deploy': innocentDeploy,
  'leak-restarts': restarts,
  'leak-noisy': noisy,
  'leak-one-task': oneTask,
};
