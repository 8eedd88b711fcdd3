import type { Span } from '../../core/series/period-grid.ts';
import { type Instant, instantOf } from '../../core/time.ts';
import { type ChartSign, MARK_SIGNS } from '../terminal/mark-lines.ts';
import type { DiagnosisShown } from './shown.ts';

const MOST_DEPLOYS = 4;
const MOST_ALARMS = 3;

/** When it began, deploys of the span and alarms. */
export const chartMarksOf = (
  { diagnosis: { onset }, facts }: DiagnosisShown,
  { from, to }: Span,
): readonly ChartSign[] => {
  const { rollouts, situation, window } = facts;
  const startOf = (step: number): Instant => instantOf(window.startMs + step * window.stepMs);
  const deploys = rollouts.map(({ id, start }): ChartSign => ({
    sign: MARK_SIGNS.deploy,
    at: startOf(start),
    what: `deploy ${id}`,
  }));
  const alarms = situation.alarms.map(({ name, since }): ChartSign => ({
    sign: MARK_SIGNS.alarm,
    at: since,
    what: name,
  }));
  return [
    ...(onset === null ? [] : [{ sign: MARK_SIGNS.onset, at: onset, what: 'onset' }]),
    ...deploys.filter(({ at }) => at >= from && at <= to).slice(-MOST_DEPLOYS),
    ...alarms.slice(0, MOST_ALARMS),
  ];
};
