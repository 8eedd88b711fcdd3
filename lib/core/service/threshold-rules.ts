import type { AlarmSettings, ThresholdAlarm } from '../alarm-settings.ts';
import { spokenQuantity } from '../alarm/symptom/quantity.ts';
import type { Service, Workload } from '../configuration.ts';
import { spokenDuration } from '../time.ts';
import { counted } from '../words.ts';
import { msEach } from './metric-unit.ts';
import { isMeasured, measuredBy, type Measured, type Measurements } from './measurement.ts';
import {
  atLeast,
  bySeverity,
  fewerThan,
  measuredAt,
  type Rule,
  spokenPeriod,
  type LimitTold,
  type Watched,
} from './rule.ts';

const spokenMs = (ms: number): string => (ms < 1_000 ? `${String(ms)} ms` : `${String(ms / 1_000)} s`);

const GIB = 1_024 ** 3;

/** What a threshold is compared with, and how. */
interface Of extends Pick<Measured, 'signal' | 'unit'> {
  readonly service: Service;
  readonly thing: string;
  /** `a minute`, `in 5 min`. */
  readonly perPeriod: string;
}

type Key = Exclude<keyof AlarmSettings, 'memoryGrowth' | 'slowLeak' | 'traffic' | 'saturation' | 'userImpact'>;

interface Threshold {
  readonly watches: Watched;
  /** What is counted, unless what is measured calls it otherwise. */
  readonly thing?: string;
  readonly told: (threshold: number, of: Of) => LimitTold;
}

const percentOf =
  (what: string) =>
  (percent: number): LimitTold => ({
    limit: atLeast(percent),
    symptom: `${what.replace('%', `${String(percent)} %`)} or more`,
  });

/** `memory limit`, `memory limit of 512 MB`. */
const memoryLimit = (workload: Workload): string => {
  const { limitBytes } = (workload.kind === 'custom' && workload.metrics.memory) || {};
  return `memory limit${limitBytes === undefined ? '' : ` of ${spokenQuantity(limitBytes, 'bytes')}`}`;
};

const fewer = (count: number, of: string, verb: string): string =>
  count === 1 ? `${verb} no ${of}` : `${verb} fewer than ${counted(count, of)}`;

const THRESHOLDS: Readonly<Record<Key, Threshold>> = {
  memory: {
    watches: 'memory',
    told: (percent, { service: { workload } }) => percentOf(`uses % of its ${memoryLimit(workload)}`)(percent),
  },
  latency: {
    watches: 'latency',
    told: (ms, { signal, unit, service: { alarms } }) => ({
      limit: atLeast(ms / msEach(signal, unit)),
      symptom: `answers slowly: ${alarms.latency === false ? 'latency' : alarms.latency.stat} is ${spokenMs(ms)} or more`,
    }),
  },
  errors: { watches: 'errors', told: percentOf('fails % of its requests') },
  errorCount: {
    watches: 'error-count',
    thing: 'error',
    told: (count, { thing, perPeriod }) => ({
      limit: atLeast(count),
      symptom: `has ${counted(count, thing)} ${perPeriod} or more`,
    }),
  },
  availability: {
    watches: 'availability',
    thing: 'healthy target',
    told: (count, { thing }) => ({ limit: fewerThan(count), symptom: fewer(count, thing, 'has') }),
  },
  lowTraffic: {
    watches: 'low-traffic',
    thing: 'request',
    told: (count, { thing, perPeriod }) => ({
      limit: fewerThan(count),
      symptom: `${fewer(count, thing, 'gets')} ${perPeriod}`,
    }),
  },
  age: {
    watches: 'age',
    thing: 'work',
    told: (ms, { signal, unit, thing }) => ({
      limit: atLeast(ms / msEach(signal, unit)),
      symptom: `works late: the oldest ${thing} that waits has waited ${spokenDuration(ms)} or more`,
    }),
  },
  depth: {
    watches: 'depth',
    thing: 'message',
    told: (count, { thing }) => ({ limit: atLeast(count), symptom: `has ${counted(count, thing)} or more waiting` }),
  },
  deadLetters: {
    watches: 'dead-letters',
    thing: 'dead letter',
    told: (count, { thing }) => ({ limit: atLeast(count), symptom: `gave up: ${counted(count, thing)} or more wait` }),
  },
  storage: {
    watches: 'storage',
    told: (bytes, { service: { workload } }) => ({
      limit: fewerThan(bytes),
      symptom: `fills its database: ${workload.database ?? ''} has less than ${String(bytes / GIB)} GB free`,
    }),
  },
  disk: { watches: 'disk', told: percentOf('uses % of its disk') },
};

/** The rules of one alarm that compares a metric with a number. */
export const thresholdRules = (key: Key, service: Service, measurements: Measurements): Rule[] => {
  const alarm: ThresholdAlarm | false = service.alarms[key];
  const measurement = measurements[measuredBy(key)];
  if (alarm === false || !isMeasured(measurement)) return [];
  const { for: window, treatMissingData, period } = alarm;
  const { watches, thing = '', told } = THRESHOLDS[key];
  const measured = measuredAt(measurement, period);
  const of = {
    signal: measured.signal,
    unit: measured.unit,
    service,
    thing: measured.thing ?? thing,
    perPeriod: spokenPeriod(period),
  };
  return bySeverity(alarm).map(([severity, threshold]) => ({
    watches,
    severity,
    ...measured,
    window,
    ...told(threshold, of),
    ...(treatMissingData === undefined ? {} : { treatMissingData }),
  }));
};
