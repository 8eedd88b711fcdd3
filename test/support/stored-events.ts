import { readFileSync } from 'node:fs';
import { seal, type SealedEvent } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import { APPEND_LIMITS } from '../../lib/ports/incident-store.ts';
import type { IncidentAppend } from './incident-story.ts';

export const readFixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));

/** One incident with every type of event that a version wrote, each at least once. */
export const eventsOfVersion = (version: 1 | 2): readonly IncidentEvent[] =>
  readFixture(`events-v${String(version)}.json`) as readonly IncidentEvent[];

export const sealedOfVersion = (version: 1 | 2): readonly SealedEvent[] =>
  seal(eventsOfVersion(version), { version: 0, tip: '' });

/** The incident of version 1 as its code appended it: with the head that it had then. */
export const appendsOfVersion1 = (): readonly IncidentAppend[] => {
  const head = readFixture('events-v1-head.json') as Incident;
  const sealed = sealedOfVersion(1);
  const appends: IncidentAppend[] = [];
  for (let start = 0; start < sealed.length; start += APPEND_LIMITS.events) {
    const events = sealed.slice(start, start + APPEND_LIMITS.events);
    const last = events.at(-1);
    const then = { ...head, version: start + events.length, tip: last?.hash ?? '' };
    appends.push({ incident: { head: then, events, members: [] }, register: [], dedups: [] });
  }
  return appends;
};
