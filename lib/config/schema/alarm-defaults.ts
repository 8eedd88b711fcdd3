import type { AlarmSettings, ThresholdAlarm, TrafficAlarm } from '../../core/alarm-settings.ts';
import { HOUR, MINUTE, SECOND } from '../../core/time.ts';

const WINDOW = { datapointsToAlarm: 3, evaluationPeriods: 5 };
const MEMORY: ThresholdAlarm = { critical: 90, warning: 75, for: WINDOW };
const LATENCY: ThresholdAlarm & { readonly stat: string } = { stat: 'p99', critical: SECOND, for: WINDOW };
const ERRORS: ThresholdAlarm = { critical: 5, for: WINDOW };
/** Beside the percentage it is for what has no requests, or for errors of which one is too many. */
const ERROR_COUNT: ThresholdAlarm = { warning: 1, for: WINDOW };
/** Two minutes without a healthy target are an outage, one may be a deploy that was too quick for the health check. */
const AVAILABILITY: ThresholdAlarm = { critical: 1, for: { datapointsToAlarm: 2, evaluationPeriods: 3 } };
const TRAFFIC: TrafficAlarm = { warning: 'anomaly', band: 3, for: WINDOW };
/** Nothing at all for a quarter of an hour. */
const LOW_TRAFFIC: ThresholdAlarm = { critical: 1, for: { datapointsToAlarm: 15, evaluationPeriods: 15 } };
const AGE: ThresholdAlarm = { critical: 15 * MINUTE, warning: 5 * MINUTE, for: WINDOW };
/** No number fits every queue. */
const DEPTH: ThresholdAlarm = { for: WINDOW };
/** One is news, and waits for days where it is: nobody is woken for it. */
const DEAD_LETTERS: ThresholdAlarm = { warning: 1, for: { datapointsToAlarm: 1, evaluationPeriods: 1 } };
const GIB = 1_024 ** 3;
const STORAGE: ThresholdAlarm = { critical: 2 * GIB, warning: 5 * GIB, for: WINDOW };
const DISK: ThresholdAlarm = { critical: 95, warning: 85, for: WINDOW };

/** Those that the file turns on and off by one key each. */
export type SingleAlarms = Omit<AlarmSettings, 'saturation' | 'userImpact'>;

/** What a service has that names no alarm, where its workload has the metric. */
export const DEFAULT_ALARMS: { readonly [K in keyof SingleAlarms]: Exclude<SingleAlarms[K], false> } = {
  memory: MEMORY,
  memoryGrowth: { exhaustionWithinMs: HOUR },
  slowLeak: {},
  latency: LATENCY,
  errors: ERRORS,
  errorCount: ERROR_COUNT,
  availability: AVAILABILITY,
  traffic: TRAFFIC,
  lowTraffic: LOW_TRAFFIC,
  age: AGE,
  depth: DEPTH,
  deadLetters: DEAD_LETTERS,
  storage: STORAGE,
  disk: DISK,
};
