import { sha256Hex } from '../hash.ts';
import { eventOf, type SealedEvent } from './chain.ts';

/** A diagnosis whole: its timeline holds the hash of the body. Put once, never changed. */
export interface StoredDiagnosis {
  /** Counted from 1 within its incident. */
  readonly number: number;
  /** JSON text. */
  readonly body: string;
}

/** Of the diagnoses that a timeline tells of, their hashes by number; what cannot be read tells of none. */
const hashesIn = (timeline: readonly SealedEvent[]): ReadonlyMap<number, string> =>
  new Map(
    timeline.flatMap((sealed) => {
      try {
        const event = eventOf(sealed);
        return event.type === 'DiagnosisRecorded' ? [[event.number, event.hash] as const] : [];
      } catch {
        return [];
      }
    }),
  );

/** Every stored diagnosis that is not as its timeline says it was, that is missing, or that no event tells of. */
export const diagnosisProblems = (
  timeline: readonly SealedEvent[],
  stored: readonly StoredDiagnosis[],
): readonly string[] => {
  const told = hashesIn(timeline);
  const bodies = new Map(stored.map(({ number, body }) => [number, body]));
  const wrong = [...told].flatMap(([number, hash]) => {
    const body = bodies.get(number);
    if (body === undefined) return [`diagnosis ${String(number)} is missing`];
    return sha256Hex(body) === hash
      ? []
      : [`diagnosis ${String(number)} is altered: its hash is not that of what it says`];
  });
  const added = [...bodies.keys()].filter((number) => !told.has(number));
  return [...wrong, ...added.map((number) => `diagnosis ${String(number)} was added: no event tells of it`)];
};
