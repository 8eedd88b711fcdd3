import type { Answers } from '../load.ts';
import { percentile, type Minute } from '../minute.ts';
import type { Stats } from '../server.ts';
import type { Figures } from './fleet.ts';

const MEGABYTE = 2 ** 20;
const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Percent of one processor, of the tasks that were there a minute ago. */
const cpuOf = (before: readonly Stats[], now: readonly Stats[]): number | undefined =>
  mean(
    now.flatMap((task, index) => {
      const then = before[index];
      const seconds = task.upSeconds - (then?.upSeconds ?? Infinity);
      return then === undefined || seconds <= 0 ? [] : (100 * (task.cpuSeconds - then.cpuSeconds)) / seconds;
    }),
  );

/** A minute of a service of several tasks; `before` is of a minute ago. */
export const fleetMinute = (
  { requests = 0, ...answers }: Answers,
  [before, now]: readonly [Figures, Figures],
  memoryLimitMb: number,
): Minute => {
  const memory = now.tasks.map(({ residentBytes }) => (100 * residentBytes) / (memoryLimitMb * MEGABYTE));
  const reads = now.database.reads - before.database.reads;
  return {
    requests,
    p50Seconds: percentile(answers.latencySeconds, 0.5),
    p99Seconds: percentile(answers.latencySeconds, 0.99),
    serverErrors: answers.serverErrors,
    balancerErrors: answers.balancerErrors,
    memoryPercent: mean(memory),
    memoryMaximum: memory.length === 0 ? undefined : Math.max(...memory),
    healthyHosts: now.tasks.length,
    cpuPercent: cpuOf(before.tasks, now.tasks),
    connections: now.database.connections,
    cachedPages: mean(now.tasks.map(({ cachedPages }) => cachedPages)),
    readSeconds: reads === 0 ? undefined : (now.database.readSeconds - before.database.readSeconds) / reads,
  };
};
