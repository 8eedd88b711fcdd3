import { partitionOf } from '../alarm/alarm-reference.ts';
import { epochOf, type Instant, later, MINUTE } from '../time.ts';

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html; no console of another is reachable by everybody. */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

/** Of the alarm: its cause lies before, its effects after. */
const BEFORE_MS = 15 * MINUTE;
const AFTER_MS = 45 * MINUTE;

const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/u;

/** Nothing of a name can end the address, or begin another. */
const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*~]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The part behind `#` of CloudWatch's console is encoded twice, the second time with `$` for `%`. */
const twice = (text: string): string => encoded(encoded(text)).replaceAll('%', '$');

const home = (region: string): string | undefined => {
  const domain = DOMAINS[partitionOf(region)];
  return domain === undefined || !REGION.test(region)
    ? undefined
    : `https://${region}.${domain}/cloudwatch/home?region=${region}`;
};

/** An alarm in CloudWatch's console; undefined where no console of its Region is known. */
export const alarmInConsole = (region: string, alarmName: string): string | undefined => {
  const address = home(region);
  return address && `${address}#alarmsV2:alarm/${encoded(alarmName)}`;
};

/** The events of a log group around an instant, in CloudWatch's console. */
export const logsInConsole = (region: string, logGroup: string, at: Instant): string | undefined => {
  const address = home(region);
  if (address === undefined || Number.isNaN(epochOf(at))) return undefined;
  const [start, end] = [later(at, -BEFORE_MS), later(at, AFTER_MS)].map((instant) => String(epochOf(instant)));
  return `${address}#logsV2:log-groups/log-group/${twice(logGroup)}/log-events$3Fstart$3D${start ?? ''}$26end$3D${end ?? ''}`;
};
