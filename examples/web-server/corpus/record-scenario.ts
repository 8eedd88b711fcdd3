import { setTimeout as sleep } from 'node:timers/promises';
import type { Minute } from '../minute.ts';
import { Visitors } from '../visitors.ts';
import { Fleet, type Figures } from './fleet.ts';
import { fleetMinute } from './fleet-minute.ts';
import type { Scenario, Stage } from './scenario.ts';

export interface Entry {
  readonly minute: number;
  readonly id: string;
  readonly status: 'STARTED' | 'SUCCEEDED';
}

/** What a run left. */
export interface Recorded {
  readonly minutes: readonly Minute[];
  readonly entries: readonly Entry[];
  /** Minutes in which a task died of its memory. */
  readonly deaths: readonly number[];
  /** Most of a minute, in percent, that a task had to wait for the processor: too much, and the machine is what was recorded. */
  readonly waitedPercent: number;
}

export interface Recording {
  readonly scenario: Scenario;
  /** Path of the database file. */
  readonly store: string;
  readonly secondsPerMinute: number;
}

const WARM_UP_MS = 6_000;

/** @throws Error a process could not start. */
export const recordScenario = async ({ scenario, store, secondsPerMinute }: Recording): Promise<Recorded> => {
  const fleet = await Fleet.start({ ...scenario, store });
  const visitors = new Visitors(() => fleet.urls);
  try {
    visitors.receive(scenario.crowdAt(0));
    await sleep(WARM_UP_MS);
    return await run({ scenario, fleet, visitors, minuteMs: secondsPerMinute * 1_000 });
  } finally {
    visitors.stop();
    await fleet.close();
  }
};

interface Running {
  readonly scenario: Scenario;
  readonly fleet: Fleet;
  readonly visitors: Visitors;
  readonly minuteMs: number;
}

const run = async ({ scenario, fleet, visitors, minuteMs }: Running): Promise<Recorded> => {
  const minutes: Minute[] = [];
  const waited: number[] = [];
  const entries: Entry[] = [];
  let before: Figures = await fleet.figures();
  visitors.take();
  const startedAt = performance.now();
  const minuteAt = (at: number): number => (at - startedAt) / minuteMs;
  const stage: Stage = {
    fleet,
    pass: async (count) => {
      await sleep(count * minuteMs);
    },
    enter: (deploy, later = 0) => entries.push({ ...deploy, minute: minuteAt(performance.now()) + later }),
  };
  const happening: Promise<void>[] = [];
  for (let minute = 0; minute < scenario.minutes; minute++) {
    visitors.receive(scenario.crowdAt(minute));
    for (const { does } of scenario.happenings.filter((each) => each.minute === minute)) happening.push(does(stage));
    await sleep(Math.max(0, startedAt + (minute + 1) * minuteMs - performance.now()));
    const [answers, now] = [visitors.take(), await fleet.figures()];
    minutes.push(fleetMinute(answers, [before, now], scenario.memoryLimitMb));
    waited.push(...waitedPercent(before, now));
    before = now;
    await fleet.supervise();
  }
  await Promise.all(happening);
  return { minutes, entries, deaths: fleet.deaths.map(minuteAt), waitedPercent: Math.max(0, ...waited) };
};

/** Of each task that was there a minute ago; what is more than all of the time is of another process in its place. */
const waitedPercent = (before: Figures, now: Figures): number[] =>
  now.tasks.flatMap((task, index) => {
    const then = before.tasks[index];
    const seconds = task.upSeconds - (then?.upSeconds ?? Infinity);
    const percent = (100 * (task.waitedSeconds - (then?.waitedSeconds ?? NaN))) / seconds;
    return seconds > 0 && percent <= 100 ? [percent] : [];
  });
