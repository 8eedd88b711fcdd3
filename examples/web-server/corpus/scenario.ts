import { HEALTHY, type Behaviour } from '../behaviour.ts';
import type { Condition } from '../database.ts';
import type { Crowd } from '../visitors.ts';
import type { Fleet } from './fleet.ts';

/** What really was the matter, beside the recording. */
export interface Truth {
  readonly cause: 'memory-leak' | 'traffic-surge' | 'deploy-regression' | 'dependency' | 'none' | 'unknown';
  /** Minute in which it began; null: nothing did. */
  readonly onset: number | null;
  /** Minute from which it was over; null: it was not. */
  readonly end: number | null;
  /** Traffic against its usual, from `since` on; null: as usual. */
  readonly surge: { readonly factor: number; readonly since: number } | null;
  readonly deploy: string | null;
  readonly isMild: boolean;
}

/** At a minute something changes. */
export interface Happening {
  readonly minute: number;
  readonly does: (stage: Stage) => Promise<void>;
}

export interface Stage {
  readonly fleet: Fleet;
  /** Lets so many recorded minutes pass. */
  readonly pass: (minutes: number) => Promise<void>;
  /** @param minutes from now: the entry is late, or early */
  readonly enter: (deploy: { id: string; status: 'STARTED' | 'SUCCEEDED' }, minutes?: number) => void;
}

/** One run: a service, its visitors, and what happens to it. */
export interface Scenario {
  readonly minutes: number;
  readonly tasks: number;
  readonly memoryLimitMb: number;
  readonly heapMb: number;
  readonly behaviour: Behaviour;
  readonly bound: number | undefined;
  /** Related products of a page: what a page weighs. */
  readonly related: number;
  readonly condition: Condition;
  readonly crowdAt: (minute: number) => Crowd;
  readonly happenings: readonly Happening[];
  /** Share of minutes of each series that are not recorded. */
  readonly holes: number;
  readonly truth: Truth;
  /** The task that it began in dies of it, and the next one is healthy. */
  readonly endsWithTask?: boolean;
}

export type Random = () => number;
/** Draws the parameters of one run. */
export type Kind = (random: Random) => Scenario;

export const between = (random: Random, from: number, to: number): number => from + (to - from) * random();
export const oneOf = <T>(random: Random, values: readonly [T, ...T[]]): T =>
  values[Math.floor(random() * values.length)] ?? values[0];
export const whole = (random: Random, from: number, to: number): number => Math.floor(between(random, from, to + 1));

export const UNTROUBLED: Truth = {
  cause: 'none',
  onset: null,
  end: null,
  surge: null,
  deploy: null,
  isMild: false,
};

const MINUTES = 90;
const LIGHT_PAGE = 6;
/** Some 30 kB once it is in a cache. */
export const HEAVY_PAGE = 120;
/** A run has at most one deploy. */
export const DEPLOY = 'web-2';

/** A healthy service; `headroom` times its usual traffic fills its workers. */
export const service = (random: Random, headroom = between(random, 3, 5)): Scenario => {
  const tasks = whole(random, 1, 3);
  const perSecond = between(random, 45, 75);
  const [reads, delayMs, pauseMs] = [whole(random, 1, 4), between(random, 4, 14), between(random, 15, 70)];
  const pageSeconds = (reads * (delayMs + 2) + pauseMs) / 1_000;
  const memoryLimitMb = whole(random, 224, 320);
  const workers = Math.max(2, Math.ceil((headroom * perSecond * pageSeconds) / tasks));
  return {
    minutes: MINUTES,
    tasks,
    memoryLimitMb,
    heapMb: oneOf(random, [memoryLimitMb + 200, memoryLimitMb - whole(random, 70, 85)]),
    behaviour: {
      ...HEALTHY,
      reads,
      pauseMs,
      workers,
      queue: oneOf(random, [HEALTHY.queue, workers * whole(random, 3, 12)]),
      workMs: between(random, 0, 0.5),
      held: whole(random, 5_000, 60_000),
    },
    bound: 1,
    related: LIGHT_PAGE,
    condition: {
      delayMs,
      spread: between(random, 0.15, 0.5),
      atOnce: Math.max(4, Math.ceil((between(random, 4, 8) * perSecond * reads * delayMs) / 1_000)),
      failing: 0,
      failsAfterMs: delayMs,
    },
    crowdAt: () => ({ perSecond, newcomers: 1, patienceMs: 3_000, retries: 0 }),
    happenings: [],
    holes: oneOf(random, [0, 0, 0, 0.05, 0.2]),
    truth: UNTROUBLED,
  };
};

/** A trouble begins after an hour of quiet, give or take. */
export const onsetOf = (random: Random): number => whole(random, 42, 50);

/** Traffic times a factor from one minute to another, with `ramp` minutes to get there. */
export const surging = (
  { crowdAt }: Scenario,
  { factor, from, to = Infinity, ramp = 1 }: { factor: number; from: number; to?: number; ramp?: number },
): Scenario['crowdAt'] => {
  const share = (minute: number): number => (minute >= to ? 0 : Math.min(1, Math.max(0, (minute - from + 1) / ramp)));
  return (minute) => {
    const usual = crowdAt(minute);
    return { ...usual, perSecond: usual.perSecond * (1 + (factor - 1) * share(minute)) };
  };
};

/** Every task is replaced by one of the same behaviour. */
export const replaceTasks: Happening['does'] = async ({ fleet, enter, pass }) => {
  enter({ id: DEPLOY, status: 'STARTED' });
  await fleet.deploy({}, () => pass(0.5));
  enter({ id: DEPLOY, status: 'SUCCEEDED' });
};

/** With a deploy well before, which is no suspect by itself. */
export const afterInnocentDeploy = (random: Random, scenario: Scenario): Scenario => {
  const minute = (scenario.truth.onset ?? 0) - whole(random, 12, 30);
  return { ...scenario, happenings: [{ minute, does: replaceTasks }, ...scenario.happenings] };
};
