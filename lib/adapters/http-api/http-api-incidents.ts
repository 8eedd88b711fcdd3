import type { SealedEvent } from '../../core/incident/chain.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { StoredDiagnosis } from '../../core/incident/stored-diagnosis.ts';
import { writeCursor } from '../../core/report/list-cursor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentQuery, IncidentReader, IncidentRecord, ToldEntry } from '../../ports/incident-reader.ts';
import { type ApiCall, apiErrorOf, fieldsFound } from './api-call.ts';
import { readPages } from './read-pages.ts';
import { windowsOf } from './windows.ts';

/** The API lists no more at once. */
const MOST_AT_ONCE = 200;

const parametersOf = (
  { after, isOpenedOnly, damaged: _damaged, ...query }: IncidentQuery,
  limit: number,
): Record<string, string> => {
  const all = {
    ...query,
    opened: isOpenedOnly && 'within',
    cursor: after && writeCursor(after),
    limit: String(Math.min(limit, MOST_AT_ONCE)),
  };
  return Object.fromEntries(Object.entries(all).filter((field): field is [string, string] => field[1] !== undefined));
};

interface ListedPage {
  readonly incidents: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
  readonly damaged?: readonly string[];
}

/** The API says null where there is nothing. */
const entryIn = (fields: Readonly<Record<string, unknown>>): ToldEntry =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as unknown as ToldEntry;

/** One range of the API's own length, page by page. */
const listWindow = async function* (call: ApiCall, window: IncidentQuery, atMost: number): AsyncGenerator<ToldEntry> {
  let left = atMost;
  let query: Record<string, string> | undefined = parametersOf(window, left);
  while (query !== undefined && left > 0) {
    const reply = await call({ method: 'GET', path: '/incidents', query });
    if (reply.status !== 200) throw apiErrorOf(reply);
    const { incidents, next, damaged = [] } = reply.fields as unknown as ListedPage;
    for (const incidentId of damaged) window.damaged?.(incidentId);
    yield* incidents.map(entryIn);
    left -= incidents.length;
    query = next === null ? undefined : { ...parametersOf(window, left), cursor: next };
  }
};

const recordIn = async (call: ApiCall, incidentId: string): Promise<IncidentRecord | undefined> => {
  const path = `/incidents/${incidentId}/record`;
  const read = await readPages(call, { path }, ({ events }) => events as readonly SealedEvent[]);
  return read && { head: (read.last['head'] ?? undefined) as Incident | undefined, events: read.items };
};

const diagnosesIn = async (
  call: ApiCall,
  incidentId: string,
  which: readonly number[] | 'all',
): Promise<readonly StoredDiagnosis[]> => {
  const path = `/incidents/${incidentId}/diagnoses`;
  if (which === 'all') {
    const read = await readPages(call, { path }, ({ diagnoses }) => diagnoses as readonly StoredDiagnosis[]);
    return read?.items ?? [];
  }
  const found: StoredDiagnosis[] = [];
  for (const number of [...new Set(which)].sort((one, other) => one - other)) {
    const fields = fieldsFound(await call({ method: 'GET', path: `${path}/${String(number)}` }));
    if (fields !== undefined) found.push(fields as unknown as StoredDiagnosis);
  }
  return found;
};

/** The incidents of a deployed stack, by its API: whoever reads them needs no right on the table. */
export const httpApiIncidents = (call: ApiCall, clock: Clock): IncidentReader => ({
  head: async (incidentId) => (await recordIn(call, incidentId))?.head,
  timeline: async (incidentId) => (await recordIn(call, incidentId))?.events ?? [],
  diagnoses: (incidentId, which) => diagnosesIn(call, incidentId, which),
  record: (incidentId) => recordIn(call, incidentId),

  query: async function* (query, atMost = Infinity) {
    let left = atMost;
    for (const window of windowsOf(query, clock())) {
      if (left <= 0) return;
      for await (const entry of listWindow(call, window, left)) {
        yield entry;
        left -= 1;
      }
    }
  },
});
