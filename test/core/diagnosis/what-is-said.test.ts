import { describe, expect, it } from 'vitest';
import { diagnosed, diagnosesOf, expectCause, hypothesisIn } from './diagnosed.ts';
import {
  alarmed,
  askedAt,
  begunAt,
  changed,
  deployed,
  failing,
  inZone,
  leaking,
  minute,
  missing,
  ROLES,
  slowDatabase,
  slower,
  surging,
  without,
} from './situations.ts';

const slow = slower({ from: 150, factor: 3 });

describe('without a cause', () => {
  it('nothing is wrong where all is as usual', () => {
    for (const one of diagnosesOf()) {
      expect(one).toMatchObject({
        cause: 'none',
        headline: 'nothing is wrong',
        onset: null,
        impact: null,
        early: false,
      });
      expect(one.hypotheses.map(({ verdict }) => verdict)).not.toContain('supported');
    }
  });

  it('it abstains where nothing explains the trouble', () => {
    for (const one of diagnosesOf(slow)) {
      expect(one.cause).toBe('unknown');
      expect(one.headline).toMatch(/^latency p50 x(2\.9|3\.\d) since 14:30, cause unknown; not DB, not memory/);
      expect(one.confidence).toBeLessThan(0.8);
    }
  });

  it('it abstains where too little is known', () => {
    expectCause(diagnosesOf(begunAt(165), slow), 'unknown');
    expectCause(diagnosesOf(without(...ROLES)), 'unknown');
    expectCause(diagnosesOf(askedAt(0)), 'unknown');
  });

  it('trouble that is over is not what is asked about', () => {
    expectCause(diagnosesOf(slower({ from: 60, to: 120, factor: 3 })), 'none');
    expectCause(diagnosesOf(slower({ from: 110, to: 173, factor: 3 })), 'unknown');
  });

  it('says what is missing', () => {
    expect(diagnosed([missing('traffic'), without('requests')]).data.missing).toEqual([
      { series: 'traffic', reason: 'denied' },
    ]);
  });
});

describe('the onset', () => {
  it.each([100, 130, 150, 170])('is told with its range, at minute %d', (from) => {
    for (const { onset, onsetRange, minutesAfterOnset, early } of diagnosesOf(slower({ from, factor: 3 }))) {
      expect(onset).toBe(minute(from));
      expect([(onsetRange?.[0] ?? '') >= minute(from - 6), (onsetRange?.[1] ?? '9') <= minute(from + 3)]).toEqual([
        true,
        true,
      ]);
      expect([minutesAfterOnset, early]).toEqual([180 - from, 180 - from < 15]);
    }
  });

  it('orders what happened', () => {
    const [found] = diagnosesOf(
      surging({ from: 120, factor: 3 }),
      leaking({ from: 122, perMinute: 0.8 }),
      slower({ from: 160, factor: 3 }),
    );
    expect(found?.timeline.map(({ series }) => series)).toEqual(['traffic', 'memory', 'latency p50']);
  });

  it('comes after the deploy that brought it', () => {
    const [found] = diagnosesOf(deployed('web-2', { from: 148 }), slow, failing({ from: 155, share: 0.2 }));
    expect(found?.timeline.map(({ series }) => series)).toEqual(['deploy', 'latency p50', 'errors']);
  });
});

describe('the impact', () => {
  it('counts who is slow against the quiet time before', () => {
    for (const { impact } of diagnosesOf(slower({ from: 150, factor: 8 }))) {
      expect(impact?.slowPercent).toBeGreaterThan(70);
      expect(impact?.failedPercent).toBe(0);
      expect(impact?.since).toBe(minute(150));
    }
  });

  it('counts who failed', () => {
    for (const { impact } of diagnosesOf(failing({ from: 150, share: 0.3 }))) {
      expect(impact?.failedPercent).toBeCloseTo(30, 0);
      expect(impact?.slowPercent).toBeLessThan(2);
    }
  });

  it('of few that are a little slow is small', () => {
    for (const { impact } of diagnosesOf(slower({ from: 150, factor: 1.3 })))
      expect(impact?.requestsAffectedPercent).toBeLessThan(10);
  });
});

describe('an alarm of latency that fires', () => {
  const little = slower({ from: 175, factor: 1.12 });

  it('lowers the bar of being hurt', () => {
    const found = diagnosesOf(little, alarmed(176));
    expectCause(found, 'unknown');
    for (const { onset } of found) expect(onset).not.toBeNull();
  });

  it('that fires later does not', () => {
    expect(diagnosed([little, alarmed(181)])).toEqual(diagnosed([little]));
  });

  it('alone makes no trouble of quiet latency', () => {
    const found = diagnosesOf(
      changed('latency', () => 0.05),
      alarmed(176),
    );
    expectCause(found, 'none');
  });
});

describe('a headline', () => {
  it('tells times by the clock of the service', () => {
    expect(diagnosed([slow, inZone('America/New_York')]).headline).toContain('since 10:30');
  });

  it('of a long id of a deploy stays within 80 characters', () => {
    const [found] = diagnosesOf(deployed(`web-${'9'.repeat(100)}`, { from: 150 }), slow);
    expect(found?.headline).toMatch(/^bad deploy web-9+…9{8}, latency p50 /);
    expect(found?.headline.length).toBeLessThanOrEqual(80);
  });

  it('drops clauses from its end', () => {
    const [short] = diagnosesOf(deployed('web-2', { from: 150 }), slower({ from: 152, factor: 3 }));
    const [long] = diagnosesOf(deployed('web-2023-08-05-abcdef0123', { from: 150 }), slower({ from: 152, factor: 3 }));
    expect(short?.headline).toMatch(/since 14:32; not DB, not memory, not traffic$/);
    expect(long?.headline).toMatch(/since 14:32; not DB$/);
  });
});

describe('evidence', () => {
  it('has its numbers, their windows, unit and baseline', () => {
    const [evidence] = hypothesisIn(diagnosed([slowDatabase({ from: 150, factor: 6 })]), 'dependency').evidence;
    expect(evidence).toMatchObject({
      kind: 'series',
      metric: expect.stringMatching(/^AWS\/RDS (Read|Write)Latency Average$/) as string,
      from: minute(150),
      to: minute(180),
      unit: 'Seconds',
      points: 30,
      baseline: { from: minute(0), to: minute(150), points: 150 },
      supports: true,
    });
    expect(Number(evidence?.observed) / Number(evidence?.baseline?.value)).toBeCloseTo(6, 0);
  });
});
