import { partitionOf } from './alarm-reference.ts';
import { sha256Hex } from '../hash.ts';
import type { AlarmChange } from './change.ts';
import { fieldsOf, type JsonObject, listOf, textOf } from '../json-value.ts';
import { safeText } from '../safe-text.ts';

export type AlarmIdentity = Pick<AlarmChange, 'alarmArn' | 'alarmName' | 'account' | 'region'>;

interface AlarmArn {
  readonly text?: string;
  readonly region: string;
  readonly account: string;
  readonly name?: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: 1 to 255 characters. */
const NAME_LIMIT = 255;
const ARN_LIMIT = 400;
const ARN = /^arn:aws[a-z-]{0,16}:cloudwatch:([a-z0-9-]{1,32}):(\d{12}):alarm:(.+)$/su;
const ACCOUNT = /^\d{12}$/u;
const REGION = /^(?=.{1,32}$)[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}$/u;
const UNKNOWN = 'unknown';

/**
 * Text that tells two things apart wherever it is shown or stored: safe text as it is; what had to be cleaned or cut
 * ends with a hash of the original, so that it stays different from its look-alike.
 */
export const safeIdentity = (text: string, limit: number): string => {
  const clean = safeText(text, limit);
  return clean === text ? text : `${clean}~${sha256Hex(JSON.stringify(text)).slice(0, 16)}`;
};

const NO_ARN: AlarmArn = { region: UNKNOWN, account: UNKNOWN };

const arnIn = (resources: unknown): AlarmArn => {
  for (const resource of listOf(resources)) {
    const [text, region, account, name] = (typeof resource === 'string' ? ARN.exec(resource) : undefined) ?? [];
    if (text === undefined || region === undefined || account === undefined || name === undefined) continue;
    return { text, region, account, name };
  }
  return NO_ARN;
};

const matching = (value: unknown, shape: RegExp): string | undefined =>
  typeof value === 'string' && shape.test(value) ? value : undefined;

const builtArn = (region: string, account: string, name: string): string =>
  `arn:${partitionOf(region)}:cloudwatch:${region}:${account}:alarm:${name}`;

/**
 * Which alarm an event speaks of: the ARN in its resources, else one built from account, Region and alarm name (what is
 * not given reads `unknown`: an alarm with a name alone still pages). Undefined when there is neither.
 */
export const alarmIdentityOf = (event: JsonObject): AlarmIdentity | undefined => {
  const arn = arnIn(event['resources']);
  const name = textOf(fieldsOf(event['detail'])['alarmName']) ?? arn.name;
  if (name === undefined) return undefined;
  const account = matching(event['account'], ACCOUNT) ?? arn.account;
  const region = matching(event['region'], REGION) ?? arn.region;
  return {
    alarmArn: safeIdentity(arn.text ?? builtArn(region, account, name), ARN_LIMIT),
    alarmName: safeText(name, NAME_LIMIT).trim() || '(unnamed)',
    account,
    region,
  };
};

/** Stable identity of what changes state: an alarm, or one contributor of an alarm over many time series. */
export const alarmKeyOf = ({ alarmArn, contributor }: Pick<AlarmChange, 'alarmArn' | 'contributor'>): string =>
  JSON.stringify(contributor === undefined ? [alarmArn] : [alarmArn, contributor.id]);

/**
 * Equal for two messages that tell of the same change, whatever their event ids. The end of a silence is a change of
 * its own, also when CloudWatch repeats the alarm with the time it had: it pages.
 */
export const dedupKeyOf = ({ kind, alarmArn, contributor, state, at, silenced }: AlarmChange): string => {
  const what = kind === 'deleted' ? kind : state;
  return JSON.stringify([alarmArn, contributor?.id ?? null, silenced === undefined ? what : `${what} silenced`, at]);
};
