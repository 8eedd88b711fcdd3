import { sha256Hex } from '../hash.ts';
import { rankOf, type Severity } from '../severity.ts';
import type { Instant } from '../time.ts';
import { cutToBytes } from '../words.ts';
import type { IncidentEvent } from './events.ts';
import { alarmsFiringIn, personPagedIn } from './heard.ts';
import type { HeadAlarm } from './incident.ts';

/** What lists say of an incident's course. Nothing is decided by it. */
export interface Tally {
  /** The first, and one more each time it was reopened. */
  readonly runs: number;
  /** That went out, to people and to channels. */
  readonly pages: number;
  /** When the first page went out to a person. */
  readonly firstPageAt?: Instant | undefined;
  /** Marks of the responders that were paged or acted, in order of their first time, at most `MOST_PEOPLE`. */
  readonly people: readonly string[];
  /** The worst alarm that fired, of those the first, its name cut; absent: none did yet. */
  readonly worst?: { readonly name: string; readonly severity: Severity } | undefined;
}

/** A list can be narrowed to one of so many: the head has room for no more. */
export const MOST_PEOPLE = 16;
const NAME_BYTES = 48;

/** What a list knows a responder by: their id would be too long for the head. Of a million two may share one. */
export const personMark = (id: string): string => sha256Hex(id).slice(0, 6);

export const NO_TALLY: Tally = { runs: 1, pages: 0, people: [] };

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

const actorOf = (event: IncidentEvent): string | undefined =>
  ACTS.has(event.type) && 'by' in event ? event.by : undefined;

/** After one more fact. */
export const tallied = (before: Tally, event: IncidentEvent): Tally => {
  const tally = withAlarms(before, alarmsFiringIn(event));
  if (event.type === 'PageSent') return withPage(tally, event);
  const actor = actorOf(event);
  const acted = actor === undefined ? tally : withPerson(tally, actor);
  return event.type === 'IncidentReopened' ? { ...acted, runs: acted.runs + 1 } : acted;
};
