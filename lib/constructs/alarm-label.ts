import type { CfnTag } from 'aws-cdk-lib';
import { alarmTags } from '../core/alarm/alarm-tags.ts';
import type { AlarmDefinition } from '../core/alarm/definition.ts';
import { runbookLink } from './runbook-link.ts';

/** What an alarm says to people and to the alarm intake; the same properties for metric alarms and composite ones. */
export interface AlarmLabel {
  readonly alarmName: string;
  readonly alarmDescription: string;
  readonly tags: CfnTag[];
  readonly actionConfiguration: {
    readonly alarmTagsPropagation: { readonly enabled: boolean; readonly includedTagKeys: string[] };
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LONGEST_DESCRIPTION = 1_024;

/** With the service's own runbook, else the one of what the alarm watches; a cut address would lead nowhere. */
const descriptionOf = (definition: AlarmDefinition, runbookBase: string | undefined): string => {
  const runbook = definition.runbook ?? runbookLink(runbookBase, `service-${definition.watches}`);
  const whole = `${definition.description} Runbook: ${runbook}`;
  return whole.length <= LONGEST_DESCRIPTION ? whole : definition.description;
};

/**
 * Its tags ride in its events, so that the intake knows whose it is without asking CloudWatch; other tags of the
 * account stay out of them.
 */
export const alarmLabel = (definition: AlarmDefinition, runbookBase: string | undefined): AlarmLabel => {
  const tags = Object.entries(alarmTags(definition)).map(([key, value]) => ({ key, value }));
  return {
    alarmName: definition.name,
    alarmDescription: descriptionOf(definition, runbookBase),
    tags,
    actionConfiguration: { alarmTagsPropagation: { enabled: true, includedTagKeys: tags.map(({ key }) => key) } },
  };
};
