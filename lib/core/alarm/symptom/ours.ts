import type { Words } from './vocabulary.ts';
import type { Compared } from './compared.ts';

/** By what the alarms that Tocsin makes watch, as `lib/core/service` names them. Their service stands beside them. */
const WATCHED: Readonly<Record<string, Words>> = {
  memory: { words: 'memory', kind: 'percent' },
  'memory-growth': { words: 'memory growth', kind: 'minutes to full' },
  'slow-leak': { words: 'memory leaks slowly', kind: 'flag' },
  latency: { words: 'latency', kind: 'ms' },
  errors: { words: 'errors', kind: 'percent' },
  availability: { words: 'healthy target', kind: 'count' },
  traffic: { words: 'traffic', kind: 'none' },
  cpu: { words: 'CPU', kind: 'percent' },
  throttles: { words: 'throttled call', kind: 'count' },
  'database-cpu': { words: 'database CPU', kind: 'percent' },
  'database-connections': { words: 'database connection', kind: 'count' },
};

/** `tocsin-<environment>-<service>-<what it watches>-<severity>` */
const NAME =
  /^tocsin-(.+?)-(database-cpu|database-connections|memory-growth|slow-leak|user-impact|[a-z]+)-(?:critical|warning|info)$/u;

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

const isInSeconds = ({ metric }: Compared): boolean =>
  metric?.namespace === 'AWS/ApplicationELB' && metric.name === 'TargetResponseTime';

/**
 * What an alarm of ours watches; undefined: it is none. Load balancers count latency in seconds, all else in
 * milliseconds. `cpu` of a service `web-database` reads like `database-cpu` of `web`: only that one is a metric of RDS.
 */
export const wordsOfOurs = (alarmName: string, watched: Compared): Words | undefined => {
  if (!isOurs(alarmName)) return undefined;
  const what = watches(alarmName);
  if (what === 'latency') return { words: what, kind: isInSeconds(watched) ? 's' : 'ms' };
  return WATCHED[what === 'database-cpu' && watched.metric?.namespace !== 'AWS/RDS' ? 'cpu' : what];
};
