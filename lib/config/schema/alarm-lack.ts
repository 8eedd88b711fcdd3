import type { Workload } from '../../core/configuration.ts';
import { type AlarmKey, isMeasured, measuredBy } from '../../core/service/measurement.ts';
import { measurementsOf } from '../../core/service/workload-measurements.ts';

/** What a workload would have to name for an alarm, such as `workload.database`; undefined: its kind cannot have it. */
export const lackedFields = (key: AlarmKey, workload: Workload): readonly string[] | undefined => {
  const measurement = measurementsOf(workload)[measuredBy(key)];
  if (measurement === undefined) return undefined;
  return 'lacks' in measurement ? measurement.lacks : [];
};

/** Why a workload cannot have an alarm, and what to do; undefined where it can. */
export const lackOf = (key: AlarmKey, workload: Workload): string | undefined => {
  const lacked = lackedFields(key, workload);
  if (lacked === undefined) {
    const article = /^(?:[aeiou]|nlb|rds|sqs)/u.test(workload.kind) ? 'an' : 'a';
    return `${article} ${workload.kind} workload cannot have this alarm: turn it off with ${key}: false`;
  }
  if (lacked.length === 0) return undefined;
  return `this workload has no metric for this alarm: name ${lacked.join(' and ')}, or turn it off with ${key}: false`;
};

/** Whether a workload has this alarm only where tocsin.yaml writes it. */
export const isOptIn = (key: AlarmKey, workload: Workload): boolean => {
  const measurement = measurementsOf(workload)[measuredBy(key)];
  return key === 'lowTraffic' || (isMeasured(measurement) && measurement.isOptIn === true);
};
