import { briefReason } from '../alarm/brief-reason.ts';
import type { About } from '../incident/incident.ts';
import type { AlarmFacts, IncidentFacts, PageFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { capitalised } from '../words.ts';
import { isFiring } from './by-weight.ts';
import { isCorrection, isRevision, revisionTold } from './cause-words.ts';
import { isUnmapped, serviceName, UNMAPPED } from './service-name.ts';
import { linkedLine } from './links.ts';
import { spokenTime } from './spoken-time.ts';
import { happenedIn } from './topic.ts';
import { whatIsWrong } from './what-is-wrong.ts';

export const shortName = (text: string): string => oneLine(text, 60);

export const timeIn =
  ({ recipientTimeZone, now }: IncidentFacts) =>
  (at: string): string =>
    spokenTime(at, recipientTimeZone, now);

const TAGS: Readonly<Partial<Record<About, string>>> = {
  acknowledged: 'ACKNOWLEDGED',
  offered: 'ACKNOWLEDGED',
  acknowledgementEnded: 'UNACKNOWLEDGED',
  escalated: 'UNACKNOWLEDGED',
  reassigned: 'UNACKNOWLEDGED',
  snoozeEnded: 'SNOOZE ENDED',
  resolved: 'RESOLVED',
  noData: 'NO DATA',
  reminder: 'REMINDER',
  reopened: 'REOPENED',
  causeRevised: 'CORRECTION',
};

const isOfSnooze = ({ about, owner }: ToldFacts): boolean =>
  owner?.kind === 'snooze' && (about === 'acknowledged' || about === 'offered');

const tagOfTold = (facts: ToldFacts): string | undefined => {
  if (facts.about === 'causeRevised' && !isCorrection(facts)) return 'CAUSE FOUND';
  return isOfSnooze(facts) ? 'SNOOZED' : TAGS[facts.about];
};

/** What the message is, in a word: the severity, unless something else matters more. */
export const tagOf = (facts: PageFacts): string => {
  const severity = facts.severity.toUpperCase();
  if (facts.isDrill === true) return 'TEST';
  if (facts.kind === 'notification') return tagOfTold(facts) ?? severity;
  return facts.reason === 'unanswered' || facts.isUnanswered === true ? 'UNANSWERED' : severity;
};

/** `2 firing`, `1 firing, 1 without data`: what has no data counts on, and does not fire. */
export const firingWords = ({ alarms, joined, firing }: IncidentFacts): string => {
  if (alarms.length < joined) return `${String(firing)} firing or without data`;
  const fires = Math.min(firing, alarms.filter(isFiring).length);
  const without = firing - fires;
  if (without === 0) return `${String(firing)} firing`;
  return fires === 0 ? `${String(without)} without data` : `${String(fires)} firing, ${String(without)} without data`;
};

/** When it ends by itself; undefined while something fires. */
export const recoveryOf = (facts: PageFacts): string | undefined =>
  facts.recoverAt === undefined
    ? undefined
    : `Every alarm is OK: it resolves itself at ${timeIn(facts)(facts.recoverAt)} if that lasts.`;

/** What is wrong, in one line: `CRITICAL: p99 latency 3.7 s (limit 1 s), 3 of 5 min.` */
export const headlineOf = (facts: PageFacts): string => {
  if (isRevision(facts)) return revisionTold(facts);
  const symptoms = whatIsWrong(facts).map((symptom) => oneLine(symptom, 120));
  const happened = happenedIn(facts);
  const before = happened === undefined ? '' : `${happened}: `;
  return `${tagOf(facts)}: ${before}${symptoms.length === 0 ? 'something is wrong' : symptoms.join('; ')}.`;
};

/** Who sent a test page, and when: `Sent by Admin/alice at 10:15 EDT (14:15 UTC).` */
const sentLineOf = (facts: PageFacts): string => {
  const { actor, openedAt } = facts;
  const by = actor === undefined ? '' : ` by ${oneLine(actor.name, 100)}`;
  return `Sent${by} at ${timeIn(facts)(openedAt)}.`;
};

/** Of what and since when: `web in prod, critical since 10:15 EDT (14:15 UTC).` */
export const placeLineOf = (facts: PageFacts): string => {
  const { environment, severity, status, openedAt, isDrill } = facts;
  if (isDrill === true) return sentLineOf(facts);
  const known = tagOf(facts) === severity.toUpperCase() ? '' : `${severity} `;
  const since = `${known}${status === 'resolved' ? 'from' : 'since'} ${timeIn(facts)(openedAt)}.`;
  const place = `in ${oneLine(environment, 30)}, ${since}`;
  return isUnmapped(facts) ? `${UNMAPPED} ${capitalised(place)}` : `${shortName(serviceName(facts))} ${place}`;
};

/** CloudWatch's reason, for people. Stored ones of before were not shortened. */
export const reasonOf = ({ reason }: Pick<AlarmFacts, 'reason'>): string => oneLine(briefReason(reason), 300);

/** A runbook, its address a link; an address that is no plain one is text. */
export const runbookOf = ({ runbook }: IncidentFacts): string | undefined =>
  runbook === undefined ? undefined : linkedLine(runbook, 1_000);
