import { rankOf } from '../../severity.ts';
import { epochOf, type Instant } from '../../time.ts';
import { cutToBytes } from '../../words.ts';
import type { IncidentEvent } from '../events.ts';
import { alarmsFiringIn, personPagedIn } from '../heard.ts';
import type { HeadAlarm } from '../incident.ts';
import { MOST_PEOPLE, personMark, type Tally } from '../tally.ts';

const NAME_BYTES = 48;

const withPerson = (tally: Tally, id: string): Tally => {
  const mark = personMark(id);
  const { people } = tally;
  return people.includes(mark) || people.length >= MOST_PEOPLE ? tally : { ...tally, people: [...people, mark] };
};

const withAlarms = (tally: Tally, alarms: readonly HeadAlarm[]): Tally =>
  alarms
    .filter(({ silenced, state }) => !silenced && state === 'ALARM')
    .reduce(
      (known, { name, severity }) =>
        known.worst === undefined || rankOf(severity) > rankOf(known.worst.severity)
          ? { ...known, worst: { name: cutToBytes(name, NAME_BYTES), severity } }
          : known,
      tally,
    );

const withPage = (tally: Tally, event: Extract<IncidentEvent, { type: 'PageSent' }>): Tally => {
  if (event.kind !== 'page') return tally;
  const counted = { ...tally, pages: tally.pages + 1 };
  const person = personPagedIn(event);
  return person === undefined
    ? counted
    : withPerson({ ...counted, firstPageAt: tally.firstPageAt ?? event.at }, person);
};

/** Whose fact it is a responder has acted by. */
const ACTS: ReadonlySet<IncidentEvent['type']> = new Set([
  'IncidentAcknowledged',
  'AcknowledgementOffered',
  'IncidentSnoozed',
  'IncidentEscalated',
  'IncidentReassigned',
  'IncidentResolved',
  'IncidentReopened',
  'NoteAdded',
  'CauseConfirmed',
]);

const TAKES: ReadonlySet<IncidentEvent['type']> = new Set(['IncidentAcknowledged', 'IncidentSnoozed']);

const actorOf = (event: IncidentEvent): string | undefined =>
  ACTS.has(event.type) && 'by' in event ? event.by : undefined;

const withRun = (
  { runs, betweenRunsMs = 0, ...tally }: Tally,
  at: Instant,
  resolvedAt: Instant | undefined,
): Tally => ({
  ...tally,
  runs: runs + 1,
  betweenRunsMs: betweenRunsMs + (resolvedAt === undefined ? 0 : epochOf(at) - epochOf(resolvedAt)),
});

/** After one more fact; `resolvedAt` is when it was resolved before it, if it was. */
export const tallied = (before: Tally, event: IncidentEvent, resolvedAt: Instant | undefined): Tally => {
  const tally = withAlarms(before, alarmsFiringIn(event));
  if (event.type === 'PageSent') return withPage(tally, event);
  const actor = actorOf(event);
  const acted = actor === undefined ? tally : withPerson(tally, actor);
  if (event.type === 'IncidentReopened') return withRun(acted, event.at, resolvedAt);
  return TAKES.has(event.type) ? { ...acted, acknowledgedBy: tally.acknowledgedBy ?? actor } : acted;
};
