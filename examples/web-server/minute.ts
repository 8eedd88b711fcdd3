import type { Answers } from './load.ts';
import type { Stats } from './server.ts';
import { MEMORY_LIMIT_MB } from './service.ts';

/** One recorded minute; what could not be measured is undefined. */
export interface Minute {
  readonly requests: number | undefined;
  readonly p50Seconds: number | undefined;
  readonly p99Seconds: number | undefined;
  readonly serverErrors: number | undefined;
  readonly memoryPercent: number | undefined;
  readonly cpuPercent: number | undefined;
  readonly connections: number | undefined;
  readonly cachedPages: number | undefined;
  readonly readSeconds: number | undefined;
  readonly balancerErrors?: number | undefined;
  readonly memoryMaximum?: number | undefined;
  readonly healthyHosts?: number | undefined;
}

/** The smallest value that at least `fraction` of them do not exceed. */
export const percentile = (ascending: readonly number[], fraction: number): number | undefined =>
  ascending[Math.max(0, Math.ceil(ascending.length * fraction) - 1)];

/** `before` is of the same process, else undefined: its counts would not go together. */
export const minuteOf = (answers: Answers, before: Stats | undefined, now: Stats | undefined): Minute => ({
  requests: answers.latencySeconds.length,
  p50Seconds: percentile(answers.latencySeconds, 0.5),
  p99Seconds: percentile(answers.latencySeconds, 0.99),
  serverErrors: answers.serverErrors,
  memoryPercent: now && (100 * now.residentBytes) / (MEMORY_LIMIT_MB * 2 ** 20),
  connections: now?.store.connections,
  cachedPages: now?.cachedPages,
  ...between(before, now),
});

const between = (before: Stats | undefined, now: Stats | undefined): Pick<Minute, 'cpuPercent' | 'readSeconds'> => {
  if (before === undefined || now === undefined || now.upSeconds <= before.upSeconds)
    return { cpuPercent: undefined, readSeconds: undefined };
  const reads = now.store.reads - before.store.reads;
  return {
    cpuPercent: (100 * (now.cpuSeconds - before.cpuSeconds)) / (now.upSeconds - before.upSeconds),
    readSeconds: reads === 0 ? undefined : (now.store.readSeconds - before.store.readSeconds) / reads,
  };
};
