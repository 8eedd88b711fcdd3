import { untaggedSaid } from '../alarm/untagged-words.ts';
import type { Target } from '../configuration.ts';
import { CAUSE_NAMES, CAUSE_PHRASES, CONFIRMED_NAMES, type DiagnosedCause, fittedClauses, isCause } from '../cause.ts';
import { DIAGNOSIS, type IncidentEvent } from '../incident/events.ts';
import type { HeadAlarm } from '../incident/incident.ts';
import { reasonOf } from '../page/wording.ts';
import { epochOf, spokenDuration } from '../time.ts';
import { withTimes } from '../time-mark.ts';
import { counted } from '../words.ts';
import { contextInWords, sourceName } from './context-words.ts';
import { openedInWords, pageRequested, pageSent, place } from './opened-and-paged.ts';
import { ABOUT, ENDED, REOPENED, SKIPPED, WITHDRAWN } from './reasons.ts';
import type { Voice } from './voice.ts';

/** What kind of happening a line tells, for those who show it. */
export type Sort = 'alarm' | 'incident' | 'page' | 'notification' | 'response' | 'trouble' | 'unanswered' | 'end';

export interface Wording {
  readonly sort: Sort;
  readonly text: string;
}

/** A fact, with everybody whom the same message went to at the same instant. */
export interface Fact<E extends IncidentEvent = IncidentEvent> {
  readonly event: E;
  readonly targets: readonly Target[];
}

/** What the sentences need to know beside the fact itself. */
export interface Telling {
  readonly voice: Voice;
  readonly levels: number;
  readonly rounds: number;
  /** Whoever had it last has snoozed it. */
  readonly isSnoozed: boolean;
}

type EventOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

type Say<T extends IncidentEvent['type']> = (fact: Fact<EventOf<T>>, telling: Telling) => Wording | undefined;

const said = (sort: Sort, text: string): Wording => ({ sort, text });

const everyone = (targets: readonly Target[], { voice }: Telling): string =>
  targets.map((target) => voice.target(target)).join(', ');

const OF_SNOOZE: ReadonlySet<string> = new Set(['snoozeOver', 'uncovered']);

/** Version 1 held pages of what flapped. */
const flapping: Say<'PageHeld'> = ({ event }, { voice }) => {
  const { notBefore } = event as { readonly notBefore?: string };
  if (notBefore === undefined) return undefined;
  return said('incident', `the page waits until ${voice.time(notBefore, event.at)}: it flaps`);
};

const requested: Say<'PageRequested'> = ({ event, targets }, telling) =>
  event.kind === 'page'
    ? said('page', pageRequested(event, everyone(targets, telling), telling))
    : said('notification', `a message to ${everyone(targets, telling)} is requested, not sent: ${ABOUT[event.about]}`);

const sent: Say<'PageSent'> = ({ event, targets }, telling) => {
  const { kind, level = 1, round = 1, isUnanswered, reason = 'escalation', about = 'opened' } = event;
  if (kind === 'notification') return said('notification', `notified ${everyone(targets, telling)}: ${ABOUT[about]}`);
  return said('page', pageSent({ level, round, isUnanswered, reason }, everyone(targets, telling), telling));
};

const resolved: Say<'IncidentResolved'> = ({ event: { at, by, stillFiring, until } }, { voice }) => {
  const how = by === undefined ? 'resolved: every alarm has recovered' : `${voice.responder(by)} resolved it`;
  if (stillFiring === 0) return said('end', how);
  const believed = until === undefined ? '' : `: believed until ${voice.time(until, at)}`;
  return said('end', `${how}, ${counted(stillFiring, 'alarm')} still firing${believed}`);
};

const NOTHING_ELSE = 'nothing else is out of its usual range';

/** What it came to, each time that somebody looked. */
const recorded: Say<'DiagnosisRecorded'> = ({ event }, { voice }) => {
  const { at, said: found, isForPage, unconfirmed } = event;
  const headline =
    found.cause === 'none'
      ? NOTHING_ELSE
      : withTimes(
          fittedClauses(found, () => true),
          (time) => voice.time(time, at),
        );
  const early = found.early && isForPage === true ? ', early' : '';
  const waits = unconfirmed === undefined ? '' : ', which another look has to confirm';
  return said('incident', `${isForPage === true ? 'diagnosis' : 'looked again'}: ${headline}${early}${waits}`);
};

const causeName = (cause: DiagnosedCause): string => (isCause(cause) ? CAUSE_NAMES[cause] : 'not known');

const revised: Say<'DiagnosisRevised'> = ({ event: { from, cause, noLongerRefuted } }) => {
  const open = noLongerRefuted
    .filter((one) => one !== cause)
    .map((one) => `${CAUSE_PHRASES[one]} is not ruled out any more`);
  const change = cause === from ? [] : [`${causeName(cause)}, before: ${causeName(from)}`];
  return said(
    'incident',
    `${isCause(from) || open.length > 0 ? 'corrected' : 'cause found'}: ${[...change, ...open].join('; ')}`,
  );
};

const messageOf = (kind: 'page' | 'notification'): string => (kind === 'page' ? 'page' : 'message');

/** What is wrong; of alarms of before that was kept CloudWatch's reason. */
const what = (alarm: HeadAlarm): string => alarm.symptom ?? reasonOf(alarm);

const routed = (alarm: HeadAlarm): string => {
  const untagged = untaggedSaid(alarm);
  return untagged === undefined ? '' : `; ${untagged}`;
};

/** One sentence for each kind of fact; undefined: what another fact of the same instant says already. */
const SENTENCES: { readonly [T in IncidentEvent['type']]: Say<T> } = {
  IncidentOpened: ({ event }) => said('incident', openedInWords(event)),
  AlarmJoined: ({ event: { alarm } }) => said('alarm', `${alarm.name} is in ALARM: ${what(alarm)}${routed(alarm)}`),
  AlarmsJoined: ({ event: { count } }) => said('alarm', `${counted(count, 'more alarm')} joined`),
  AlarmReraised: ({ event: { alarm } }) => said('alarm', `${alarm.name} is in ALARM again: ${what(alarm)}`),
  AlarmRecovered: ({ event: { alarm } }) => said('alarm', `${alarm.name} is OK`),
  AlarmDataLost: ({ event: { alarm, reported } }) =>
    said('alarm', `${alarm.name} has no data (${reported}): that is no recovery`),
  AlarmDeleted: ({ event: { alarm } }) => said('alarm', `${alarm.name} was deleted: that is no recovery`),
  SilenceEnded: ({ event: { alarms } }) => said('alarm', `a mute ended while ${counted(alarms.length, 'alarm')} fired`),
  LateChangeRecorded: ({ event: { alarm } }) =>
    said('alarm', `an older change of ${alarm.name} came late: ${alarm.state}`),
  TransitionMissed: ({ event: { alarm } }) => said('trouble', `a change of ${alarm.name} before this one never came`),
  SeverityRaised: ({ event: { from, to } }) => said('incident', `severity raised from ${from} to ${to}`),
  SeverityLowered: ({ event: { from, to } }) => said('incident', `severity lowered from ${from} to ${to}`),
  ConfigurationApplied: ({ event: { levels, rounds } }) =>
    said('incident', `another configuration holds: ${counted(levels, 'level')}, ${counted(rounds, 'round')}`),
  LadderContinued: ({ event: { from } }) => said('incident', `goes on where the levels of incident ${from} stood`),
  PageHeld: flapping,
  HoldEnded: () => undefined,
  NewsUntold: () => undefined,
  IncidentReminded: () => undefined,
  LevelReached: () => undefined,
  LevelSkipped: ({ event }, telling) => said('trouble', `${place(event, telling)} skipped: ${SKIPPED[event.because]}`),
  NobodyReached: ({ event: { at, nextAt } }, { voice }) =>
    said('trouble', `no page of a pass through the levels was sent: the next begins at ${voice.time(nextAt, at)}`),
  PageRequested: requested,
  PageSent: sent,
  PageUnconfirmed: ({ event: { at, kind, againAt }, targets }, telling) =>
    said(
      'trouble',
      `whether the ${messageOf(kind)} to ${everyone(targets, telling)} went out is not known: SNS did not answer in time` +
        (againAt === undefined ? '' : `; it is sent once more at ${telling.voice.time(againAt, at)}`),
    ),
  NotificationsDelayed: ({ event: { at, pageIds, againAt } }, { voice }) =>
    said('trouble', `${counted(pageIds.length, 'message')} not sent yet: tried again at ${voice.time(againAt, at)}`),
  PageOverdue: ({ targets }, telling) =>
    said('trouble', `the page to ${everyone(targets, telling)} is not sent after a minute: the next level is paged`),
  PageFailed: ({ event: { kind, error }, targets }, telling) =>
    said('trouble', `the ${messageOf(kind)} to ${everyone(targets, telling)} failed: ${error}`),
  PagesWithdrawn: ({ event: { pageIds, because } }) =>
    said('notification', `${counted(pageIds.length, 'message')} not needed any more: ${WITHDRAWN[because]}`),
  IncidentAcknowledged: ({ event: { at, by, until } }, { voice }) =>
    said('response', `${voice.responder(by)} acknowledged: has it until ${voice.time(until, at)}`),
  AcknowledgementRenewed: ({ event: { at, by, until } }, { voice }) =>
    said('response', `${voice.responder(by)} has it until ${voice.time(until, at)}`),
  AcknowledgementOffered: ({ event: { by, owner } }, { voice }) =>
    said('response', `${voice.responder(by)} acknowledged too: ${voice.responder(owner)} has it`),
  IncidentSnoozed: ({ event: { at, by, until } }, { voice }) =>
    said('response', `${voice.responder(by)} snoozed it until ${voice.time(until, at)}`),
  AcknowledgementEnded: ({ event: { by, because } }, { voice, isSnoozed }) =>
    said(
      'incident',
      `the ${isSnoozed || OF_SNOOZE.has(because) ? 'snooze' : 'acknowledgement'} of ${voice.responder(by)} ended: ${ENDED[because]}`,
    ),
  ResolutionEnded: ({ event: { by } }, { voice }) =>
    said('incident', `what ${voice.responder(by)} resolved fires on: it counts again`),
  IncidentEscalated: ({ event: { by } }, { voice }) => said('response', `${voice.responder(by)} escalated it`),
  IncidentReassigned: ({ event: { by, to } }, { voice }) =>
    said('response', `${voice.responder(by)} handed it over to ${voice.responder(to)}`),
  IncidentUnanswered: ({ targets }, telling) => {
    const paged = targets.length === 0 ? '' : `; paged ${everyone(targets, telling)}`;
    return said('unanswered', `UNANSWERED: no level is left${paged}`);
  },
  RecoveryAwaited: ({ event: { at, until } }, { voice }) =>
    said('incident', `every alarm has recovered: it resolves at ${voice.time(until, at)} if that lasts`),
  IncidentResolved: resolved,
  IncidentReopened: ({ event: { because, by } }, { voice }) =>
    said('incident', `${REOPENED[because]}${by === undefined ? '' : ` by ${voice.responder(by)}`}`),
  AlarmsCleared: () => said('incident', 'alarms without data are cleared with the resolution'),
  AlarmsMoved: () => said('incident', 'its alarms count in the newer incident of the group from here on'),
  AlarmsHandedOver: ({ event: { to, count } }) =>
    said('incident', `${counted(count, 'alarm')} still firing went over to incident ${to}`),
  NoteAdded: ({ event: { by, text } }, { voice }) => said('response', `${voice.responder(by)}: ${text}`),
  ContextAsked: () => undefined,
  ContextRecorded: ({ event }, { voice }) => said('incident', contextInWords(event, voice)),
  ContextUnavailable: ({ event: { source, reason } }) =>
    said(
      'trouble',
      source === DIAGNOSIS ? `not diagnosed: ${reason}` : `nothing from ${sourceName(source)}: ${reason}`,
    ),
  DiagnosisAsked: () => undefined,
  DiagnosisRecorded: recorded,
  DiagnosisRevised: revised,
  CauseConfirmed: ({ event: { by, cause } }, { voice }) =>
    said('response', `${voice.responder(by)} says what it was: ${CONFIRMED_NAMES[cause]}`),
  TestPageAcknowledged: ({ event: { by } }, { voice }) =>
    said('response', `${voice.responder(by)} acknowledged the test page`),
  DrillEnded: () => said('end', 'drill ended: nothing more is sent'),
};

/** A fact in one sentence; one that this version does not know by its type. */
export const wordingOf = (fact: Fact, telling: Telling): Wording | undefined => {
  const say = (SENTENCES as Partial<Record<string, Say<IncidentEvent['type']>>>)[fact.event.type];
  return say === undefined ? said('incident', fact.event.type) : say(fact, telling);
};

/** `hour`, `30 min`: what comes after "every". */
export const spokenInterval = (from: string, to: string): string => {
  const spoken = spokenDuration(epochOf(to) - epochOf(from));
  const words: Readonly<Record<string, string>> = { '1 d': 'day', '1 h': 'hour', '1 min': 'minute' };
  return words[spoken] ?? spoken;
};
