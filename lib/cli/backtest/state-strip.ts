import type { AlarmState } from '../../core/alarm/definition.ts';
import type { Span } from '../../core/alarm/period-grid.ts';
import { epochOf, type Instant } from '../../core/time.ts';
import type { StateChange } from '../../simulator/backtest/time-in-alarm.ts';

export const STATE_MARKS: Readonly<Record<AlarmState, string>> = { OK: '─', INSUFFICIENT_DATA: '·', ALARM: '█' };

/** A stretch of characters of one state. */
export interface Run {
  readonly state: AlarmState;
  readonly length: number;
}

const runsOf = (states: readonly AlarmState[]): Run[] => {
  const runs: { state: AlarmState; length: number }[] = [];
  for (const state of states) {
    const last = runs.at(-1);
    if (last?.state === state) last.length += 1;
    else runs.push({ state, length: 1 });
  }
  return runs;
};

/** The states over a stretch of time, in so many characters: an ALARM is seen however short it was. */
export const stateStrip = (changes: readonly StateChange[], { from, to }: Span, columns: number): readonly Run[] => {
  const [fromMs, toMs] = [epochOf(from), epochOf(to)];
  const columnOf = (at: Instant): number => Math.floor(((epochOf(at) - fromMs) / (toMs - fromMs)) * columns);
  const states = new Array<AlarmState>(columns).fill('INSUFFICIENT_DATA');
  const inAlarm: number[] = [];
  for (const { at, to: state } of changes) {
    const column = Math.min(columns - 1, columnOf(at));
    states.fill(state, column);
    if (state === 'ALARM') inAlarm.push(column);
  }
  for (const column of inAlarm) states[column] = 'ALARM';
  return runsOf(states);
};
