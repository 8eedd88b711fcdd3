import * as z from 'zod';
import type { Service, ServiceAlarms, Workload } from '../../core/configuration.ts';
import type { Names } from '../names.ts';
import { alarms, DEFAULT_ALARMS } from './alarms.ts';
import { duration, line, url } from './fields.ts';
import { nameOf } from './references.ts';
import { workload } from './workload.ts';

type AlarmKind = keyof ServiceAlarms;

const METRICS_OF = {
  memory: ['memory'],
  memoryGrowth: ['memory'],
  latency: ['latency'],
  errors: ['errors', 'requests'],
  traffic: ['requests'],
} as const;

/** What a workload lacks for an alarm, as something to add; undefined where nothing is missing. */
const lacking = (kind: AlarmKind, { workload: described }: { readonly workload: Workload }): string | undefined => {
  if (described.kind === 'custom') {
    const absent = METRICS_OF[kind].filter((metric) => described.metrics[metric] === undefined);
    return absent.length === 0 ? undefined : `workload.metrics.${absent.join(' and workload.metrics.')}`;
  }
  const needsLoadBalancer = kind !== 'memory' && kind !== 'memoryGrowth';
  const lacksIt = described.kind === 'ec2-asg' && described.loadBalancer === undefined;
  return needsLoadBalancer && lacksIt ? 'workload.loadBalancer' : undefined;
};

interface Written {
  readonly workload: Workload;
  readonly alarms: Partial<ServiceAlarms>;
}

const settled = <K extends AlarmKind>(kind: K, written: Written): ServiceAlarms[K] =>
  written.alarms[kind] ?? (lacking(kind, written) === undefined ? DEFAULT_ALARMS[kind] : false);

const allAlarms = (written: Written): ServiceAlarms => ({
  memory: settled('memory', written),
  memoryGrowth: settled('memoryGrowth', written),
  latency: settled('latency', written),
  errors: settled('errors', written),
  traffic: settled('traffic', written),
});

const checkMetrics = (written: Written, context: z.RefinementCtx): void => {
  for (const kind of Object.keys(METRICS_OF) as AlarmKind[]) {
    const missing = lacking(kind, written);
    if ((written.alarms[kind] ?? false) === false || missing === undefined) continue;
    const message = `this workload has no metric for this alarm: name ${missing}, or turn it off with ${kind}: false`;
    context.addIssue({ code: 'custom', path: ['alarms', kind], message });
  }
};

export const service = (names: Names): z.ZodType<Service> =>
  z
    .strictObject({
      description: line(300).optional().meta({ description: 'What it is, for the person who is paged.' }),
      owner: line(100).optional().meta({ description: 'The team it belongs to.', examples: ['web-team'] }),
      runbook: url(['https:', 'http:']).optional().meta({ description: 'Where its runbook is; stands in every page.' }),
      escalation: nameOf(names, 'escalations').meta({ description: 'Its escalation policy.' }),
      workload,
      alarms: alarms.prefault({}).meta({ description: 'What fires: leave one out to take its default, false turns it off.' }),
      recoverAfter: duration('5m', 'zero-allowed')
        .prefault('5m')
        .meta({ description: 'How long every alarm must be OK before the incident resolves itself.' }),
      cooldown: duration('10m', 'zero-allowed')
        .prefault('10m')
        .meta({ description: 'An alarm that fires again so soon after the resolution reopens the incident.' }),
      insufficientData: z
        .enum(['ignore', 'notify', 'page'])
        .prefault('notify')
        .meta({ description: 'What an alarm that loses its data does when no incident is open.' }),
    })
    .superRefine(checkMetrics)
    .transform(({ recoverAfter, cooldown, alarms: written, ...rest }) => ({
      ...rest,
      alarms: allAlarms({ workload: rest.workload, alarms: written }),
      recoverAfterMs: recoverAfter,
      cooldownMs: cooldown,
    }));
