import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../lib/core/hash.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { platformSha256 } from '../../lib/runtime/sha256.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { World } from '../support/function-world.ts';
import { minute } from '../support/incident-spec.ts';

describe('C4 the SHA-256 of the platform', () => {
  it('is that of the core for every text, half characters too', () => {
    expect(platformSha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 0xff_ff }), (text, unit) => {
        const odd = text + String.fromCharCode(unit);
        expect(platformSha256(odd)).toBe(sha256Hex(odd));
      }),
    );
  });

  it('chains what a host with it records, so that anybody can verify it', async () => {
    const world = new World();
    let hashed = 0;
    const sha256 = (text: string): string => {
      hashed += 1;
      return platformSha256(text);
    };
    const pipeline = pipelineOf({ ...world.pipeline, incidents: world.incidents, sha256 });
    const body = alarmEvent({ name: 'latency', state: 'ALARM', at: minute(0) });
    const { incidentIds } = await receive(pipeline, [{ messageId: 'm', body }]);
    const timeline = await world.incidents.timeline(incidentIds[0] ?? '');
    expect(hashed).toBe(timeline.length);
    expect(verifyTimeline(timeline, await world.head(incidentIds[0] ?? ''))).toEqual({ ok: true });
  });
});
