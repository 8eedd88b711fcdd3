import { canonicalJson } from '../canonical-json.ts';
import { type Sha256, sha256Hex } from '../hash.ts';
import type { IncidentEvent } from './events.ts';

/** One stored fact: its canonical JSON as it is, chained to the one before. */
export interface SealedEvent {
  /** From 1, without gaps. */
  readonly version: number;
  readonly body: string;
  /** Hash of the event before; empty for the first. */
  readonly prev: string;
  /** Hex SHA-256 of `prev` and `body`. */
  readonly hash: string;
}

/** Chains events after the one with this version and hash. */
export const seal = (
  events: readonly IncidentEvent[],
  after: { readonly version: number; readonly tip: string },
  sha256: Sha256 = sha256Hex,
): readonly SealedEvent[] => {
  let prev = after.tip;
  return events.map((event, index) => {
    const body = canonicalJson(event);
    const hash = sha256(prev + body);
    const sealed = { version: after.version + index + 1, body, prev, hash };
    prev = hash;
    return sealed;
  });
};

export const eventOf = ({ body }: SealedEvent): IncidentEvent => JSON.parse(body) as IncidentEvent;
