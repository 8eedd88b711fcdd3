import type { Saturation, SaturationLevel, Window } from '../alarm-settings.ts';
import type { Service } from '../configuration.ts';
import { isMeasured, type Measurements } from './measurement.ts';
import {
  atLeast,
  bySeverity,
  leaving,
  measuredAt,
  type Rule,
  spokenPeriod,
  type LimitTold,
  type Watched,
} from './rule.ts';

type Key = Exclude<keyof Saturation, 'for' | 'period'>;
type Most<K extends Key> = Exclude<NonNullable<Saturation[K]>, object>;

interface Of {
  readonly database: string;
  /** `a minute`, `in 5 min`. */
  readonly perPeriod: string;
}

interface Full<K extends Key> {
  readonly key: K;
  readonly watches: Watched;
  readonly told: (most: Most<K>, of: Of) => LimitTold;
}

/** Connections have no threshold that fits every database; the band that traffic has by default. */
const CONNECTIONS_BAND = 3;

const connectionsTold = (most: number | 'anomaly', { database }: Of): LimitTold =>
  most === 'anomaly'
    ? {
        limit: leaving('GreaterThanUpperThreshold', CONNECTIONS_BAND),
        symptom: `crowds its database: ${database} has unusually many connections for this hour`,
      }
    : { limit: atLeast(most), symptom: `crowds its database: ${database} has ${String(most)} connections or more` };

const usesCpu = (what: string, percent: number): LimitTold => ({
  limit: atLeast(percent),
  symptom: `${what} ${String(percent)} % of its CPU or more`,
});

const throttlesTold = (calls: number, { perPeriod }: Of): LimitTold => ({
  limit: atLeast(calls),
  symptom: `is throttled: AWS refuses ${String(calls)} or more of its calls ${perPeriod}`,
});

interface Levels<T> {
  readonly critical?: T;
  readonly warning?: T;
  readonly for?: Window;
}

/** What is full is a cause, and whether users are hurt others tell: a number alone warns. */
const levelsOf = <T extends number | 'anomaly'>(level: SaturationLevel<T>): Levels<T> =>
  typeof level === 'object' ? level : { warning: level };

const rulesFor = <K extends Key>(
  { key, watches, told }: Full<K>,
  { workload }: Service,
  [saturation, measurements]: readonly [Saturation, Measurements],
): Rule[] => {
  const [level, measurement] = [saturation[key], measurements[key]];
  if (level === undefined || !isMeasured(measurement)) return [];
  const { for: window = saturation.for, ...levels } = levelsOf(level as SaturationLevel<Most<K>>);
  return bySeverity(levels).map(([severity, most]) => ({
    watches,
    severity,
    ...measuredAt(measurement, saturation.period),
    window,
    ...told(most, { database: workload.database ?? '', perPeriod: spokenPeriod(saturation.period) }),
  }));
};

export const saturationRules = (service: Service, saturation: Saturation, measurements: Measurements): Rule[] => {
  const of = [saturation, measurements] as const;
  return [
    ...rulesFor({ key: 'cpu', watches: 'cpu', told: (most) => usesCpu('uses', most) }, service, of),
    ...rulesFor({ key: 'throttles', watches: 'throttles', told: throttlesTold }, service, of),
    ...rulesFor(
      {
        key: 'databaseCpu',
        watches: 'database-cpu',
        told: (most, { database }) => usesCpu(`has a busy database: ${database} uses`, most),
      },
      service,
      of,
    ),
    ...rulesFor({ key: 'connections', watches: 'database-connections', told: connectionsTold }, service, of),
  ];
};
