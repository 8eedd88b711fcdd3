import { epochOf, spokenDuration } from '../time.ts';
import type { About, IncidentSeverity, PageReason } from '../incident/incident.ts';
import { counted } from '../words.ts';
import type { AlarmFacts, IncidentFacts, PageFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { spokenTime } from './spoken-time.ts';

export const shortName = (text: string): string => oneLine(text, 60);

export const timeIn =
  ({ recipientTimeZone, now }: IncidentFacts) =>
  (at: string): string =>
    spokenTime(at, recipientTimeZone, now);

const of = (part: number, whole: number): string => `${String(part)} of ${String(whole)}`;

const paged = ({ level, levels, round, rounds }: IncidentFacts): string => {
  if (level === 0) return 'You are paged';
  return `You are paged as level ${of(level, levels)}${round > 1 ? `, round ${of(round, rounds)}` : ''}`;
};

const TAGS: Readonly<Record<About, string | undefined>> = {
  opened: undefined,
  joined: undefined,
  severityRaised: undefined,
  acknowledged: 'ACKNOWLEDGED',
  acknowledgementEnded: 'UNACKNOWLEDGED',
  resolved: 'RESOLVED',
  noData: 'NO DATA',
  reminder: 'REMINDER',
  reopened: 'REOPENED',
};

/** What the message is, in a word: the severity, unless something else matters more. */
export const tagOf = (facts: PageFacts): string => {
  const severity = facts.severity.toUpperCase();
  if (facts.kind === 'page') return facts.reason === 'unanswered' ? 'UNANSWERED' : severity;
  return TAGS[facts.about] ?? severity;
};

const SEVERITIES: readonly AlarmFacts['severity'][] = ['critical', 'warning', 'info'];

const isFiring = ({ state, silenced }: AlarmFacts): boolean => state === 'ALARM' && !silenced;

/** What fires before what does not or is muted, the worst before the milder, the first before the later. */
export const byWeight = (alarms: readonly AlarmFacts[]): readonly AlarmFacts[] =>
  alarms.toSorted(
    (one, other) =>
      Number(isFiring(other)) - Number(isFiring(one)) ||
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
      epochOf(one.since) - epochOf(other.since),
  );

const cameBack = ({ flaps }: IncidentFacts): string =>
  flaps === 0
    ? 'It is open again'
    : `It came back after it had ended${flaps > 1 ? `, ${String(flaps)} times by now` : ''}`;

const whoOr = ({ who }: IncidentFacts, otherwise: string): string => (who === undefined ? otherwise : shortName(who));

const ended = (facts: IncidentFacts): string =>
  `${facts.who === undefined ? 'The' : `${shortName(facts.who)}'s`} acknowledgement has ended`;

const nobodyHasIt = ({ acknowledgedBefore = false }: IncidentFacts, otherwise: string): string =>
  acknowledgedBefore ? 'nobody has it now' : otherwise;

const whyEscalated = (facts: IncidentFacts): string => {
  const { acknowledgement, who, level, round } = facts;
  if (acknowledgement !== undefined) return `: ${shortName(acknowledgement.by)} has it and asks for you`;
  if (who !== undefined) return `: ${shortName(who)} has escalated it`;
  return level > 1 || round > 1 ? `: ${nobodyHasIt(facts, 'nobody has acknowledged yet')}` : '';
};

const unanswered = (facts: IncidentFacts): string => {
  const { acknowledgement } = facts;
  if (acknowledgement !== undefined)
    return `${shortName(acknowledgement.by)} has it and asks for help: no level is left.`;
  const nobody = nobodyHasIt(facts, 'nobody has answered');
  return `No level is left, and ${nobody}. Take it, or find somebody who can.`;
};

const PAGED: Readonly<Record<PageReason, (facts: IncidentFacts) => string>> = {
  escalation: (facts) => `${paged(facts)}${whyEscalated(facts)}.`,
  severity: (facts) => `It has become ${facts.severity}. ${paged(facts)}.`,
  unacknowledged: (facts) => `${ended(facts)}. ${paged(facts)}.`,
  reassigned: (facts) => `${whoOr(facts, 'Somebody')} hands it over to you.`,
  reopened: (facts) => `${cameBack(facts)}. ${paged(facts)}.`,
  muteEnded: (facts) => `Its mute has ended and it still fires. ${paged(facts)}.`,
  unanswered,
};

const acknowledged = (facts: IncidentFacts): string => {
  if (facts.acknowledgement === undefined) return `${whoOr(facts, 'Somebody')} has acknowledged it.`;
  const { by, at, until } = facts.acknowledgement;
  const time = timeIn(facts);
  return `${shortName(by)} has it since ${time(at)}, until ${time(until)}.`;
};

const resolved = (facts: IncidentFacts): string => {
  if (facts.resolution === undefined) return 'It is resolved.';
  const { at, by, stillFiring } = facts.resolution;
  const how = by === undefined ? 'Recovered' : `Resolved by ${shortName(by)}`;
  const after = spokenDuration(epochOf(at) - epochOf(facts.openedAt));
  const rest = stillFiring > 0 ? ` ${counted(stillFiring, 'alarm')} still firing: it reopens if that lasts.` : '';
  return `${how} at ${timeIn(facts)(at)}, after ${after}.${rest}`;
};

const noData = (facts: IncidentFacts): string => {
  const since = facts.noDataSince === undefined ? '' : ` since ${timeIn(facts)(facts.noDataSince)}`;
  return `No data${since}: that is no recovery, it stays open. Is the service alive?`;
};

const OPENED: Readonly<Record<IncidentSeverity, string>> = {
  critical: 'Responders are being paged.',
  warning: 'For information: nobody is paged.',
  silent: 'It is muted: nobody is paged.',
};

const hasNoData = ({ alarms }: IncidentFacts): boolean =>
  alarms.length > 0 && alarms.every(({ state }) => state === 'INSUFFICIENT_DATA');

const opened = (facts: IncidentFacts): string =>
  facts.severity === 'warning' && hasNoData(facts)
    ? 'No data any more: is the service alive? Nobody is paged.'
    : OPENED[facts.severity];

const TOLD: Readonly<Record<About, (facts: IncidentFacts) => string>> = {
  opened,
  joined: ({ joined }) => `Another alarm has joined: ${counted(joined, 'alarm')} by now.`,
  acknowledged,
  acknowledgementEnded: (facts) =>
    `${ended(facts)}: ${facts.level > 0 ? 'the next page goes out' : 'nobody is paged'}.`,
  resolved,
  noData,
  severityRaised: ({ severity }) => `It has become ${severity}.`,
  reminder: ({ openedAt, now }) => `Still open after ${spokenDuration(epochOf(now) - epochOf(openedAt))}.`,
  reopened: (facts) => `${cameBack(facts)}.`,
};

/** Why the recipient gets the message, in a sentence. */
export const whyOf = (facts: PageFacts): string =>
  facts.kind === 'page' ? PAGED[facts.reason](facts) : TOLD[facts.about](facts);

/** When it ends by itself; undefined while something fires. */
export const recoveryOf = (facts: PageFacts): string | undefined =>
  facts.recoverAt === undefined
    ? undefined
    : `Every alarm is OK: it resolves itself at ${timeIn(facts)(facts.recoverAt)} if that lasts.`;

/** The probable cause; why there is none, only where something went wrong. */
export const causeOf = ({ diagnosis, contextUnavailable = [] }: IncidentFacts): string | undefined => {
  if (diagnosis !== undefined) return `Cause: ${oneLine(diagnosis, 300)}`;
  if (contextUnavailable.length === 0) return undefined;
  return `Cause: not diagnosed (${oneLine(contextUnavailable.join('; '), 200)}).`;
};

const byWhom = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : `by ${shortName(name)}`;

/** `by Alice Ferreira` or `recovered`, where the message tells that. */
export const actOf = (facts: PageFacts): string | undefined => {
  if (facts.kind === 'page') return undefined;
  if (facts.about === 'acknowledged') return byWhom(facts.acknowledgement?.by);
  return facts.about === 'resolved' ? (byWhom(facts.resolution?.by) ?? 'recovered') : undefined;
};

/** What it is about and since when, in Tocsin's own words: `CRITICAL: web in prod since 10:15 EDT (14:15 UTC).` */
export const headlineOf = (facts: PageFacts): string => {
  const { service, environment, severity, status, openedAt } = facts;
  const tag = tagOf(facts);
  const place = `${tag}: ${shortName(service)} in ${oneLine(environment, 30)}`;
  const named = tag === severity.toUpperCase() ? place : `${place}, ${severity}`;
  return `${named} ${status === 'resolved' ? 'from' : 'since'} ${timeIn(facts)(openedAt)}.`;
};

/** CloudWatch's reason without the times of its datapoints and without how many a transition needs. */
export const reasonOf = ({ reason }: AlarmFacts): string =>
  oneLine(
    reason
      .replace(/ \(minimum \d+ datapoints?[^)]{0,60}(?:\)|$)/, '')
      .replace(/ \(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\)/g, ''),
    300,
  );

const RUNBOOK = /^https?:\/\/[!-;=?-Z\\^_a-z{}~]{1,300}$/;

/** A runbook's address stays a link (its `@` spelled so that no chat takes it for a mention); anything else is only text. */
export const runbookOf = ({ runbook }: IncidentFacts): string | undefined => {
  if (runbook === undefined) return undefined;
  return RUNBOOK.test(runbook) ? runbook.replaceAll('@', '%40') : oneLine(runbook, 200);
};
