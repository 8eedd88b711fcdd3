import { afterEach, describe, expect, it } from 'vitest';
import { httpApiIncidents } from '../../../lib/adapters/http-api/http-api-incidents.ts';
import { signedCall } from '../../../lib/adapters/http-api/signed-call.ts';
import { DAY, later } from '../../../lib/core/time.ts';
import type { IncidentReader } from '../../../lib/ports/incident-reader.ts';
import { gatewayReply, type LoopbackApi, startApi, startApiOf, testSigner } from '../../support/api-on-loopback.ts';
import { World } from '../../support/function-world.ts';
import { incidentReaderContract } from '../../support/incident-reader-contract.ts';
import { minute } from '../../support/incident-story.ts';

const NOW = minute(0);

const readerOf = ({ url }: LoopbackApi): IncidentReader =>
  httpApiIncidents(signedCall({ url, signer: testSigner(), pause: () => Promise.resolve() }), () => NOW);

incidentReaderContract('the API in process', async () => {
  const world = new World();
  const api = await startApiOf(world);
  return { reader: readerOf(api), store: world.incidents, now: world.now, close: () => api.close() };
});

describe('a list by the API', () => {
  let api: LoopbackApi | undefined;

  afterEach(async () => {
    await api?.close();
  });

  const asked = async (query: Parameters<IncidentReader['query']>[0]) => {
    api = await startApi(() => gatewayReply(200, { incidents: [], next: null }));
    await Array.fromAsync(readerOf(api).query(query));
    return api.requests.map(({ target }) => Object.fromEntries(new URL(target, 'http://api').searchParams));
  };

  it('is asked for in ranges that the API takes, newest first, each incident in one of them', async () => {
    const ranges = await asked({ since: later(NOW, -200 * DAY), service: 'web' });
    expect(ranges).toEqual([
      { service: 'web', limit: '200', since: later(NOW, -91 * DAY), opened: 'within' },
      { service: 'web', limit: '200', since: later(NOW, -182 * DAY), until: later(NOW, -91 * DAY), opened: 'within' },
      { service: 'web', limit: '200', since: later(NOW, -200 * DAY), until: later(NOW, -182 * DAY) },
    ]);
  });

  it('begins at its cursor, and looks no further back than a day of last year without a beginning', async () => {
    const after = { openedAt: later(NOW, -350 * DAY), incidentId: '0'.repeat(26) };
    const ranges = await asked({ after, since: later(NOW, -380 * DAY) });
    expect(ranges).toMatchObject([{ cursor: `${after.openedAt}_${after.incidentId}` }]);
    await api?.close();
    expect((await asked({})).at(-1)).toMatchObject({ since: later(NOW, -400 * DAY) });
  });
});
