import type { Saturation, AlarmSettings, MissingData } from '../alarm-settings.ts';
import type { Signal } from '../alarm/definition.ts';
import type { MetricUnit } from '../configuration.ts';

/** What an alarm makes of missing data, and why. */
export interface Treatment {
  readonly treatMissingData: MissingData;
  readonly missingDataReason: string;
}

export const treated = (treatMissingData: MissingData, missingDataReason: string): Treatment => ({
  treatMissingData,
  missingDataReason,
});

/** What an alarm can look at. */
export interface Measured {
  /** By the minute. */
  readonly signal: Signal;
  /** What has to be turned on before there is data, after the alarm's name: `needs Lambda Insights …`. */
  readonly prerequisite?: string;
  /** The same, of one-minute periods alone. */
  readonly prerequisiteOfMinutes?: string;
  /** As tocsin.yaml has it; absent: as AWS counts it. */
  readonly unit?: MetricUnit | undefined;
  /** What is counted, in the singular, where the alarm's usual word is not right: `running task`. */
  readonly thing?: string;
  /** Where missing data means something else than it usually does to such an alarm. */
  readonly missing?: Treatment;
  /** Its alarm is there only where tocsin.yaml writes it: most workloads of the kind have no such data, or no limit fits all. */
  readonly isOptIn?: true;
}

/** Measured, or what tocsin.yaml has to name first: `workload.targetGroup`. */
export type Measurement = Measured | { readonly lacks: readonly string[] };

/** A key of tocsin.yaml that turns an alarm on. */
export type AlarmKey =
  Exclude<keyof AlarmSettings, 'saturation' | 'userImpact'> | Exclude<keyof Saturation, 'for' | 'period'>;

/** Alarms on what is foretold from memory. */
type ForetoldKey = 'memoryGrowth' | 'slowLeak';

/** What alarms look at, by their key; absent: it is not measured there, whatever is named. */
export type Measurements = { readonly [K in Exclude<AlarmKey, ForetoldKey | 'lowTraffic'>]?: Measurement };

/** Under which key the measurement stands that an alarm needs. */
export const measuredBy = (key: AlarmKey): keyof Measurements => {
  if (key === 'memoryGrowth' || key === 'slowLeak') return 'memory';
  return key === 'lowTraffic' ? 'traffic' : key;
};

export const isMeasured = (measurement: Measurement | undefined): measurement is Measured =>
  measurement !== undefined && 'signal' in measurement;

type With<F, N extends keyof F> = F & { readonly [Name in N]-?: Exclude<F[Name], undefined> };

const hasAll = <F extends object, N extends keyof F>(fields: F, names: readonly N[]): fields is With<F, N> =>
  names.every((name) => fields[name] !== undefined);

/** What is measured where the optional `fields` that it needs are given; tocsin.yaml has them at `place`. */
export const measuredFrom =
  <F extends object>(place: string, fields: F) =>
  <N extends keyof F & string>(
    needs: readonly N[],
    signalOf: (given: With<F, N>) => Signal,
    besides: Omit<Measured, 'signal'> = {},
  ): Measurement =>
    hasAll(fields, needs)
      ? { signal: signalOf(fields), ...besides }
      : { lacks: needs.filter((name) => fields[name] === undefined).map((name) => `${place}.${name}`) };
