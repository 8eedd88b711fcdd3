import { type Instant, latest } from '../time.ts';
import { OPS_TAG } from './alarm-tags.ts';
import { type AlarmIdentity, alarmIdentityOf, safeIdentity } from './alarm-identity.ts';
import { parseTimestamp, timeOfEvent } from './alarm-timestamp.ts';
import type { MetricUnit } from '../configuration.ts';
import type { AlarmChange } from './change.ts';
import type { AlarmState } from './definition.ts';
import { fieldsOf, type JsonObject, objectOf, parsedJson, textOf } from '../json-value.ts';
import { isOnRealData } from './real-data.ts';
import { symptomOf, symptomOfDeleted } from './symptom/symptom-of.ts';
import { labelsOf } from './labels.ts';
import { logGroupOf } from './log-group.ts';
import { watchedMetricsOf } from './watched-metrics.ts';
import { safeText, shownValue } from '../safe-text.ts';

/** `ignored`: understood, and nothing to do. `malformed`: set aside with its reason, for a person to look at. */
export type ParsedAlarmEvent =
  | { readonly outcome: 'change'; readonly change: AlarmChange }
  | { readonly outcome: 'ignored'; readonly reason: string }
  | { readonly outcome: 'malformed'; readonly reason: string };

interface Received {
  readonly event: JsonObject;
  readonly detail: JsonObject;
  readonly identity: AlarmIdentity;
  readonly receivedAt: Instant;
  readonly unitOf: UnitOf | undefined;
}

/** What the configuration says that the values of an alarm of its own count. */
type UnitOf = (alarmName: string) => MetricUnit | undefined;

const CONFIGURATION_CHANGE = 'CloudWatch Alarm Configuration Change';
const CONTRIBUTOR_CHANGE = 'CloudWatch Alarm Contributor State Change';

const STATES: ReadonlyMap<unknown, AlarmState> = new Map(
  (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map((state) => [state, state]),
);

const REASON_LIMIT = 1_023;
const DESCRIPTION_LIMIT = 1_024;
const KEY_LIMIT = 128;
const ATTRIBUTES_LIMIT = 30;

const malformed = (reason: string): ParsedAlarmEvent => ({ outcome: 'malformed', reason });

const stateOf = (value: unknown): AlarmState | undefined =>
  STATES.get(typeof value === 'string' ? value.trim().toUpperCase() : value);

/** They ride along only where the alarm opted in, and CloudWatch could read them; a list may be empty. */
const tagsTold = ({ detail }: Received): Pick<AlarmChange, 'tags' | 'untold'> => {
  const tags = labelsOf(detail['alarmTags']);
  const isTold = Object.keys(tags).length > 0 || detail['alarmTagsStatus'] === 'SUCCESS';
  return { tags, ...(isTold ? {} : { untold: true }) };
};

/** A contributor without an id is still one: its OK may not clear the alarm over all of them. */
const contributorOf = ({ event, detail }: Received): Pick<AlarmChange, 'contributor'> => {
  const { id, attributes } = fieldsOf(detail['alarmContributor']);
  const known = textOf(id);
  if (known === undefined && event['detail-type'] !== CONTRIBUTOR_CHANGE) return {};
  return {
    contributor: {
      id: known === undefined ? 'unknown' : safeIdentity(known, KEY_LIMIT),
      attributes: labelsOf(attributes, ATTRIBUTES_LIMIT),
    },
  };
};

const previousOf = ({ detail }: Received): Pick<AlarmChange, 'previous'> => {
  const { value, timestamp } = fieldsOf(detail['previousState']);
  const state = stateOf(value);
  const at = parseTimestamp(timestamp);
  return state === undefined ? {} : { previous: { state, ...(at === undefined ? {} : { at }) } };
};

/** Only a mute that says who muted and until when, later than the change, silences: what is unclear pages. */
const silencedOf = ({ detail }: Received, at: Instant): Pick<AlarmChange, 'silenced'> => {
  const { mutedByArn, muteWindowEnd } = fieldsOf(detail['muteDetail']);
  const until = parseTimestamp(muteWindowEnd);
  if (textOf(mutedByArn) !== undefined && until !== undefined && until > at) return { silenced: { by: 'mute', until } };
  const suppressed = textOf(fieldsOf(detail['state'])['actionsSuppressedBy']);
  return suppressed === undefined ? {} : { silenced: { by: 'suppression' } };
};

const descriptionOf = ({ detail }: Received): Pick<AlarmChange, 'description'> => {
  const description = textOf(fieldsOf(detail['configuration'])['description']);
  return description === undefined ? {} : { description: safeText(description, DESCRIPTION_LIMIT) };
};

const reasonOf = ({ detail }: Received): string => {
  const { reason } = fieldsOf(detail['state']);
  return typeof reason === 'string' ? safeText(reason, REASON_LIMIT) : '';
};

const stateChange = (received: Received): ParsedAlarmEvent => {
  const { event, detail, identity, receivedAt } = received;
  const { value, timestamp } = fieldsOf(detail['state']);
  const state = stateOf(value);
  if (state === undefined) {
    return malformed(
      `detail.state.value of alarm ${shownValue(identity.alarmName)} is ${shownValue(value)}, expected OK, ALARM or INSUFFICIENT_DATA: look the alarm up in CloudWatch`,
    );
  }
  const tags = tagsTold(received);
  if (OPS_TAG in tags.tags)
    return { outcome: 'ignored', reason: 'it is about a pager itself, and tells its ops topic' };
  const at = timeOfEvent([timestamp, event['time']], receivedAt);
  const told = { ...identity, ...contributorOf(received), state, ...descriptionOf(received) };
  const change: AlarmChange = {
    kind: 'state',
    ...told,
    ...previousOf(received),
    at,
    reason: reasonOf(received),
    onRealData: isOnRealData(state, detail),
    ...silencedOf(received, at),
    ...tags,
    ...symptomOf({ ...told, unit: received.unitOf?.(identity.alarmName) }, detail),
    ...watchedMetricsOf(detail),
    ...logGroupOf(detail),
  };
  return { outcome: 'change', change };
};

/** The state's timestamp is that of its last change; the alarm was deleted when the event says, to the second. */
const deletion = (received: Received): ParsedAlarmEvent => {
  const { event, detail, identity, receivedAt } = received;
  const { value, timestamp } = fieldsOf(detail['state']);
  const deletedAt = timeOfEvent([event['time']], receivedAt);
  const change: AlarmChange = {
    kind: 'deleted',
    ...identity,
    state: stateOf(value) ?? 'INSUFFICIENT_DATA',
    at: latest(deletedAt, timeOfEvent([timestamp, deletedAt], receivedAt)),
    reason: reasonOf(received) || 'The alarm was deleted.',
    onRealData: false,
    symptom: symptomOfDeleted({ ...received.identity, state: 'INSUFFICIENT_DATA' }, received.detail),
    ...tagsTold(received),
    ...descriptionOf(received),
    ...watchedMetricsOf(received.detail),
  };
  return { outcome: 'change', change };
};

const configurationChange = (received: Received): ParsedAlarmEvent => {
  const { operation } = received.detail;
  if (operation === 'delete') return deletion(received);
  const name = shownValue(received.identity.alarmName);
  return { outcome: 'ignored', reason: `configuration of alarm ${name} changed: operation ${shownValue(operation)}` };
};

/**
 * What an EventBridge alarm event says, given as JSON value or text. An event of any detail-type that names an alarm
 * and its state is a change of state: whatever else is missing, malformed or new never stops it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export const parseAlarmEvent = (message: unknown, receivedAt: Instant, unitOf?: UnitOf): ParsedAlarmEvent => {
  const event = objectOf(typeof message === 'string' ? parsedJson(message) : message);
  if (event === undefined) {
    return malformed(`the message is ${shownValue(message)}, expected the JSON object of an EventBridge event`);
  }
  if (event['source'] !== 'aws.cloudwatch') {
    return malformed(
      `source is ${shownValue(event['source'])}, expected "aws.cloudwatch": send only CloudWatch alarm events here`,
    );
  }
  const identity = alarmIdentityOf(event);
  if (identity === undefined) {
    return malformed(
      `${shownValue(event['detail-type'])} names no alarm: expected an alarm ARN in resources or a name in detail.alarmName`,
    );
  }
  const received = { event, detail: fieldsOf(event['detail']), identity, receivedAt, unitOf };
  return event['detail-type'] === CONFIGURATION_CHANGE ? configurationChange(received) : stateChange(received);
};
