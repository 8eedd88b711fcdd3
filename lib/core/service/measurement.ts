import type { Saturation, AlarmSettings } from '../configuration.ts';
import type { Signal } from '../alarm/definition.ts';

/** What an alarm can look at. */
export interface Measured {
  readonly signal: Signal;
  /** What has to be turned on before there is data, after the alarm's name: `needs Lambda Insights …`. */
  readonly prerequisite?: string;
}

/** Measured, or what tocsin.yaml has to name first: `workload.targetGroup`. */
export type Measurement = Measured | { readonly lacks: readonly string[] };

/** A key of tocsin.yaml that turns an alarm on. */
export type AlarmKey = Exclude<keyof AlarmSettings, 'saturation' | 'userImpact'> | Exclude<keyof Saturation, 'for'>;

/** Alarms on what is foretold from memory. */
type ForetoldKey = 'memoryGrowth' | 'slowLeak';

/** What alarms look at, by their key; absent: it is not measured there, whatever is named. */
export type Measurements = { readonly [K in Exclude<AlarmKey, ForetoldKey>]?: Measurement };

/** Under which key the measurement stands that an alarm needs. */
export const measuredBy = (key: AlarmKey): keyof Measurements =>
  key === 'memoryGrowth' || key === 'slowLeak' ? 'memory' : key;

export const isMeasured = (measurement: Measurement | undefined): measurement is Measured =>
  measurement !== undefined && 'signal' in measurement;

type With<F, N extends keyof F> = F & { readonly [Name in N]-?: Exclude<F[Name], undefined> };

const hasAll = <F extends object, N extends keyof F>(fields: F, names: readonly N[]): fields is With<F, N> =>
  names.every((name) => fields[name] !== undefined);

/** What is measured where the optional `fields` that it needs are given; tocsin.yaml has them at `place`. */
export const measuredFrom =
  <F extends object>(place: string, fields: F) =>
  <N extends keyof F & string>(needs: readonly N[], signalOf: (given: With<F, N>) => Signal): Measurement =>
    hasAll(fields, needs)
      ? { signal: signalOf(fields) }
      : { lacks: needs.filter((name) => fields[name] === undefined).map((name) => `${place}.${name}`) };
