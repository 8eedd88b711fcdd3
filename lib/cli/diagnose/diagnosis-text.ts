import { CAUSE_NAMES } from '../../core/cause.ts';
import type { Hypothesis } from '../../core/diagnosis/verdict/diagnosis.ts';
import { claimsOf, hypothesisName, VERDICT_WORDS } from '../../core/diagnosis/verdict/hypothesis-words.ts';
import { nameOf } from '../../core/diagnosis/verdict/role-words.ts';
import { MINUTE, spokenDuration } from '../../core/time.ts';
import { labelled, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { diagnosisChart } from './diagnosis-chart.ts';
import { summaryLines } from './diagnosis-summary.ts';
import { clockBeside, type DiagnosisShown } from './shown.ts';

/** Of a sentence, further lines stand further in: one sees where the next begins. */
const HANGING = 2;

const indented = (text: string, columns: number, { ink, width }: Shell): readonly string[] =>
  wrap(printable(text), width - columns - HANGING).map((line, index) =>
    ink(' '.repeat(index === 0 ? columns : columns + HANGING) + line),
  );

/** With an empty line before it; nothing where nothing stands under the heading. */
const section = (heading: string, lines: readonly string[], { ink, width }: Shell): readonly string[] =>
  lines.length === 0 ? [] : ['', ...wrap(printable(heading), width).map((line) => ink(line, 'bold')), ...lines];

const eventLines = ({ diagnosis: { at, timeline } }: DiagnosisShown, { ink, width }: Shell): readonly string[] => {
  const clock = clockBeside(at);
  const rows = timeline.map((one) => [clock(one.at), printable(`${one.series} ${one.what}`)] as const);
  return labelled(rows, width - 2).map((line) => ink(`  ${line}`));
};

const reasonLines = (one: Hypothesis, columns: number, shell: Shell): readonly string[] =>
  [one.why, ...claimsOf(one), `What would change this: ${one.wouldChange}`].flatMap((text) =>
    indented(text, columns, shell),
  );

const hypothesisLines = (one: Hypothesis, shell: Shell): readonly string[] => [
  ...indented(`${hypothesisName(one)}: ${VERDICT_WORDS[one.verdict]}`, 2, shell),
  ...reasonLines(one, 4, shell),
];

const shortcomingsOf = ({ diagnosis, facts }: DiagnosisShown): readonly string[] => {
  const { data, at, onset } = diagnosis;
  const clock = clockBeside(at);
  const { stepMs } = facts.window;
  const { baseline } = data;
  const span = baseline === null ? '' : `${clock(baseline.from)} to ${clock(baseline.to)}`;
  const looked = onset === null ? `values of ${span} were looked at` : `usual values are those of ${span}`;
  return [
    ...(baseline === null ? [] : [looked]),
    ...data.missing.map(({ series, reason }) => `${series}: ${reason.replace('-', ' ')}`),
    ...facts.shortcomings.map(({ role, says }) => `${nameOf(role, facts)} ${says}`),
    ...(stepMs > MINUTE ? [`values come every ${spokenDuration(stepMs)} only`] : []),
  ];
};

/** A diagnosis for people: what is wrong, since when, by what; what else it could be; what the numbers cannot say. */
export const diagnosisText = (shown: DiagnosisShown, shell: Shell): string => {
  const { diagnosis } = shown;
  const named = diagnosis.hypotheses.find(({ cause }) => cause === diagnosis.cause);
  const others = diagnosis.hypotheses.filter((one) => one !== named);
  const data = shortcomingsOf(shown).flatMap((text) => indented(text, 2, shell));
  return [
    ...wrap(printable(diagnosis.headline), shell.width).map((line) => shell.ink(line, 'bold')),
    '',
    ...summaryLines(shown, shell),
    ...section('Order of events', eventLines(shown, shell), shell),
    ...(named === undefined ? [] : section(`Why ${CAUSE_NAMES[named.cause]}`, reasonLines(named, 2, shell), shell)),
    ...section(
      named === undefined ? 'Looked at' : 'Also looked at',
      others.flatMap((one) => hypothesisLines(one, shell)),
      shell,
    ),
    ...section('Data', data, shell),
    ...diagnosisChart(shown, shell),
  ].join('\n');
};
