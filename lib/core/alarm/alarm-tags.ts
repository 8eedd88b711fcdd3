import type { AlarmDefinition } from './definition.ts';

/** What CloudWatch takes as the value of a tag. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Tag.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Tag of an alarm about a pager itself, of whichever stack: it acts straight on an ops topic and opens no incident. */
export const OPS_TAG = 'tocsin:ops';

/**
 * The tags of an alarm that Tocsin creates; they ride in its events. The environment is among them because every stack of
 * an account sees the alarms of all. A runbook whose address is no tag (`?pageId=7`, `#memory`) would fail the deploy:
 * routing knows it from tocsin.yaml as well.
 */
export const alarmTags = ({ service, environment, severity, runbook }: AlarmDefinition): Record<string, string> => ({
  'tocsin:service': service,
  'tocsin:environment': environment,
  'tocsin:severity': severity,
  ...(runbook !== undefined && TAG_VALUE.test(runbook) ? { 'tocsin:runbook': runbook } : {}),
});
