import type { CfnTag } from 'aws-cdk-lib';
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

/** What CloudWatch takes as the value of a tag. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Tag.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** An address that is no tag (`?pageId=7`, `#memory`) would fail the deploy; routing knows it from tocsin.yaml as well. */
const tagsOf = ({ service, severity, runbook }: AlarmDefinition): CfnTag[] => [
  { key: 'tocsin:service', value: service },
  { key: 'tocsin:severity', value: severity },
  ...(runbook !== undefined && TAG_VALUE.test(runbook) ? [{ key: 'tocsin:runbook', value: runbook }] : []),
];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LONGEST_DESCRIPTION = 1_024;

/** With the service's own runbook, else the one of what the alarm watches; a cut address would lead nowhere. */
const descriptionOf = (definition: AlarmDefinition, runbookBase: string | undefined): string => {
  const runbook = definition.runbook ?? runbookLink(runbookBase, `service-${definition.watches}`);
  const whole = `${definition.description} Runbook: ${runbook}`;
  return whole.length <= LONGEST_DESCRIPTION ? whole : definition.description;
};

/**
 * Its tags ride in its events, so that the intake knows service and severity without asking CloudWatch; other tags of the
 * account stay out of them.
 */
export const alarmLabel = (definition: AlarmDefinition, runbookBase: string | undefined): AlarmLabel => {
  const tags = tagsOf(definition);
  return {
    alarmName: definition.name,
    alarmDescription: descriptionOf(definition, runbookBase),
    tags,
    actionConfiguration: { alarmTagsPropagation: { enabled: true, includedTagKeys: tags.map(({ key }) => key) } },
  };
};
