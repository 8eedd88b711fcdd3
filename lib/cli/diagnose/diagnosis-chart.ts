import { daysOf, instantAt } from '../../core/diagnosis/facts/observed.ts';
import type { Facts } from '../../core/diagnosis/facts/facts.ts';
import type { Role } from '../../core/diagnosis/facts/situation.ts';
import type { Diagnosis } from '../../core/diagnosis/verdict/diagnosis.ts';
import { nameOf, unitOf } from '../../core/diagnosis/verdict/role-words.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, instantOf, MINUTE } from '../../core/time.ts';
import { cut } from '../terminal/layout.ts';
import { lineChart } from '../terminal/line-chart.ts';
import { axisLine, gutter, plotColumns, plotLines } from '../terminal/plot.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { markLines } from './chart-marks.ts';
import { type DiagnosisShown, everyStep } from './shown.ts';

/** What is drawn of one role. */
interface Drawn {
  readonly role: Role;
  readonly values: Float64Array;
}

interface Picture {
  readonly span: Span;
  readonly stepMs: number;
  readonly drawn: readonly Drawn[];
}

const ROOMY = 80;
const LONG_STEP = 5 * MINUTE;
const DAYS = 7;

/** What people are hurt by. */
const hurtRole = ({ diagnosis: { impact }, facts: { observed, trouble } }: DiagnosisShown): Role => {
  if (impact !== null && impact.failedPercent > impact.slowPercent)
    return observed.serverErrors === undefined ? 'balancerErrors' : 'serverErrors';
  return trouble?.role ?? (observed.latency === undefined ? 'tailLatency' : 'latency');
};

const besideLeak = ({ trafficSurge }: Diagnosis): readonly Role[] => (trafficSurge === true ? ['requests'] : []);

const risen = ({ rise }: Facts): readonly Role[] => (rise === undefined || rise.isNormal ? [] : [rise.role]);

/** The series that decide, the one that says most first. */
const decisiveRoles = (shown: DiagnosisShown): readonly Role[] => {
  const { diagnosis, facts } = shown;
  const { cause } = diagnosis;
  if (cause === 'memory-leak') return [facts.leak?.role ?? 'memory', ...besideLeak(diagnosis)];
  if (cause === 'traffic-surge') return [hurtRole(shown), 'requests'];
  return cause === 'dependency' || cause === 'unknown' ? [hurtRole(shown), ...risen(facts)] : [hurtRole(shown)];
};

const isKnown = ({ values }: Drawn): boolean => values.some((value) => !Number.isNaN(value));

/** A leak of days is nothing to see in hours. */
const slowPicture = ({ facts: { leak, situation } }: DiagnosisShown): Picture | undefined => {
  if (leak?.isSlow !== true) return undefined;
  const values = daysOf(situation, leak.role, DAYS);
  if (values === undefined) return undefined;
  const toMs = Math.floor(epochOf(situation.at) / LONG_STEP) * LONG_STEP;
  const span = { from: instantOf(toMs - values.length * LONG_STEP), to: instantOf(toMs) };
  return { span, stepMs: LONG_STEP, drawn: [{ role: leak.role, values }] };
};

const pictureOf = (shown: DiagnosisShown): Picture => {
  const { window, observed } = shown.facts;
  const drawnOf = (role: Role): readonly Drawn[] => {
    const values = observed[role];
    return values === undefined ? [] : [{ role, values }].filter(isKnown);
  };
  const decisive = decisiveRoles(shown).flatMap(drawnOf);
  const any = (['memory', 'requests', 'serverErrors'] as const).flatMap(drawnOf).slice(0, 1);
  return {
    span: { from: instantAt(window, 0), to: instantAt(window, window.count) },
    stepMs: window.stepMs,
    drawn: decisive.length === 0 ? any : decisive,
  };
};

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
  const picture = slowPicture(shown) ?? pictureOf(shown);
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
