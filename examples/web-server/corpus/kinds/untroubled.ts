import { between, HEAVY_PAGE, onsetOf, replaceTasks, service, UNTROUBLED, whole, type Kind } from '../scenario.ts';

const MEGABYTE = 2 ** 20;

const quiet: Kind = (random) => service(random);

/** New processes: memory grows until they are warm. */
const warmUp: Kind = (random) => {
  const scenario = service(random);
  return { ...scenario, happenings: [{ minute: onsetOf(random), does: replaceTasks }] };
};

/** A cache with a bound: memory grows until it is reached; pages that nobody asked for before take longer. */
const cacheFills: Kind = (random) => {
  const scenario = service(random);
  const minutes = between(random, 8, 30);
  const bound = Math.ceil((minutes * scenario.crowdAt(0).perSecond) / scenario.tasks);
  const since = onsetOf(random) - whole(random, 0, 15);
  return {
    ...scenario,
    memoryLimitMb: scenario.memoryLimitMb + 120,
    heapMb: scenario.heapMb + 120,
    bound,
    related: HEAVY_PAGE,
    crowdAt: (minute) => ({ ...scenario.crowdAt(minute), newcomers: minute < since ? 0 : 1 }),
    truth: { ...UNTROUBLED, cause: 'unknown', onset: since },
  };
};

const job: Kind = (random) => {
  const scenario = service(random);
  const seconds = whole(random, 2, 5);
  const bytes = between(random, 15, 50) * MEGABYTE;
  return {
    ...scenario,
    behaviour: { ...scenario.behaviour, jobEvery: whole(random, 10, 30), job: { seconds, bytes } },
  };
};

const saw: Kind = (random) => {
  const scenario = service(random);
  const batch = between(random, 15, 50) * MEGABYTE;
  const requests = (scenario.crowdAt(0).perSecond / scenario.tasks) * between(random, 6, 25);
  return { ...scenario, behaviour: { ...scenario.behaviour, batch, batched: batch / requests } };
};

/** Something is loaded once and stays. */
const step: Kind = (random) => {
  const scenario = service(random);
  const dataset = between(random, 15, 60) * MEGABYTE;
  return { ...scenario, happenings: [{ minute: onsetOf(random), does: ({ fleet }) => fleet.behave({ dataset }) }] };
};

/** A day in six and a half hours: as traffic rises, so do memory and, a little, latency. */
const daily: Kind = (random) => {
  const scenario = service(random, 5);
  const minutes = 400;
  const [depth, phase] = [between(random, 0.4, 0.6), between(random, 0, 2 * Math.PI)];
  const behaviour = { ...scenario.behaviour, held: whole(random, 100_000, 400_000) };
  return {
    ...scenario,
    minutes,
    behaviour,
    crowdAt: (minute) => {
      const usual = scenario.crowdAt(minute);
      return {
        ...usual,
        perSecond: usual.perSecond * (1 + depth * Math.sin(phase + (2 * Math.PI * minute) / minutes)),
      };
    },
  };
};

/** One task of three is slow; nobody deployed, and nothing else says why. */
const oneTask: Kind = (random) => {
  const scenario = { ...service(random), tasks: 3 };
  const onset = onsetOf(random);
  const pauseMs = scenario.behaviour.pauseMs * between(random, 6, 15);
  return {
    ...scenario,
    happenings: [{ minute: onset, does: ({ fleet }) => fleet.behave({ pauseMs }, 1) }],
    truth: { ...scenario.truth, cause: 'unknown', onset },
  };
};

export const UNTROUBLED_AND_UNKNOWN: Readonly<Record<string, Kind>> = {
  quiet,
  'warm-up': warmUp,
  'cache-fills': cacheFills,
  job,
  saw,
  step,
  daily,
  'one-task-slow': oneTask,
};
