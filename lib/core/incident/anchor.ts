import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { SealedEvent } from './chain.ts';
import type { Incident } from './incident.ts';

/** How far the timeline of an incident had come. */
export interface AnchoredIncident {
  readonly incidentId: string;
  readonly events: number;
  /** Hash of the last of them. */
  readonly tip: string;
}

/**
 * Where the timelines of incidents stood after a day, those that were open on it: so that one that was removed whole is
 * missed. It proves nothing against somebody who rewrites table and anchors alike; its hash is logged as well.
 */
export interface Anchor {
  /** Of UTC: `2026-11-22`. */
  readonly day: string;
  /** From 1: a day may have many incidents. */
  readonly part: number;
  readonly isLast: boolean;
  /** Hash of the anchor before; empty for the first of all. */
  readonly before: string;
  /** By id. */
  readonly incidents: readonly AnchoredIncident[];
  /** SHA-256 of all the rest as canonical JSON. */
  readonly hash: string;
}

/** An item of DynamoDB holds 400 KB, one of these takes 130 bytes. */
export const MOST_ANCHORED = 2_500;

const hashOf = ({ hash: _hash, ...rest }: Anchor): string => sha256Hex(canonicalJson(rest));

const byId = (one: { readonly incidentId: string }, other: { readonly incidentId: string }): number =>
  one.incidentId < other.incidentId ? -1 : 1;

/** @param heads those that no earlier part of the day holds */
export const anchorsOf = (
  { day, last }: { readonly day: string; readonly last: Anchor | undefined },
  heads: readonly Pick<Incident, 'incidentId' | 'version' | 'tip'>[],
): readonly Anchor[] => {
  const all = heads
    .map(({ incidentId, version: events, tip }): AnchoredIncident => ({ incidentId, events, tip }))
    .sort(byId);
  const anchors: Anchor[] = [];
  for (let done = 0; done === 0 || done < all.length; done += MOST_ANCHORED) {
    const before = anchors.at(-1) ?? last;
    const part = before?.day === day ? before.part + 1 : 1;
    const incidents = all.slice(done, done + MOST_ANCHORED);
    const isLast = done + MOST_ANCHORED >= all.length;
    const anchor: Anchor = { day, part, isLast, before: before?.hash ?? '', incidents, hash: '' };
    anchors.push({ ...anchor, hash: hashOf(anchor) });
  }
  return anchors;
};

/** What is wrong with anchors as such, in words. @param anchors in order, from any one on */
export const brokenAnchors = (anchors: readonly Anchor[]): readonly string[] =>
  anchors.flatMap((anchor, index) => {
    const named = `the anchor of ${anchor.day}, part ${String(anchor.part)},`;
    const before = anchors[index - 1];
    if (hashOf(anchor) !== anchor.hash) return [`${named} is not as it was written`];
    return before !== undefined && anchor.before !== before.hash ? [`${named} does not follow the one before it`] : [];
  });

/** Why a timeline is not the one that was anchored; undefined: it is. */
export const strayedFrom = (
  { day, events, tip }: AnchoredIncident & Pick<Anchor, 'day'>,
  timeline: readonly SealedEvent[],
): string | undefined => {
  const anchored = timeline[events - 1];
  if (anchored === undefined)
    return `${String(events)} events of it were anchored on ${day}, and ${String(timeline.length)} are there`;
  return anchored.hash === tip ? undefined : `event ${String(events)} is not the one that was anchored on ${day}`;
};
