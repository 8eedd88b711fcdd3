import { isHigher } from '../severity.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import { levelReached } from '../incident/phase.ts';
import type { Change } from '../incident/rejection.ts';
import { countingAlarms, ownerOf, type Response, type Seen } from '../incident/response.ts';

interface Asked {
  readonly incident: Incident;
  readonly seen: Seen;
  readonly by: string;
}

type Comparison = (asked: Asked) => Change | undefined;

const risenSeverity: Comparison = ({ incident: { severity: now }, seen: { severity: seen } }) =>
  seen !== undefined && isHigher(now, seen) ? { what: 'severity', seen, now } : undefined;

const changedOwner: Comparison = ({ incident, seen: { owner: seen } }) => {
  const now = ownerOf(incident);
  return seen === undefined || now === seen ? undefined : { what: 'owner', seen, now };
};

/** That nobody has it any more, or its author does, hinders nobody who takes it. */
const takenByAnother: Comparison = (asked) => {
  const owner = ownerOf(asked.incident);
  return owner === null || owner === asked.by ? undefined : changedOwner(asked);
};

const changedLevel: Comparison = ({ incident, seen }) => {
  const now = levelReached(incident);
  const { level = now.level, round = now.round } = seen;
  if (level === now.level && round === now.round) return undefined;
  const place = (at: number, turn: number): string => `level ${String(at)}, round ${String(turn)}`;
  return { what: 'level', seen: place(level, round), now: place(now.level, now.round) };
};

const unseenAlarms: Comparison = ({ incident, seen: { alarms: seen } }) => {
  if (seen === undefined) return undefined;
  const joined = countingAlarms(incident).filter((name) => !seen.includes(name));
  return joined.length === 0 ? undefined : { what: 'alarms', joined };
};

/** Whoever says what a resolved incident was ends none that is open again. */
const openAgain: Comparison = ({ seen: { status } }) => (status === 'resolved' ? { what: 'reopened' } : undefined);

/** What must be as it was seen. A level that was passed meanwhile hinders no acknowledgement: an older form counts. */
const COMPARED: Readonly<Partial<Record<Response['type'], readonly Comparison[]>>> = {
  acknowledge: [risenSeverity, takenByAnother],
  escalate: [changedLevel, changedOwner],
  resolve: [openAgain, unseenAlarms],
  snooze: [unseenAlarms],
};

/** What has changed since its author looked, of what matters to this response; empty: it may be carried out. */
export const changesSince = (asked: Asked, type: Response['type']): readonly Change[] =>
  isOpen(asked.incident)
    ? (COMPARED[type] ?? []).map((compare) => compare(asked)).filter((change) => change !== undefined)
    : [];
