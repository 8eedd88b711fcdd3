import { spokenQuantity } from '../../core/alarm/symptom/quantity.ts';
import { CAUSE_NAMES } from '../../core/cause.ts';
import type { Diagnosis, Impact } from '../../core/diagnosis/verdict/diagnosis.ts';
import { times } from '../../core/diagnosis/verdict/role-words.ts';
import { epochOf, spokenDuration, spokenEvery } from '../../core/time.ts';
import { listed } from '../../core/words.ts';
import { labelled } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { type SayTime, clockBeside, type DiagnosisShown, UTC } from './shown.ts';

type Row = readonly [label: string, text: string];

const percent = (value: number): string => spokenQuantity(value, 'percent');

const onsetRow = ({ at, onset, onsetRange, early }: Diagnosis, clock: SayTime): readonly Row[] => {
  if (onset === null) return [];
  const ago = spokenDuration(epochOf(at) - epochOf(onset));
  const range = onsetRange === null ? '' : ` (between ${clock(onsetRange[0])} and ${clock(onsetRange[1])})`;
  const soon = early ? '; early: it may change with more data' : '';
  return [['Onset', `${clock(onset)}${range}, ${ago} before${soon}`]];
};

/** Where the median has risen, and stays below what the slowest took before. */
const noneSlow = ({ failedPercent }: Impact): string =>
  failedPercent > 0 ? 'no request is slow' : 'slower than usual, but no request slower than the slowest before';

const impactRows = ({ impact, onset, data }: Diagnosis, clock: SayTime): readonly Row[] => {
  if (impact === null) return onset === null ? [] : [['Impact', 'nobody is hurt yet, by what is measured']];
  const { slowPercent, failedPercent, since, basis } = impact;
  const slow = slowPercent > 0 ? `${percent(slowPercent)} of requests are slow` : noneSlow(impact);
  const isUnknown = data.missing.some(({ series }) => series === 'errors');
  const known = failedPercent > 0 ? `${percent(failedPercent)} fail` : 'none fail';
  const failed = isUnknown ? 'whether any fail is not known' : known;
  return [
    ['Impact', `${slow}, ${failed}${since === null ? '' : `, since ${clock(since)}`}`],
    ['', basis],
  ];
};

const trafficRow = ({ diagnosis: { traffic }, facts }: DiagnosisShown, clock: SayTime): readonly Row[] => {
  if (traffic === null || traffic.since === null) return [];
  const { factor, now, expected, since } = traffic;
  const [asked, usual] = [now, expected].map((value) => spokenQuantity(value, 'none'));
  return [
    [
      'Traffic',
      `${times(factor)} since ${clock(since)}: ${asked ?? ''} ${spokenEvery(facts.window.stepMs)}, usually ${usual ?? ''}`,
    ],
  ];
};

const exhaustionWords = (diagnosis: Diagnosis, clock: SayTime): string => {
  const { at, memoryExhaustionAt: full, memoryExhaustionRange: range } = diagnosis;
  if (full === null) return '';
  if (full <= at) return ': full';
  const end = range?.[1] ?? null;
  const until = end === null ? ', or never' : ` to ${clock(end)}`;
  const between = range === null ? '' : ` (${clock(range[0])}${until})`;
  return `; full about ${clock(full)}${between}`;
};

const memoryRow = (diagnosis: Diagnosis, clock: SayTime): readonly Row[] => {
  const { memory, cause } = diagnosis;
  if (memory === null) return [];
  const { nowPercent, limitPercent, perHourPercent, mayLevelOff } = memory;
  const pace = perHourPercent > 0 ? `, +${percent(perHourPercent)} an hour` : '';
  const level = mayLevelOff && cause === 'memory-leak' ? '; it may level off yet' : '';
  const now = percent(nowPercent);
  const filled = limitPercent === 100 ? `${now} of its limit` : `${now}, where ${percent(limitPercent)} is the most`;
  return [['Memory', `${filled}${pace}${exhaustionWords(diagnosis, clock)}${level}`]];
};

const alsoRow = ({ alsoLikely }: Diagnosis): readonly Row[] =>
  alsoLikely.length === 0
    ? []
    : [
        [
          'Or',
          `${listed(
            alsoLikely.map((cause) => CAUSE_NAMES[cause]),
            'or',
          )}: the numbers cannot tell which`,
        ],
      ];

/** What is known in short; times are those of UTC. */
export const summaryLines = (shown: DiagnosisShown, { ink, width }: Shell): readonly string[] => {
  const { diagnosis } = shown;
  const { service, at, confidence } = diagnosis;
  const clock = clockBeside(at);
  const rows: readonly Row[] = [
    ['Service', service],
    ['At', `${UTC.stamp(at)}; all times are UTC`],
    ['Confidence', confidence.toFixed(2)],
    ...alsoRow(diagnosis),
    ...onsetRow(diagnosis, clock),
    ...impactRows(diagnosis, clock),
    ...memoryRow(diagnosis, clock),
    ...trafficRow(shown, clock),
  ];
  return labelled(
    rows.map(([label, text]) => [label, printable(text)]),
    width,
  ).map((line) => ink(line));
};
