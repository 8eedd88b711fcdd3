import type { BandComparison, Limit } from '../alarm/definition.ts';
import type { MissingData, PeriodSeconds, Window } from '../alarm-settings.ts';
import type { Severity } from '../severity.ts';
import { SECOND, spokenDuration } from '../time.ts';
import { atPeriod } from './service-signals.ts';
import type { Measured } from './measurement.ts';

export type Watched =
  | 'memory'
  | 'memory-growth'
  | 'slow-leak'
  | 'latency'
  | 'errors'
  | 'error-count'
  | 'availability'
  | 'traffic'
  | 'low-traffic'
  | 'age'
  | 'depth'
  | 'dead-letters'
  | 'storage'
  | 'disk'
  | 'cpu'
  | 'throttles'
  | 'database-cpu'
  | 'database-connections';

/** One alarm of a service before it has a name. */
export interface Rule extends Omit<Measured, 'isOptIn' | 'prerequisiteOfMinutes'> {
  readonly watches: Watched;
  readonly severity: Severity;
  readonly limit: Limit;
  /** What is wrong, after the name of the service: `answers slowly: p99 is 1 s or more`. */
  readonly symptom: string;
  readonly window: Window;
  /** As tocsin.yaml has it. */
  readonly treatMissingData?: MissingData;
}

export type LimitTold = Pick<Rule, 'limit' | 'symptom'>;

export const atLeast = (threshold: number): Limit => ({ comparison: 'GreaterThanOrEqualToThreshold', threshold });

export const fewerThan = (threshold: number): Limit => ({ comparison: 'LessThanThreshold', threshold });

export const leaving = (comparison: BandComparison, standardDeviations: number): Limit => ({
  comparison,
  band: { standardDeviations },
});

/** Critical before warning; a severity without a threshold has no rule. */
export const bySeverity = <T>(levels: { readonly critical?: T; readonly warning?: T }): (readonly [Severity, T])[] =>
  (['critical', 'warning'] as const).flatMap((severity) => {
    const level = levels[severity];
    return level === undefined ? [] : [[severity, level] as const];
  });

/** `a minute`, `in 5 min`. */
export const spokenPeriod = (period: PeriodSeconds = 60): string =>
  period === 60 ? 'a minute' : `in ${spokenDuration(period * SECOND)}`;

/** What is measured, by periods of so many seconds; undefined: by the minute. */
export const measuredAt = (
  { prerequisiteOfMinutes, prerequisite = prerequisiteOfMinutes, isOptIn: _, ...measured }: Measured,
  period: PeriodSeconds | undefined,
): Omit<Measured, 'isOptIn' | 'prerequisiteOfMinutes'> => {
  const needed = period === 300 && prerequisite === prerequisiteOfMinutes ? undefined : prerequisite;
  return {
    ...measured,
    signal: period === undefined ? measured.signal : atPeriod(measured.signal, period),
    ...(needed === undefined ? {} : { prerequisite: needed }),
  };
};
