import type { Metric } from '../alarm/definition.ts';
import type { Workload } from '../configuration.ts';
import type { Measurements } from './measurement.ts';

/** What reports metrics; a workload runs on one or more. */
export interface Resource {
  /** For alarms. */
  readonly measurements: Measurements;
  /** For diagnosis, whatever alarms look at; a metric may not exist. Made when asked: a function makes alarms only, at its start. */
  readonly recorded: () => readonly Metric[];
}

export type WorkloadOf<K extends Workload['kind']> = Extract<Workload, { readonly kind: K }>;
