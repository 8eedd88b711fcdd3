import type { MetricUnit } from '../../configuration.ts';
import { type Words, wordsOfMetric } from './vocabulary.ts';
import type { Compared } from './compared.ts';

/** By what the alarms that Tocsin makes watch, as `lib/core/service` names them. Their service stands beside them. */
const WATCHED: Readonly<Record<string, Words>> = {
  memory: { words: 'memory', kind: 'percent' },
  'memory-growth': { words: 'memory growth', kind: 'minutes to full' },
  'slow-leak': { words: 'memory leaks slowly', kind: 'flag' },
  latency: { words: 'latency', kind: 'ms' },
  errors: { words: 'errors', kind: 'percent' },
  'error-count': { words: 'error', kind: 'count' },
  availability: { words: 'healthy target', kind: 'count' },
  traffic: { words: 'traffic', kind: 'none' },
  'low-traffic': { words: 'request', kind: 'count' },
  age: { words: 'age of the oldest', kind: 'ms' },
  depth: { words: 'waiting message', kind: 'count' },
  'dead-letters': { words: 'dead letter', kind: 'count' },
  storage: { words: 'free database storage', kind: 'bytes' },
  disk: { words: 'disk', kind: 'percent' },
  cpu: { words: 'CPU', kind: 'percent' },
  throttles: { words: 'throttled call', kind: 'count' },
  'database-cpu': { words: 'database CPU', kind: 'percent' },
  'database-connections': { words: 'database connection', kind: 'count' },
};

/** `tocsin-<environment>-<service>-<what it watches>-<severity>` */
const NAME =
  /^tocsin-(.+?)-(database-cpu|database-connections|memory-growth|slow-leak|user-impact|error-count|low-traffic|dead-letters|[a-z]+)-(?:critical|warning|info)$/u;

/** A composite alarm has no words of its own: it says what its children say. */
const USER_IMPACT = 'user-impact';

const watches = (alarmName: string): string => NAME.exec(alarmName)?.[2] ?? '';

export const isOurs = (alarmName: string): boolean => Object.hasOwn(WATCHED, watches(alarmName));

/** `latency` of `tocsin-prod-web-latency-critical`; any other name as it is. */
export const briefNameOfOurs = (alarmName: string): string => {
  const what = watches(alarmName);
  return what === USER_IMPACT || isOurs(alarmName) ? what : alarmName;
};

/** `prod-web` of `tocsin-prod-web-latency-critical`: environment and service; undefined: it is none of ours. */
export const ownerOfOurs = (alarmName: string): string | undefined =>
  isOurs(alarmName) ? NAME.exec(alarmName)?.[1] : undefined;

/** As AWS counts it; of what nobody says the unit of, milliseconds. */
const timeOf = ({ metric }: Compared): 's' | 'ms' =>
  metric !== undefined && wordsOfMetric(metric.namespace, metric.name)?.kind === 's' ? 's' : 'ms';

/** What these count is not the same of every workload: the metric has words of its own. */
const BY_METRIC: ReadonlySet<string> = new Set(['error-count', 'availability', 'low-traffic', 'age']);

/** ECS reports a service several times a minute while a task runs: as many reports are not as many tasks. */
const TASK: Words = { words: 'sign of a running task', kind: 'count' };

const wordsByMetric = (what: string, { metric }: Compared): Words | undefined => {
  if (metric === undefined || !BY_METRIC.has(what)) return undefined;
  if (metric.namespace === 'AWS/ECS') return TASK;
  const words = wordsOfMetric(metric.namespace, metric.name);
  return words === undefined || what === 'age' ? words : { words: words.words, kind: 'count' };
};

/** Of percent that an expression makes of bytes its label says of how many, as `lib/core/service` wrote it. */
const wholeOf = ({ label = '' }: Compared): Pick<Words, 'whole'> => {
  const [, whole] = /^percent of (\d[\d.]{0,9} [KMGTP]?B)$/u.exec(label) ?? [];
  return whole === undefined ? {} : { whole };
};

const wordsOfWatched = (what: string, watched: Compared): Words | undefined => {
  if (what === 'latency') return { words: what, kind: timeOf(watched) };
  if (what === 'memory') return { words: what, kind: 'percent', ...wholeOf(watched) };
  const isOther = what === 'database-cpu' && watched.metric?.namespace !== 'AWS/RDS';
  return wordsByMetric(what, watched) ?? WATCHED[isOther ? 'cpu' : what];
};

/**
 * What an alarm of ours watches; undefined: it is none. Latency of which neither AWS nor `unit` says the unit is in
 * milliseconds. `cpu` of a service `web-database` reads like `database-cpu` of `web`: only that one is a metric of RDS.
 */
export const wordsOfOurs = (alarmName: string, watched: Compared, unit?: MetricUnit): Words | undefined => {
  if (!isOurs(alarmName)) return undefined;
  const what = watches(alarmName);
  const words = wordsOfWatched(what, watched);
  return unit === undefined ? words : { words: words?.words ?? what, kind: unit };
};
