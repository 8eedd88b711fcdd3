import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layer, Schedule, Weekday } from '../../../lib/core/configuration.ts';
import { uncoveredBy } from '../../../lib/core/schedule/uncovered.ts';
import { turns } from '../../../lib/core/schedule/on-call.ts';
import { DAY, epochOf, instantOf } from '../../../lib/core/time.ts';

const DAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const time = fc
  .tuple(fc.nat(23), fc.constantFrom('00', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

const layer: fc.Arbitrary<Layer> = fc.record(
  {
    rotation: fc.constantFrom(['alice'], ['alice', 'bob']),
    everyDays: fc.constantFrom(1, 3, 7),
    starting: fc.constantFrom('2023-01-02', '2026-03-29', '2026-10-20'),
    handoff: time,
    restrict: fc.record(
      { days: fc.subarray([...DAYS], { minLength: 1 }), from: time, to: time },
      { requiredKeys: ['from', 'to'] },
    ),
  },
  { requiredKeys: ['rotation', 'everyDays', 'starting', 'handoff'] },
);

const schedule: fc.Arbitrary<Schedule> = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'),
  layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
});

describe('hours that a schedule leaves uncovered', () => {
  it('are the turns of nobody, whatever its layers, across the changes of the clocks', () => {
    fc.assert(
      fc.property(schedule, fc.constantFrom('2026-03-05', '2026-10-15', '2011-12-20'), (one, date) => {
        const from = epochOf(`${date}T00:00:00.000Z`);
        const to = from + 30 * DAY;
        const nobody = turns(one, instantOf(from), instantOf(to)).filter(({ responder }) => responder === undefined);
        expect(uncoveredBy([one], { from, to })).toEqual(
          nobody.map((turn) => ({ from: epochOf(turn.from), to: epochOf(turn.to) })),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('are none where another schedule has them', () => {
    const half = (from: string, to: string, timeZone = 'UTC'): Schedule => ({
      timeZone,
      layers: [{ rotation: ['alice'], everyDays: 7, starting: '2023-01-02', handoff: '00:00', restrict: { from, to } }],
    });
    const stretch = { from: epochOf('2026-01-05T00:00:00.000Z'), to: epochOf('2026-01-12T00:00:00.000Z') };
    expect(uncoveredBy([half('09:00', '21:00')], stretch)).toHaveLength(8);
    expect(uncoveredBy([half('09:00', '21:00'), half('21:00', '09:00')], stretch)).toEqual([]);
    expect(uncoveredBy([half('09:00', '21:00'), half('22:00', '10:00', 'Europe/Berlin')], stretch)).toEqual([]);
    expect(uncoveredBy([], stretch)).toEqual([stretch]);
  });
});
