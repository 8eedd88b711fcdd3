import type { Facts } from '../../core/diagnosis/facts/facts.ts';
import { type Drawn, type Picture, pictureOf } from '../../core/diagnosis/summary/picture.ts';
import { nameOf, unitOf } from '../../core/diagnosis/verdict/role-words.ts';
import { cut } from '../terminal/layout.ts';
import { lineChart } from '../terminal/line-chart.ts';
import { axisLine, gutter, plotColumns, plotLines } from '../terminal/plot.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { markLines } from './chart-marks.ts';
import { type DiagnosisShown, everyStep } from './shown.ts';

const ROOMY = 80;

const UNITS: Readonly<Record<string, string>> = { Percent: 'percent', Seconds: 'seconds' };

const THOUSANDTH = 0.001;

/** Below a second people read milliseconds. */
const inUnit = ({ role, values }: Drawn, stepMs: number): { readonly unit: string; readonly values: Float64Array } => {
  const unit = unitOf(role);
  const most = values.reduce((one, other) => (other > one ? other : one), 0);
  if (unit === 'Seconds' && most < 1)
    return { unit: 'milliseconds', values: values.map((value) => value / THOUSANDTH) };
  return { unit: UNITS[unit] ?? `count ${everyStep(stepMs)}`, values };
};

const plotOf = (one: Drawn, picture: Picture, { facts, shell }: { facts: Facts; shell: Shell }): readonly string[] => {
  const { ink, width } = shell;
  const { unit, values } = inUnit(one, picture.stepMs);
  const limits = one.role.startsWith('memory') ? [facts.situation.memoryLimitPercent] : [];
  const height = width < ROOMY ? 6 : 8;
  const rows = picture.drawn.length > 1 ? height - 2 : height;
  const chart = lineChart({ values, limits, columns: plotColumns(width), rows });
  if (chart === undefined) return [];
  const title = `${nameOf(one.role, facts)}, ${unit}${limits.length > 0 ? ' (╌ the limit)' : ''}`;
  return ['', ink(cut(printable(title), width), 'bold'), ...plotLines(chart, limits).map((line) => ink(line))];
};

/** The series that decide, one above the other, and under them when what happened. */
export const diagnosisChart = (shown: DiagnosisShown, shell: Shell): readonly string[] => {
  const picture = pictureOf(shown);
  const plots = picture.drawn.flatMap((one) => plotOf(one, picture, { facts: shown.facts, shell }));
  if (plots.length === 0) return [];
  const columns = plotColumns(shell.width);
  const lead = gutter('', ' ');
  return [
    ...plots,
    shell.ink(axisLine(picture.span, columns), 'dim'),
    ...markLines(shown, picture.span, columns).map((line) => shell.ink((lead + line).trimEnd())),
  ];
};
