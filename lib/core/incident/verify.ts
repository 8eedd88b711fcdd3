import { canonicalJson } from '../canonical-json.ts';
import { eventOf, type SealedEvent } from './chain.ts';
import { diagnosisProblems, type StoredDiagnosis } from './stored-diagnosis.ts';
import { sha256Hex } from '../hash.ts';
import { evolve } from './evolve.ts';
import type { Incident } from './incident.ts';

export type Verification = { readonly ok: true } | { readonly ok: false; readonly problems: readonly string[] };

const events = (from: number, to: number): string =>
  from === to ? `event ${String(from)} is` : `events ${String(from)} to ${String(to)} are`;

const placeProblem = (version: number, expected: number): string => {
  if (version > expected) return `${events(expected, version - 1)} missing`;
  return `an event ${String(version)} was added where event ${String(expected)} belongs`;
};

/** A link may name what is stored of the event before or what that event should say: an altered hash is told once. */
const follows = (event: SealedEvent, before: SealedEvent | undefined): boolean =>
  before === undefined
    ? event.prev === ''
    : event.prev === before.hash || event.prev === sha256Hex(before.prev + before.body);

const eventProblem = (event: SealedEvent, before: SealedEvent | undefined): string | undefined => {
  const expected = (before?.version ?? 0) + 1;
  if (event.version !== expected) return placeProblem(event.version, expected);
  const name = `event ${String(event.version)}`;
  if (sha256Hex(event.prev + event.body) !== event.hash)
    return `${name} is altered: its hash is not that of what it says`;
  if (follows(event, before)) return undefined;
  return before === undefined
    ? `${name} follows an event that is not there`
    : `${name} does not follow event ${String(before.version)}: one of the two was replaced`;
};

const endProblem = (last: SealedEvent | undefined, head: Incident): string | undefined => {
  const version = last?.version ?? 0;
  if (version < head.version)
    return `${events(version + 1, head.version)} missing at the end: the head counts ${String(head.version)}`;
  if (version > head.version)
    return `${events(head.version + 1, version)} added at the end: the head counts ${String(head.version)}`;
  return last?.hash === head.tip ? undefined : `event ${String(version)} is not the one that the head ends with`;
};

interface Rebuilt {
  readonly incident: Incident | undefined;
  readonly problem: string | undefined;
}

/** What a forged event says may be anything: the first one that cannot be folded is named. */
const rebuild = (sealed: readonly SealedEvent[]): Rebuilt => {
  let incident: Incident | undefined;
  for (const event of sealed) {
    try {
      // Covers keep the version of their fact: what is missing before it shifts none.
      incident = evolve(incident && { ...incident, version: event.version - 1 }, eventOf(event));
    } catch {
      return {
        incident: undefined,
        problem: `event ${String(event.version)} cannot be read: the head cannot be rebuilt`,
      };
    }
    if (incident === undefined)
      return { incident, problem: `event ${String(event.version)} does not open the incident` };
  }
  return { incident: incident && { ...incident, tip: sealed.at(-1)?.hash ?? '' }, problem: undefined };
};

/** Who was paged is kept in the order of the last page: that order counts. */
const comparable = (incident: Incident, field: string): string => {
  const value: unknown = incident[field as keyof Incident];
  return canonicalJson(field === 'paged' ? [value, Object.keys(incident.paged)] : { value });
};

const headProblems = (rebuilt: Incident, head: Incident): readonly string[] =>
  [...new Set([...Object.keys(rebuilt), ...Object.keys(head)])]
    .filter((field) => field !== 'version' && field !== 'tip')
    .filter((field) => comparable(rebuilt, field) !== comparable(head, field))
    .map((field) => `${field} of the head is not what the timeline says`);

/**
 * Checks a stored timeline, its head and its diagnoses against each other: every altered, missing, added or cut event,
 * every field of the head that its events do not give, and every diagnosis that is not as its event says, is named. It cannot convict somebody who rewrote timeline and head alike.
 */
export const verifyTimeline = (
  sealed: readonly SealedEvent[],
  head: Incident,
  diagnoses: readonly StoredDiagnosis[] = [],
): Verification => {
  const rebuilt = rebuild(sealed);
  const problems = [
    ...sealed.map((event, index) => eventProblem(event, sealed[index - 1])),
    endProblem(sealed.at(-1), head),
    rebuilt.problem,
    ...(rebuilt.incident === undefined ? [] : headProblems(rebuilt.incident, head)),
    ...diagnosisProblems(sealed, diagnoses),
  ].filter((problem) => problem !== undefined);
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
};
