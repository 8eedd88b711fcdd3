import { type ToldFinding, toldFinding, type ToldHypothesis } from '../../core/diagnosis/told-finding.ts';
import { hypothesisName, VERDICT_WORDS } from '../../core/diagnosis/verdict/hypothesis-words.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { briefName } from '../../core/page/brief-names.ts';
import { chartMarks } from '../../core/report/chart-marks.ts';
import { later, SECOND } from '../../core/time.ts';
import { labelled, wrap } from '../terminal/layout.ts';
import { MARK_SIGNS } from '../terminal/mark-lines.ts';
import { printable } from '../terminal/printable.ts';
import { seriesPlots } from '../terminal/series-plots.ts';
import type { Shell } from '../terminal/shell.ts';
import type { IncidentsTarget } from './target.ts';

/** An incident with what was found of its cause. */
export interface ShownIncident {
  readonly head: Incident;
  readonly timeline: readonly IncidentEvent[];
  /** The body of its last diagnosis; undefined: there is none. */
  readonly diagnosis: string | undefined;
  readonly target: IncidentsTarget;
}

/** `memory leak  the probable cause: memory grows evenly …`: each with its verdict and its reason. */
const hypothesisRow = (one: ToldHypothesis, { cause }: ToldFinding['diagnosis']): readonly [string, string] => {
  const verdict = one.cause === cause ? 'the probable cause' : VERDICT_WORDS[one.verdict];
  return [printable(hypothesisName(one)), printable(`${verdict}: ${one.why}`)];
};

const notLookedAt = ({ inquiry }: Incident): readonly (readonly [string, string])[] => {
  const missing = inquiry?.said?.missing ?? [];
  return missing.length === 0 ? [] : [['not known', printable(missing.join(', '))]];
};

/** The series that decide, with what happened while they were measured. */
const chartLines = (
  { chart }: ToldFinding,
  { head, timeline, target: { clock, voice } }: ShownIncident,
  shell: Shell,
): readonly string[] => {
  const stepMs = chart.stepSeconds * SECOND;
  const columns = Math.max(0, ...chart.series.map(({ values }) => values.length));
  const span = { from: chart.from, to: later(chart.from, columns * stepMs) };
  const series = chart.series.map(({ values, ...one }) => ({
    ...one,
    values: Float64Array.from(values, (value) => value ?? NaN),
  }));
  const marks = chartMarks({ ...span, marks: chart.marks }, timeline).map(({ kind, at, what }) => ({
    sign: MARK_SIGNS[kind],
    at,
    what: briefName(head, what),
  }));
  return seriesPlots({ span, stepMs, series, marks, clock, say: (at) => voice.time(at, span.to) }, shell);
};

/** What was found of the cause last: in a line, each hypothesis, and the series that decide. */
export const diagnosisLines = (diagnosed: ShownIncident, shell: Shell): readonly string[] => {
  const { head, diagnosis: body, target } = diagnosed;
  const { voice, clock } = target;
  const finding = body === undefined ? undefined : toldFinding(body, (at, near) => voice.time(at, near));
  if (finding === undefined) return [];
  const { ink, width } = shell;
  const { diagnosis } = finding;
  const early = diagnosis.early ? ' Early: it may change.' : '';
  const rows = [...diagnosis.hypotheses.map((one) => hypothesisRow(one, diagnosis)), ...notLookedAt(head)];
  return [
    '',
    ink(`Diagnosis of ${clock.stamp(diagnosis.at)}`, 'bold'),
    ...wrap(printable(`${diagnosis.headline}.${early}`), width).map((line) => ink(line)),
    ...labelled(rows, width).map((line) => ink(line)),
    ...chartLines(finding, diagnosed, shell),
  ];
};
