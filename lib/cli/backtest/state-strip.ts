import type { AlarmState } from '../../core/alarm/definition.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, type Instant } from '../../core/time.ts';
import type { StateChange } from '../../simulator/backtest/time-in-alarm.ts';

/** What one character stands for: the state of most of its time, or an ALARM of less than half of that. */
export type Mark = AlarmState | 'BRIEF_ALARM';

export const STATE_MARKS: Readonly<Record<Mark, string>> = {
  OK: '─',
  INSUFFICIENT_DATA: '·',
  ALARM: '█',
  BRIEF_ALARM: '▄',
};

/** A stretch of characters of one mark. */
export interface MarkedRun {
  readonly mark: Mark;
  readonly length: number;
}

const runsOf = (marks: readonly Mark[]): MarkedRun[] => {
  const runs: { mark: Mark; length: number }[] = [];
  for (const mark of marks) {
    const last = runs.at(-1);
    if (last?.mark === mark) last.length += 1;
    else runs.push({ mark, length: 1 });
  }
  return runs;
};

/** Of one column. */
interface Shares extends Record<AlarmState, number> {
  /** Also one that has no length: it began at the very end, or ended at once. */
  isAlarmSeen: boolean;
}

const markOf = ({ ALARM, OK, INSUFFICIENT_DATA, isAlarmSeen }: Shares): Mark => {
  if (ALARM >= 0.5) return 'ALARM';
  if (isAlarmSeen) return 'BRIEF_ALARM';
  return OK >= INSUFFICIENT_DATA ? 'OK' : 'INSUFFICIENT_DATA';
};

/** `from` and `to` count columns. */
const add = (shares: readonly Shares[], state: AlarmState, { from, to }: { from: number; to: number }): void => {
  const first = Math.min(shares.length - 1, Math.floor(from));
  for (let column = first; column === first || column < to; column += 1) {
    const share = shares[column];
    if (share === undefined) return;
    share[state] += Math.min(to, column + 1) - Math.max(from, column);
    share.isAlarmSeen ||= state === 'ALARM';
  }
};

/** The states over a stretch of time, in so many characters: an ALARM is seen however short it was. */
export const stateStrip = (
  changes: readonly StateChange[],
  { from, to }: Span,
  columns: number,
): readonly MarkedRun[] => {
  const [fromMs, toMs] = [epochOf(from), epochOf(to)];
  const placeOf = (at: Instant): number => ((epochOf(at) - fromMs) * columns) / (toMs - fromMs);
  const shares = Array.from({ length: columns }, () => ({ OK: 0, INSUFFICIENT_DATA: 0, ALARM: 0, isAlarmSeen: false }));
  let [state, since]: [AlarmState, number] = ['INSUFFICIENT_DATA', 0];
  for (const change of changes) {
    const place = placeOf(change.at);
    add(shares, state, { from: since, to: place });
    [state, since] = [change.to, place];
  }
  add(shares, state, { from: since, to: columns });
  return runsOf(shares.map(markOf));
};
