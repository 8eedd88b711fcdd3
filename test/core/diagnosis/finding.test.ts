import { describe, expect, it } from 'vitest';
import { recordedSituation } from '../../../lib/adapters/recording/recorded-situation.ts';
import { readRecording } from '../../../lib/adapters/recording/read-recording.ts';
import { type Found, findingIn, foundIn } from '../../../lib/core/diagnosis/finding.ts';
import type { Missing } from '../../../lib/core/diagnosis/facts/situation.ts';
import { missingSaid } from '../../../lib/core/diagnosis/summary/missing-said.ts';
import { inZoneOf, withTimes } from '../../../lib/core/time-mark.ts';
import { deployed, serviceWith } from './situations.ts';

const REASONS: readonly Missing['reason'][] = [
  'no-data',
  'timeout',
  'throttled',
  'denied',
  'partial',
  'not-configured',
];
const SERIES = ['DB latency', 'traffic of days', 'memory of days', 'open incidents'];

const recording = await readRecording('examples/incidents/2023-08-05-memory-leak/recording.json');

const foundAt = (at: string): Found =>
  foundIn(recordedSituation(recording, { at, service: 'web', timeZone: undefined }));

const found = foundAt('2023-08-05T13:50:00.000Z');
const inUtc = (text: string): string => withTimes(text, (at) => at.slice(11, 16));

describe('what an incident keeps of a diagnosis', () => {
  it('says in clauses and sentences what it is, by what, and what it is not', () => {
    expect(found.said).toMatchObject({ cause: 'memory-leak', early: false, missing: [], not: ['not DB'] });
    expect(found.said.says.map(inUtc)).toEqual([
      'memory leak (surge x4.0)',
      expect.stringMatching(/^out of memory ~1\d:\d\d$/u),
    ]);
    expect(found.said.hypotheses.map(({ cause, verdict }) => `${cause} ${verdict}`)).toEqual([
      'memory-leak supported',
      'deploy-regression inconclusive',
      'traffic-surge inconclusive',
      'dependency refuted',
    ]);
    expect(found.said.evidence).toHaveLength(2);
  });

  it('takes at most 2 KB for messages', () => {
    for (let minute = 27; minute < 60; minute += 1)
      expect(JSON.stringify(foundAt(`2023-08-05T13:${String(minute)}:00.000Z`).said).length).toBeLessThan(2_048);
  });

  it('takes less than an item of the table, whatever deploys are called', () => {
    const of = serviceWith(
      Array.from({ length: 100 }, (_, number) => deployed(`${'💣'.repeat(124)}${String(number)}`, { from: number })),
    );
    expect(Buffer.byteLength(foundIn(of).body)).toBeLessThan(200_000);
  });

  it.each(REASONS.flatMap((reason) => SERIES.map((series) => ({ series, reason }))))(
    'names in whole what could not be looked at: $series, $reason',
    (one) => {
      expect(foundIn({ ...serviceWith([]), missing: [one] }).said.missing).toEqual([missingSaid(one)]);
    },
  );

  it('keeps the whole of it, with at most four series of 180 values, for screens', () => {
    const finding = findingIn(found.body);
    expect(finding?.diagnosis).toMatchObject({ schema: 'diagnosis/1', cause: 'memory-leak' });
    const { series = [], marks = [] } = finding?.chart ?? {};
    expect(series.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
      'memory Percent',
      'traffic Count',
      'latency p50 Seconds',
    ]);
    for (const { values } of series) expect(values.length).toBeLessThanOrEqual(180);
    expect(series[0]?.limit).toBe(100);
    expect(marks).toEqual([{ at: '2023-08-05T13:27:00.000Z', what: 'onset' }]);
  });

  it('tells each reader the times of their own clocks', () => {
    const finding = findingIn(found.body);
    if (finding === undefined) throw new Error('no finding');
    const here = inZoneOf(finding.diagnosis, (at) => `<${at.slice(11, 16)}>`);
    expect(here.hypotheses[0]?.why).toContain('since <13:27>');
    expect(here.headline).toMatch(/out of memory ~<1\d:\d\d>/u);
    expect(here.at).toBe(finding.diagnosis.at);
  });

  it('is none where the text is another, or no JSON', () => {
    for (const body of ['', 'null', '[]', '{}', '{"schema":"finding/2"}', '{"schema":'])
      expect(findingIn(body)).toBeUndefined();
  });
});
