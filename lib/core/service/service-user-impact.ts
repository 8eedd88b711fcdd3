import type { AlarmDefinition, CompositeAlarmDefinition, MetricAlarmDefinition } from '../alarm/definition.ts';
import { listed } from '../words.ts';

/** What users notice. Memory, traffic and saturation are causes: they may hurt nobody yet. */
const NOTICED: readonly string[] = ['latency', 'errors', 'availability'];

/**
 * One alarm that says whether users are affected: any of the critical alarms on what they notice. None over fewer than
 * two: it would only repeat that one.
 */
export const userImpact = (
  prefix: string,
  shared: Pick<AlarmDefinition, 'service' | 'environment' | 'runbook'>,
  alarms: readonly MetricAlarmDefinition[],
): CompositeAlarmDefinition | undefined => {
  const noticed = alarms.filter(({ severity, watches }) => severity === 'critical' && NOTICED.includes(watches));
  if (noticed.length < 2) return undefined;
  const words = noticed.map(({ watches }) => watches);
  return {
    name: `${prefix}-user-impact-critical`,
    ...shared,
    severity: 'critical',
    watches: 'user-impact',
    description:
      `Users of ${shared.service} are affected: its critical alarm on ${listed(words, 'or')} fires. ` +
      'First see which of them, how long and how many requests it hits, then follow the runbook of that alarm. It ' +
      'belongs to the same incident as they do.',
    rule: noticed.map(({ name: child }) => `ALARM("${child}")`).join(' OR '),
  };
};
