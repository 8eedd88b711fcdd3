import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import type { HeadAlarm } from '../../../lib/core/incident/incident.ts';
import { fact, firing, headAlarm, minute, opening } from '../../support/incident-story.ts';
import { leakSaid } from '../../support/said-diagnosis.ts';
import { linesOf, toldOf } from '../../support/told-postmortem.ts';

const joined = (minutes: number, changes: Partial<HeadAlarm>): IncidentEvent =>
  fact(minute(minutes), {
    type: 'AlarmJoined',
    alarm: headAlarm(String(minutes), { symptom: `wrong ${String(minutes)}`, ...changes }),
    counts: firing(1),
  });

const diagnosed = fact(minute(5), { type: 'DiagnosisRecorded', number: 1, hash: '', said: leakSaid });

const IMPACT = {
  requestsAffectedPercent: 25.4,
  slowPercent: 20,
  failedPercent: 5.4,
  since: minute(-15),
  basis: 'requests that failed, or were slow',
};

/** A stored diagnosis with this impact. */
const stored = (impact: unknown, latency: readonly (number | null)[] = []): string =>
  JSON.stringify({
    schema: 'finding/1',
    diagnosis: {
      at: minute(5),
      cause: 'memory-leak',
      headline: '',
      early: false,
      minutesAfterOnset: 20,
      onset: minute(-15),
      timeline: [],
      hypotheses: [],
      impact,
      traffic: null,
    },
    chart: {
      from: minute(-17),
      stepSeconds: 60,
      series: [{ name: 'latency p50', unit: 'Seconds', limit: null, values: latency }],
      marks: [],
    },
  });

const impact = (body: string | undefined, ...events: readonly IncidentEvent[]): readonly string[] =>
  linesOf(
    toldOf([opening('I1'), diagnosed, ...events], { diagnoses: body === undefined ? [] : [{ number: 1, body }] }),
    'Impact',
  );

const resolved = fact(minute(90), { type: 'IncidentResolved', stillFiring: 0, counts: firing(0, 1) });

describe('the impact', () => {
  it('is the share that a diagnosis measured, with its basis and its time', () => {
    expect(impact(stored(IMPACT))).toEqual([
      '5.4 % of the requests to web failed, and 20 % were slower than usual, from 10:00 to 10:20. #2',
      'Basis: requests that failed, or were slow. #2',
      'To answer: How many users is that, and what could they not do? Requests are counted, people are not.',
    ]);
  });

  it('says how slow it was at its worst, against the time before', () => {
    expect(impact(stored(IMPACT, [0.01, 0.01, 0.4, null, 0.9]))).toContain(
      'At its worst, at 10:02, latency p50 was 900 ms, before it began 10 ms. #2',
    );
  });

  it('is asked for of the time after the last diagnosis', () => {
    expect(impact(stored(IMPACT), resolved)).toContain(
      'To answer: What share was affected from 10:20 to 11:45? No diagnosis measured it.',
    );
  });

  it.each([
    ['nobody measured it', undefined],
    ['nobody was hurt', stored(null)],
    ['it cannot be read', stored({ ...IMPACT, slowPercent: '20' })],
  ])('is asked for where %s', (_why, body) => {
    expect(impact(body)).toEqual([
      'To answer: What share of the requests, or of the users, was affected? No diagnosis measured it.',
    ]);
  });

  it('names the worst alarm that fired, of several the first, and none that is silenced', () => {
    const told = impact(
      undefined,
      joined(0, { severity: 'warning' }),
      joined(1, { silenced: true }),
      joined(2, { name: 'worst' }),
      joined(3, {}),
    );
    expect(told[0]).toBe('The worst alarm that fired is critical: worst, wrong 2. #5');
  });
});
