import * as z from 'zod/mini';
import { CONFIRMED_CAUSES } from '../../lib/core/cause.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import { seenOf } from '../../lib/core/incident/response.ts';
import { readCursor, writeCursor } from '../../lib/core/report/list-cursor.ts';
import { LISTED_SEVERITIES, LISTED_STATUSES, listedFields } from '../../lib/core/report/list-entry.ts';
import type { Instant } from '../../lib/core/time.ts';
import { queryIncidents } from '../../lib/pipeline/query-incidents.ts';
import { jsonReply, problemReply } from './http.ts';
import { operation } from './operation.ts';
import { fromQuery, pageOf } from './page-of.ts';
import { nameField, wordField, parameter, rangeFields, rangeOf } from './range-query.ts';
import { httpRefusalOf } from './refusals.ts';

/** Entries looked at for one answer. */
const MOST_SCANNED = 2_000;

const listQuery = (now: Instant) =>
  z.strictObject({
    ...rangeFields(now),
    status: z.optional(wordField('status', LISTED_STATUSES)),
    severity: z.optional(wordField('severity', LISTED_SEVERITIES)),
    cause: z.optional(wordField('cause', CONFIRMED_CAUSES)),
    service: z.optional(nameField('service', 'of this service')),
    responder: z.optional(nameField('responder', 'whoever was paged or acted')),
    opened: z.optional(wordField('opened', ['within'])),
    cursor: z.optional(parameter('cursor', 'the next of an earlier answer', readCursor)),
  });

/** `GET /incidents`: newest first; `next` is there while there may be more, `damaged` where an entry could not be read. */
export const listOperation = operation(listQuery, async ({ pipeline }, { query: { cursor, opened, ...query } }) => {
  const range = rangeOf(query, pipeline.clock());
  if ('refusal' in range) return problemReply({ problem: 'invalid-request', ...range });
  const incidents: object[] = [];
  let scanned = 0;
  let next: string | null = null;
  const damaged = new Set<string>();
  const told = (incidentId: string): void => void damaged.add(incidentId);
  const wanted = { ...query, ...range, damaged: told, after: cursor, isOpenedOnly: opened && (true as const) };
  for await (const { entry, isListed } of queryIncidents(pipeline.index, wanted)) {
    scanned += 1;
    if (isListed) incidents.push(listedFields(entry));
    if (incidents.length < range.limit && scanned < MOST_SCANNED) continue;
    next = writeCursor(entry);
    break;
  }
  return jsonReply(200, { incidents, next, ...(damaged.size > 0 && { damaged: [...damaged] }) });
});

/** An incident, and what may be sent back as `expect` by whoever has seen it so. */
export const shownIncident = (incident: Incident): object => ({ incident, seen: seenOf(incident) });

/** `GET /incidents/{id}`: how it stands, and its timeline from a version on. */
export const incidentOperation = operation(
  () => fromQuery,
  async ({ pipeline: { store } }, { named: { incidentId }, query: { from = 1 } }) => {
    const incident = await store.head(incidentId);
    if (incident === undefined) return problemReply(httpRefusalOf({ reason: 'incident-absent' }));
    const timeline = await store.timeline(incidentId);
    const { items, following } = pageOf(timeline.filter(({ version }) => version >= from));
    const next = following?.version ?? null;
    return jsonReply(200, { ...shownIncident(incident), timeline: items.map(eventOf), next });
  },
);
