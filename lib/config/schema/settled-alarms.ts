import type * as z from 'zod';
import type { Saturation, AlarmSettings } from '../../core/alarm-settings.ts';
import type { Workload } from '../../core/configuration.ts';
import { listed } from '../../core/words.ts';
import { isMeasured } from '../../core/service/measurement.ts';
import { measurementsOf } from '../../core/service/workload-measurements.ts';
import { isOptIn, lackedFields, lackOf } from './alarm-lack.ts';
import { DEFAULT_ALARMS, type SingleAlarms } from './alarm-defaults.ts';
import type { WrittenAlarms } from './alarms.ts';
import { LEVELS, SATURATION, SATURATION_WINDOW } from './saturation.ts';

interface Written {
  readonly workload: Workload;
  readonly alarms: WrittenAlarms;
}

const settled = (key: keyof SingleAlarms, { alarms, workload }: Written): SingleAlarms[typeof key] | false =>
  alarms[key] ?? (lackOf(key, workload) === undefined && !isOptIn(key, workload) ? DEFAULT_ALARMS[key] : false);

const settledSaturation = ({ alarms: { saturation = {} }, workload }: Written): Saturation | false => {
  if (saturation === false) return false;
  const levels = LEVELS.filter((level) => lackOf(level, workload) === undefined)
    .map((level) => [level, saturation[level] ?? SATURATION[level]] as const)
    .filter(([, value]) => value !== false);
  if (levels.length === 0) return false;
  const { for: window = SATURATION_WINDOW, period } = saturation;
  return { ...Object.fromEntries(levels), for: window, ...(period === undefined ? {} : { period }) };
};

const SINGLE = Object.keys(DEFAULT_ALARMS) as (keyof SingleAlarms)[];

/** Every alarm: as written, else its default where the workload has its metric and it is no opt-in there. */
export const settledAlarms = (written: Written): AlarmSettings => ({
  ...(Object.fromEntries(SINGLE.map((key) => [key, settled(key, written)])) as unknown as SingleAlarms),
  saturation: settledSaturation(written),
  userImpact: written.alarms.userImpact ?? true,
});

type Report = (path: readonly string[], message: string | undefined) => void;

const checkSaturation = ({ alarms: { saturation }, workload }: Written, report: Report): void => {
  if (saturation === undefined || saturation === false) return;
  const isOn = (level: (typeof LEVELS)[number]): boolean => (saturation[level] ?? false) !== false;
  for (const level of LEVELS.filter(isOn)) report(['alarms', 'saturation', level], lackOf(level, workload));
  if (LEVELS.some((level) => isOn(level) || lackOf(level, workload) === undefined)) return;
  const names = listed([...new Set(LEVELS.flatMap((level) => lackedFields(level, workload) ?? []))], 'or');
  report(
    ['alarms', 'saturation'],
    `this workload has no metric for these alarms: name ${names}, or turn them off with saturation: false`,
  );
};

/** A composite over one alarm would only repeat it. */
const checkUserImpact = (written: Written, report: Report): void => {
  if (written.alarms.userImpact !== true) return;
  const { latency, errors, availability } = settledAlarms(written);
  const paging = [latency, errors, availability].filter((alarm) => alarm !== false && alarm.critical !== undefined);
  if (paging.length >= 2) return;
  report(
    ['alarms', 'userImpact'],
    `expected critical thresholds of at least two of latency, errors and availability, got ${String(paging.length)}: ` +
      'with fewer it would only repeat another alarm; leave it out or turn it off with userImpact: false',
  );
};

const isOn = (alarm: object | false | undefined): boolean => alarm !== undefined && alarm !== false;

const hasErrors = (workload: Workload): boolean =>
  workload.kind === 'custom' && workload.metrics.errors !== undefined;

/** What is named for one alarm and cannot be watched without something else. */
const checkNamed = ({ workload, alarms }: Written, report: Report): void => {
  const tell = (alarm: 'errors' | 'availability', ...path: readonly string[]): void => {
    const needed = lackedFields(alarm, workload) ?? [];
    if (alarms[alarm] !== undefined || needed.length === 0) return;
    const advice = `name that too, or turn the alarm off with ${alarm}: false`;
    report(['workload', ...path], `no alarm looks at it without ${needed.join(' and ')}: ${advice}`);
  };
  if (hasErrors(workload) && !isOn(alarms.errorCount)) tell('errors', 'metrics', 'errors');
  if (workload.kind === 'ec2-asg' && workload.targetGroup !== undefined) tell('availability', 'targetGroup');
};

/** Running tasks are counted without it, so that nothing else would tell. */
const checkTargets = ({ workload }: Written, report: Report): void => {
  if (workload.kind !== 'ecs' || workload.targetGroup === undefined || workload.loadBalancer !== undefined) return;
  const message = 'no alarm looks at it without workload.loadBalancer: name that too, or leave it out';
  report(['workload', 'targetGroup'], message);
};

/** ECS says whether a task runs, several times a minute; how many do, Container Insights. */
const isNoCount = (workload: Workload): boolean => {
  const { availability } = measurementsOf(workload);
  if (!isMeasured(availability) || availability.signal.kind !== 'metric') return false;
  return availability.signal.metric.stat === 'SampleCount';
};

const checkTasks = ({ workload, alarms: { availability } }: Written, report: Report): void => {
  if (availability === undefined || availability === false || !isNoCount(workload)) return;
  for (const severity of ['critical', 'warning'] as const) {
    if ((availability[severity] ?? 1) === 1) continue;
    const advice = 'turn on Container Insights on the cluster and write workload.containerInsights: true';
    report(['alarms', 'availability', severity], `expected 1: without Container Insights ECS says only whether a task runs; ${advice}`);
  }
};

/** Refuses an alarm that is written out although the workload has no metric for it: it would never fire. */
export const checkAlarms = (written: Written, context: z.RefinementCtx): void => {
  const report: Report = (path, message) => {
    if (message !== undefined) context.addIssue({ code: 'custom', path: [...path], message });
  };
  for (const key of SINGLE) {
    if ((written.alarms[key] ?? false) !== false) report(['alarms', key], lackOf(key, written.workload));
  }
  checkNamed(written, report);
  checkTargets(written, report);
  checkTasks(written, report);
  checkSaturation(written, report);
  checkUserImpact(written, report);
};
