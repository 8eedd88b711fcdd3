import type { IncidentSeverity } from './incident.ts';

/** Why a command was refused. A value, not an exception: a late acknowledgement is ordinary traffic. */
export type Rejection =
  | { readonly reason: 'incident-absent' | 'incident-resolved' | 'snooze-out-of-range' | 'note-out-of-range' }
  | { readonly reason: 'group-has-open-incident'; readonly incidentId: string }
  /** A drill is acknowledged; there is nothing else to be done about it. */
  | { readonly reason: 'only-a-drill' }
  /** It is not as the author of the response saw it. */
  | { readonly reason: 'incident-changed'; readonly changes: readonly Change[] };

/** What somebody who responds did not know. */
export type Change =
  | { readonly what: 'severity'; readonly seen: IncidentSeverity; readonly now: IncidentSeverity }
  | { readonly what: 'owner'; readonly seen: string | null; readonly now: string | null }
  | { readonly what: 'level'; readonly seen: string; readonly now: string }
  | { readonly what: 'alarms'; readonly joined: readonly string[] }
  /** It was resolved, and is open again. */
  | { readonly what: 'reopened' };
