import type { IncidentEvent } from '../../core/incident/events.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { RefusedResponse } from '../../core/response/refusal.ts';
import { type ApiCall, ApiError, apiErrorOf } from './api-call.ts';
import { refusalIn } from './http-api-responses.ts';
import { readPages } from './read-pages.ts';

interface Drills {
  open(asked: {
    readonly to?: readonly string[] | undefined;
    readonly key: string;
  }): Promise<{ readonly incidentId: string } | { readonly refusal: RefusedResponse }>;
  timeline(incidentId: string): Promise<readonly IncidentEvent[]>;
}

/** Drills of a deployed stack, by its API. */
export const httpApiDrills = (call: ApiCall): Drills => ({
  open: async (asked) => {
    const reply = await call({ method: 'POST', path: '/test-pages', body: JSON.stringify(asked) });
    const incident = reply.fields['incident'] as Incident | undefined;
    if (reply.status === 200 && incident !== undefined) return { incidentId: incident.incidentId };
    // An address that a stack of before does not have.
    if (reply.status === 404) throw new ApiError('NoSuchRoute', 'POST /test-pages');
    if (reply.status === 200) throw apiErrorOf(reply);
    return { refusal: refusalIn(reply) };
  },
  timeline: async (incidentId) => {
    const asked = { path: `/incidents/${incidentId}` };
    const read = await readPages(call, asked, ({ timeline }) => timeline as readonly IncidentEvent[]);
    return read?.items ?? [];
  },
});
