import type { IncidentEvent } from '../events.ts';
import type { Incident } from '../incident.ts';

/** Past so many targets the one paged or told longest ago is forgotten. */
export const REMEMBERED_TARGETS = 14;

export type EventOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

/** How a fact changes the head. */
export type Fold<T extends IncidentEvent['type']> = (incident: Incident, event: EventOf<T>) => Incident;

export type Folds<T extends IncidentEvent['type']> = { readonly [K in T]: Fold<K> };

/** Of a fact that is only told. */
export const unchanged = (incident: Incident): Incident => incident;
