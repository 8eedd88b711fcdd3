import { isCause } from '../cause.ts';
import type { Incident } from '../incident/incident.ts';
import { isOpen } from '../incident/incident.ts';
import { DAY, type Instant, later } from '../time.ts';

/** What is resolved is watched for so long: what comes back comes back soon. */
const WATCHED_MS = DAY;

/** Why an incident is still to watch. */
export type Watch =
  | { readonly why: 'open' }
  | { readonly why: 'snoozed'; readonly by: string; readonly until: Instant }
  /** Muted or suppressed alarms; `until`: the earliest end of a mute that is known. */
  | { readonly why: 'silent'; readonly alarms: number; readonly until: Instant | null }
  | { readonly why: 'resolved'; readonly at: Instant; readonly by: string | null }
  /** A cause was named, and no person has said what it was. */
  | { readonly why: 'unconfirmed' };

const silence = ({ counts, mutedUntil }: Incident): readonly Watch[] =>
  counts.silent > 0 ? [{ why: 'silent', alarms: counts.silent, until: mutedUntil ?? null }] : [];

const ofOpen = (incident: Incident): readonly Watch[] => {
  const { owner } = incident;
  const stands: Watch =
    owner?.kind === 'snooze' ? { why: 'snoozed', by: owner.by, until: owner.until } : { why: 'open' };
  return [stands, ...silence(incident)];
};

const ofResolved = ({ resolution }: Incident, now: Instant): readonly Watch[] =>
  resolution === undefined || resolution.at < later(now, -WATCHED_MS)
    ? []
    : [{ why: 'resolved', at: resolution.at, by: resolution.by ?? null }];

const ofCause = ({ inquiry, confirmed }: Incident): readonly Watch[] =>
  confirmed === undefined && inquiry?.said !== undefined && isCause(inquiry.said.cause) ? [{ why: 'unconfirmed' }] : [];

/** Reasons, the most pressing first; none: it is done with. */
export const reasonsToWatch = (incident: Incident, now: Instant): readonly Watch[] => [
  ...(isOpen(incident) ? ofOpen(incident) : ofResolved(incident, now)),
  ...ofCause(incident),
];
