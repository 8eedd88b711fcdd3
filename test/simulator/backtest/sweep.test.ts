import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/core/time.ts';
import { namedOnsets } from '../../../lib/simulator/backtest/onsets.ts';
import { type Refused, sweep, type SweepInput, type Swept } from '../../../lib/simulator/backtest/sweep.ts';
import { parseSweep, type SweepGrid } from '../../../lib/simulator/backtest/sweep-grid.ts';
import { asPredicted, backtesting, composite, memoryAlarm, minute, recordedAt, seen, SPAN } from './backtesting.ts';

/** 14:10 to 14:15 at 85, 14:18 to 14:28 at 95. */
const series = seen([10, 50], [5, 85], [3, 50], [10, 95], [92, 50]);

const gridOf = (text: string): SweepGrid => {
  const grid = parseSweep(text);
  if ('problem' in grid) throw new Error(grid.problem);
  return grid;
};

const [plain] = backtesting([memoryAlarm()], { series });

const sweeping = (text: string, changes: Partial<SweepInput> = {}): Swept | Refused => {
  if (plain === undefined) throw new Error('nothing was backtested');
  return sweep({
    backtested: plain,
    grid: gridOf(text),
    series,
    span: SPAN,
    onsets: undefined,
    recoverAfterMs: 5 * MINUTE,
    ...changes,
  });
};

const swept = (text: string, changes: Partial<SweepInput> = {}): Swept => {
  const result = sweeping(text, changes);
  if ('refused' in result) throw new Error(result.refused);
  return result;
};

const refused = (text: string, changes: Partial<SweepInput> = {}): string => {
  const result = sweeping(text, changes);
  return 'refused' in result ? result.refused : '';
};

describe('a swept alarm', () => {
  it('has a row for each threshold and window', () => {
    const { rows } = swept('threshold=80..90:10,for=1of1,3of5');
    expect(
      rows.map((row) => [row.threshold, row.datapointsToAlarm, row.timesInAlarm, row.secondsInAlarm / 60]),
    ).toEqual([
      [80, 1, 2, 15],
      [80, 3, 2, 15],
      [90, 1, 1, 10],
      [90, 3, 1, 10],
    ]);
  });

  it('marks the row that is the alarm as it stands, and tells that one anyway', () => {
    expect(swept('threshold=70..90:10').rows.map(({ isOwn }) => isOwn)).toEqual([false, true, false]);
    const { rows, own } = swept('threshold=90,for=3of5');
    expect(rows.map(({ isOwn }) => isOwn)).toEqual([false]);
    expect(own).toMatchObject({ threshold: 80, datapointsToAlarm: 1, evaluationPeriods: 1, timesInAlarm: 2 });
  });

  it('keeps its own threshold or window where the grid names none', () => {
    expect(swept('for=3of5').rows).toMatchObject([{ threshold: 80, evaluationPeriods: 5 }]);
    expect(swept('threshold=90').rows).toMatchObject([{ threshold: 90, evaluationPeriods: 1 }]);
  });

  it('pages once an incident, or nobody', () => {
    expect(swept('threshold=80').rows[0]?.pages).toBe(1);
    expect(swept('threshold=80', { recoverAfterMs: 2 * MINUTE }).rows[0]?.pages).toBe(2);
    expect(swept('threshold=80', { recoverAfterMs: undefined }).rows[0]).not.toHaveProperty('pages');
  });

  it('tells how long after an onset it fires, where onsets are known', () => {
    const onsets = namedOnsets([minute(8), minute(17)], SPAN);
    expect(swept('threshold=80', { onsets }).rows[0]?.delays).toEqual({ onsets: 2, seen: 2, medianSeconds: 150 });
    expect(swept('threshold=90', { onsets }).rows[0]?.delays).toEqual({ onsets: 2, seen: 1, medianSeconds: 120 });
    expect(swept('threshold=80').rows[0]).not.toHaveProperty('delays');
  });

  it('is refused where the backtest does not agree with what CloudWatch did', () => {
    const trusted = backtesting([memoryAlarm()], { recorded: asPredicted, series })[0];
    const distrusted = backtesting([memoryAlarm()], { recorded: [recordedAt(60, 'ALARM')], series })[0];
    if (trusted === undefined || distrusted === undefined) throw new Error('nothing was backtested');
    expect(sweeping('threshold=80', { backtested: trusted })).toHaveProperty('rows');
    expect(refused('threshold=80', { backtested: distrusted })).toMatch(/agreement 0\.00.*gives no advice/);
  });

  it('is refused where it has nothing to sweep', () => {
    const [impact, band, broken] = backtesting(
      [
        composite('ALARM(memory)'),
        memoryAlarm({ limit: { comparison: 'GreaterThanUpperThreshold', band: { standardDeviations: 2 } } }),
        { name: 'promql', unsupported: 'PromQL' },
      ],
      { series },
    );
    if (impact === undefined || band === undefined || broken === undefined) throw new Error('nothing was backtested');
    expect(refused('for=1of1', { backtested: { ...impact, unsupported: undefined } })).toContain('composite');
    expect(refused('threshold=80', { backtested: band })).toContain('anomaly band');
    expect(swept('for=2of2', { backtested: band }).rows).toHaveLength(1);
    expect(refused('for=1of1', { backtested: broken })).toContain('PromQL');
    expect(refused('for=1of2000')).toContain('2000 periods of 60 s are more than CloudWatch takes (1440)');
  });
});
