import { pictureOf } from '../../core/diagnosis/summary/picture.ts';
import { nameOf, unitOf } from '../../core/diagnosis/verdict/role-words.ts';
import { seriesPlots } from '../terminal/series-plots.ts';
import type { Shell } from '../terminal/shell.ts';
import { chartMarksOf } from './chart-marks.ts';
import { clockBeside, type DiagnosisShown, UTC } from './shown.ts';

/** The series that decide, one above the other, and under them when what happened. */
export const diagnosisChart = (shown: DiagnosisShown, shell: Shell): readonly string[] => {
  const { facts } = shown;
  const { span, stepMs, drawn } = pictureOf(shown);
  const series = drawn.map(({ role, values }) => ({
    name: nameOf(role, facts),
    unit: unitOf(role),
    limit: role.startsWith('memory') ? facts.situation.memoryLimitPercent : null,
    values,
  }));
  const marks = chartMarksOf(shown, span);
  return seriesPlots({ span, stepMs, series, marks, clock: UTC, say: clockBeside(span.to) }, shell);
};
