import type { ConfirmedCause } from '../cause.ts';
import { responderOf, type Target } from '../configuration.ts';
import { HOUR } from '../time.ts';
import { type Incident, type IncidentSeverity, isOpen, type Status } from './incident.ts';
import { levelReached, statusOf } from './phase.ts';

/** What a responder does about an incident. */
export type Response =
  | { readonly type: 'acknowledge' }
  | { readonly type: 'escalate' }
  /** Of a resolved incident only what it was is recorded. */
  | { readonly type: 'resolve'; readonly cause?: ConfirmedCause }
  | { readonly type: 'reopen' }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'snooze'; readonly forMs: number }
  | { readonly type: 'reassign'; readonly to: string };

export type ResponseOf<T extends Response['type']> = Extract<Response, { type: T }>;

/** How an incident stood when somebody made up their mind: on a screen, in a list. What is absent was not seen. */
export interface Seen {
  readonly status?: Status | undefined;
  readonly severity?: IncidentSeverity | undefined;
  readonly level?: number | undefined;
  readonly round?: number | undefined;
  /** Who had it; null: nobody. */
  readonly owner?: string | null | undefined;
  /** Names of the alarms that counted. */
  readonly alarms?: readonly string[] | undefined;
}

/** Characters of a note: a few pages of text, far from what one stored event may hold. */
export const LONGEST_NOTE = 4_000;

/** A snooze ends within a day: what is forgotten longer is not being worked on. */
export const LONGEST_SNOOZE_MS = 24 * HOUR;

/** Who has it; null: nobody. */
export const ownerOf = (incident: Incident): string | null => (isOpen(incident) ? (incident.owner?.by ?? null) : null);

/** Names of the alarms that count, of those that the head still names. */
export const countingAlarms = ({ alarms }: Incident): readonly string[] =>
  alarms
    .filter(({ state, silenced, cleared }) => state !== 'OK' && !silenced && cleared !== true)
    .map(({ name }) => name);

/** Ids of the alarms that were shown by these names, of those that the head still names. */
export const alarmIdsOf = ({ alarms }: Incident, names: readonly string[]): readonly string[] =>
  alarms.filter(({ name }) => names.includes(name)).map(({ alarmId }) => alarmId);

/** All that can be seen of an incident. */
export const seenOf = (incident: Incident): Seen => {
  const { level, round } = levelReached(incident);
  return {
    status: statusOf(incident),
    severity: incident.severity,
    level,
    round,
    owner: ownerOf(incident),
    alarms: countingAlarms(incident),
  };
};

/** Of the responders paged in this incident the one paged last. */
export const lastPagedResponder = ({ paged }: Incident): string | undefined =>
  Object.keys(paged)
    .flatMap((target) => responderOf(target as Target) ?? [])
    .at(-1);
