import type { Workload } from '../../core/configuration.ts';
import type { SingleAlarms } from './alarms.ts';
import type { LEVELS } from './saturation.ts';

/** A key of tocsin.yaml that turns an alarm on. */
type AlarmKey = keyof SingleAlarms | (typeof LEVELS)[number];

type Needs = Readonly<Partial<Record<AlarmKey, readonly string[]>>>;

const MEASURED: readonly string[] = [];
const OF_DATABASE: Needs = { databaseCpu: ['database'], connections: ['database'] };
const BALANCED: readonly string[] = ['loadBalancer'];

/** Which optional fields of a workload an alarm needs; an alarm that is not here its kind cannot have. */
const NEEDS: Readonly<Record<Workload['kind'], Needs>> = {
  'alb-ecs': {
    memory: MEASURED,
    memoryGrowth: MEASURED,
    latency: MEASURED,
    errors: MEASURED,
    availability: ['targetGroup'],
    traffic: MEASURED,
    cpu: MEASURED,
    ...OF_DATABASE,
  },
  lambda: {
    memory: MEASURED,
    memoryGrowth: MEASURED,
    latency: MEASURED,
    errors: MEASURED,
    traffic: MEASURED,
    throttles: MEASURED,
    ...OF_DATABASE,
  },
  'ec2-asg': {
    memory: MEASURED,
    memoryGrowth: MEASURED,
    latency: BALANCED,
    errors: BALANCED,
    availability: ['loadBalancer', 'targetGroup'],
    traffic: BALANCED,
    cpu: MEASURED,
    ...OF_DATABASE,
  },
  custom: {
    memory: ['metrics.memory'],
    memoryGrowth: ['metrics.memory'],
    latency: ['metrics.latency'],
    errors: ['metrics.errors', 'metrics.requests'],
    traffic: ['metrics.requests'],
    cpu: ['metrics.cpu'],
    ...OF_DATABASE,
  },
};

const given = (fields: object, prefix = ''): readonly string[] =>
  Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${prefix}${name}`]));

/** Why a workload cannot have an alarm, and what to do; undefined where it can. */
export const lackOf = (key: AlarmKey, workload: Workload): string | undefined => {
  const needed = NEEDS[workload.kind][key];
  if (needed === undefined) {
    const article = /^[aeiou]/.test(workload.kind) ? 'an' : 'a';
    return `${article} ${workload.kind} workload cannot have this alarm: turn it off with ${key}: false`;
  }
  const has = [...given(workload), ...(workload.kind === 'custom' ? given(workload.metrics, 'metrics.') : [])];
  const absent = needed.filter((field) => !has.includes(field));
  if (absent.length === 0) return undefined;
  const names = absent.map((field) => `workload.${field}`).join(' and ');
  return `this workload has no metric for this alarm: name ${names}, or turn it off with ${key}: false`;
};
