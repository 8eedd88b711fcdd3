import type { ConfirmedCause, DiagnosedCause } from '../cause.ts';
import type { Incident, IncidentSeverity, Status } from '../incident/incident.ts';
import { phaseOf } from '../incident/phase.ts';
import { personMark } from '../incident/tally.ts';
import { epochOf, type Instant, SECOND } from '../time.ts';

/** What a list shows of an incident. */
export interface ListEntry {
  readonly incidentId: string;
  readonly service: string;
  readonly environment: string;
  readonly severity: IncidentSeverity;
  readonly status: Status;
  /** What a person found it was, else what people were last told; absent: nobody was told of one. */
  readonly cause?: ConfirmedCause | DiagnosedCause | undefined;
  readonly openedAt: Instant;
  /** Of the pages that went out to people. */
  readonly firstPageAt?: Instant | undefined;
  /** First, and by whom. */
  readonly acknowledgedAt?: Instant | undefined;
  readonly acknowledgedBy?: string | undefined;
  readonly resolvedAt?: Instant | undefined;
  readonly resolvedBy?: string | undefined;
  /** One, and one more each time it was reopened. */
  readonly runs: number;
  readonly pages: number;
  /** Name of the worst alarm that fired, and how many there are. */
  readonly alarm: string;
  readonly alarms: number;
  readonly flaps: number;
  /** All its runs together; absent while it is open, and in an entry that an earlier version wrote. */
  readonly openSeconds?: number | undefined;
  /** Marks of whoever was paged or acted. */
  readonly people: readonly string[];
}

/** What a list can be narrowed to by status; `open` is what is not resolved. */
export const LISTED_STATUSES = ['triggered', 'acknowledged', 'resolved', 'open'];

export const LISTED_SEVERITIES: readonly IncidentSeverity[] = ['critical', 'warning', 'silent'];

/** What a list can be narrowed to; each that is absent narrows nothing. */
export interface ListFilter {
  readonly status?: string | undefined;
  readonly service?: string | undefined;
  readonly severity?: string | undefined;
  readonly cause?: string | undefined;
  /** Id of a responder that was paged or acted. */
  readonly responder?: string | undefined;
}

const MATCHES: Readonly<Record<keyof ListFilter, (entry: ListEntry, word: string) => boolean>> = {
  status: (entry, word) => entry.status === word || (word === 'open' && entry.status !== 'resolved'),
  service: ({ service }, word) => service === word,
  severity: ({ severity }, word) => severity === word,
  cause: ({ cause }, word) => cause === word,
  responder: ({ people }, word) => people.includes(personMark(word)),
};

const FILTERS = Object.keys(MATCHES) as readonly (keyof ListFilter)[];

/** Whether a list narrowed so shows the entry. */
export const isListed = (entry: ListEntry, filter: ListFilter): boolean =>
  FILTERS.every((name) => {
    const word = filter[name];
    return word === undefined || MATCHES[name](entry, word);
  });

/** Where an entry stands in lists, the newest last: by when it opened, then by its id. */
export const listKeyOf = ({ openedAt, incidentId }: Pick<ListEntry, 'openedAt' | 'incidentId'>): string =>
  `${openedAt}#${incidentId}`;

export const newestFirst = (one: ListEntry, other: ListEntry): number =>
  listKeyOf(one) > listKeyOf(other) ? -1 : Number(listKeyOf(one) < listKeyOf(other));

type Course = Pick<ListEntry, 'firstPageAt' | 'runs' | 'pages' | 'alarm' | 'alarms' | 'flaps' | 'people'>;

const openSecondsOf = ({ openedAt, resolution, tally: { betweenRunsMs = 0 } }: Incident): number | undefined =>
  resolution && (epochOf(resolution.at) - epochOf(openedAt) - betweenRunsMs) / SECOND;

const courseOf = ({ tally, alarms, counts, flaps }: Incident): Course => ({
  firstPageAt: tally.firstPageAt,
  runs: tally.runs,
  pages: tally.pages,
  alarm: tally.worst?.name ?? alarms[0]?.name ?? '',
  alarms: counts.joined,
  flaps,
  people: tally.people,
});

export const listEntryOf = (incident: Incident): ListEntry => {
  const phase = phaseOf(incident);
  const { inquiry, confirmed, resolution } = incident;
  return {
    incidentId: incident.incidentId,
    service: incident.service,
    environment: incident.environment,
    severity: incident.severity,
    status: phase.status,
    cause: confirmed?.cause ?? inquiry?.told?.cause,
    openedAt: incident.openedAt,
    acknowledgedAt: incident.acknowledgedAt,
    acknowledgedBy: incident.tally.acknowledgedBy,
    resolvedAt: resolution?.at,
    resolvedBy: resolution?.by,
    openSeconds: openSecondsOf(incident),
    ...courseOf(incident),
  };
};

/** An entry as an earlier version may have written it, with what it did not write yet. */
export const listEntryFrom = (written: Partial<ListEntry>): ListEntry =>
  ({ runs: 1, pages: 0, people: [], ...written }) as ListEntry;

/** Whether an incident was open at an instant or later. */
export const wasOpenSince = ({ resolvedAt }: ListEntry, since: Instant): boolean =>
  resolvedAt === undefined || resolvedAt >= since;

/** Of an entry what machines get, in this order; one that comes later comes at the end. */
export const LISTED_FIELDS = [
  'incidentId',
  'service',
  'environment',
  'severity',
  'status',
  'cause',
  'openedAt',
  'firstPageAt',
  'acknowledgedAt',
  'acknowledgedBy',
  'resolvedAt',
  'resolvedBy',
  'runs',
  'pages',
  'alarm',
  'alarms',
  'flaps',
  'openSeconds',
] as const;

/** Null where there is nothing. */
export const listedFields = (
  entry: Pick<ListEntry, (typeof LISTED_FIELDS)[number]>,
): Readonly<Record<(typeof LISTED_FIELDS)[number], string | number | null>> =>
  Object.fromEntries(LISTED_FIELDS.map((field) => [field, entry[field] ?? null])) as Record<
    (typeof LISTED_FIELDS)[number],
    string | number | null
  >;
