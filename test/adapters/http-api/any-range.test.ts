import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { httpApiIncidents } from '../../../lib/adapters/http-api/http-api-incidents.ts';
import { signedCall } from '../../../lib/adapters/http-api/signed-call.ts';
import { incidentIdOf } from '../../../lib/core/incident/incident-id.ts';
import { DAY, type Instant, later } from '../../../lib/core/time.ts';
import { readerOnStore } from '../../../lib/pipeline/reader-on-store.ts';
import type { IncidentQuery, IncidentReader } from '../../../lib/ports/incident-reader.ts';
import { startApiOf, testSigner } from '../../support/api-on-loopback.ts';
import { World } from '../../support/function-world.ts';
import { appendTo, fact, firing, opening } from '../../support/incident-story.ts';

const world = new World();
const api = await startApiOf(world);
const byApi = httpApiIncidents(
  signedCall({ url: api.url, signer: testSigner(), pause: () => Promise.resolve() }),
  () => world.now,
);
const direct = readerOnStore(world.incidents);

const daysAgo = (days: number): Instant => later(world.now, -days * DAY);

/** Each day of a year a little more or less than one, of which every seventh lasts long and some are open. */
for (let day = 0; day < 390; day += 3) {
  const at = daysAgo(day % 2 === 0 ? day : day + 0.4);
  const first = appendTo(undefined, [
    opening(incidentIdOf(at, 'a group', String(day)), { at, service: `s${String(day % 5)}` }),
  ]);
  await world.incidents.append(first);
  if (day % 11 === 0) continue;
  const over = later(at, (day % 7 === 0 ? 120 : 0.1) * DAY);
  if (over > world.now) continue;
  const resolved = fact(over, { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) });
  await world.incidents.append(appendTo(first.incident.head, [resolved]));
}

afterAll(() => api.close());

const idsOf = async (reader: IncidentReader, query: IncidentQuery, atMost?: number): Promise<readonly string[]> =>
  (await Array.fromAsync(reader.query(query, atMost))).map(({ incidentId }) => incidentId);

const queries = fc.record({
  since: fc.integer({ min: 0, max: 395 }).map(daysAgo),
  until: fc.option(fc.integer({ min: 0, max: 395 }).map(daysAgo), { nil: undefined }),
  service: fc.option(fc.constantFrom('s0', 's1'), { nil: undefined }),
  status: fc.option(fc.constantFrom('open', 'resolved'), { nil: undefined }),
});

describe('a list of any range', () => {
  it('is by the API what it is where the incidents are', async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.integer({ min: 1, max: 40 }), async (query, atMost) => {
        const whole = await idsOf(direct, query);
        expect(await idsOf(byApi, query)).toEqual(whole);
        expect(await idsOf(byApi, query, atMost)).toEqual(whole.slice(0, atMost));
      }),
      { numRuns: 60 },
    );
  });

  it('goes on behind any of it', async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.nat(), async (query, at) => {
        const entries = await Array.fromAsync(direct.query(query));
        const after = entries[at % Math.max(1, entries.length)];
        const rest = entries.slice((at % Math.max(1, entries.length)) + 1).map(({ incidentId }) => incidentId);
        if (after !== undefined) expect(await idsOf(byApi, { ...query, after })).toEqual(rest);
      }),
      { numRuns: 60 },
    );
  });
});
