import type { Words } from './vocabulary.ts';
import type { Watched } from './watched.ts';

/** By what the alarms that Tocsin makes watch, as `lib/core/service` names them. Their service stands beside them. */
const WATCHED: Readonly<Record<string, Words>> = {
  memory: { words: 'memory', kind: 'percent' },
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
const NAME = /^tocsin-.+?-(database-cpu|database-connections|[a-z]+)-(?:critical|warning|info)$/u;

const watches = (alarmName: string): string => NAME.exec(alarmName)?.[1] ?? '';

export const isOurs = (alarmName: string): boolean => Object.hasOwn(WATCHED, watches(alarmName));

/** `latency` of `tocsin-prod-web-latency-critical`; any other name as it is. */
export const briefNameOfOurs = (alarmName: string): string => (isOurs(alarmName) ? watches(alarmName) : alarmName);

/** What an alarm of ours watches; undefined: it is none. Load balancers count latency in seconds, all else in milliseconds. */
export const wordsOfOurs = (alarmName: string, { metric }: Watched): Words | undefined => {
  if (!isOurs(alarmName)) return undefined;
  const words = WATCHED[watches(alarmName)];
  return words?.words === 'latency' && metric?.name === 'TargetResponseTime' ? { ...words, kind: 's' } : words;
};
