import type { Span } from '../../core/series/period-grid.ts';
import { DAY, epochOf, MINUTE, SECOND, spokenDuration } from '../../core/time.ts';
import type { Leads } from '../../simulator/backtest/leads.ts';
import type { OnsetDelays } from '../../simulator/backtest/onsets.ts';
import { type Refused, type SweepRow, type Swept, weeksOf } from '../../simulator/backtest/sweep.ts';
import type { Fit } from '../terminal/fit-columns.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';

/** The alarms that were swept, by their names. */
export type Sweeps = ReadonlyMap<string, Swept | Refused>;

const OWN = '▸';

interface Column {
  readonly heading: string;
  readonly cell: (row: SweepRow) => string;
  readonly fit: Fit;
}

/** `0.4`, `12`: one decimal below ten; `<0.1` is seldom, `0` never. */
const rate = (value: number): string => {
  const text = value.toFixed(value > 0 && value < 10 ? 1 : 0);
  return text === '0.0' ? '<0.1' : text;
};

/** `47 (1)` where fewer than a week was counted. */
const perWeek = (count: number, weeks: number): string =>
  weeks < 1 ? `${rate(count / weeks)} (${String(count)})` : rate(count / weeks);

const fromOnset = (delays: OnsetDelays | undefined): string => {
  if (delays === undefined) return '';
  if (delays.onsets === 0) return '-';
  const { onsets, seen, medianSeconds } = delays;
  const of = `${String(seen)}/${String(onsets)}`;
  return medianSeconds === undefined ? `not seen (${of})` : `${spokenDuration(medianSeconds * SECOND)} (${of})`;
};

/** Of memory growth the threshold is how soon memory is full. */
const threshold = ({ isOwn, threshold: value, leads }: SweepRow): string => {
  const said = leads === undefined ? String(value ?? 'band') : spokenDuration((value ?? 0) * MINUTE);
  return `${isOwn ? OWN : ' '} ${said}`;
};

const beforeMemory = (leads: Leads | undefined): string => {
  if (leads === undefined) return '';
  const { memoryAlarms, foretold, medianSeconds } = leads;
  const of = `${String(foretold)}/${String(memoryAlarms)}`;
  if (memoryAlarms === 0) return '-';
  return medianSeconds === undefined ? `not before (${of})` : `${spokenDuration(medianSeconds * SECOND)} (${of})`;
};

const columnsFor = (rows: readonly SweepRow[], span: Span): readonly Column[] => {
  const weeks = weeksOf(span);
  const share = ({ secondsInAlarm }: SweepRow): string => {
    const percent = (100 * secondsInAlarm * SECOND) / (epochOf(span.to) - epochOf(span.from));
    return `${rate(percent)} %`;
  };
  return [
    { heading: '  THRESHOLD', cell: threshold, fit: {} },
    { heading: 'FOR', cell: (row) => `${String(row.datapointsToAlarm)} of ${String(row.evaluationPeriods)}`, fit: {} },
    { heading: 'ALARMS/WK', cell: ({ timesInAlarm }) => perWeek(timesInAlarm, weeks), fit: { rank: 3 } },
    { heading: 'IN ALARM', cell: share, fit: { rank: 1 } },
    { heading: 'PAGES/WK', cell: ({ pages }) => (pages === undefined ? '-' : perWeek(pages, weeks)), fit: { rank: 2 } },
    ...(rows.some(({ delays }) => delays !== undefined)
      ? [{ heading: 'FROM ONSET', cell: ({ delays }: SweepRow) => fromOnset(delays), fit: {} }]
      : []),
    ...(rows.some(({ leads }) => leads !== undefined)
      ? [{ heading: 'BEFORE MEMORY', cell: ({ leads }: SweepRow) => beforeMemory(leads), fit: {} }]
      : []),
  ];
};

const tableLines = ({ rows, own }: Swept, span: Span, { ink, width }: Shell): readonly string[] => {
  // An alarm whose settings the grid does not hold is shown behind it, to compare with.
  const shown = rows.some(({ isOwn }) => isOwn) ? rows : [...rows, own];
  const columns = columnsFor(shown, span);
  const cells = shown.map((row) => columns.map(({ cell }) => cell(row)));
  const [heading = '', ...lines] = table(
    [columns.map((column) => column.heading), ...cells],
    width,
    columns.map(({ fit }) => fit),
  );
  return [
    ink(heading, 'dim'),
    ...lines.map((line, index) => ink(line, shown[index]?.isOwn === true ? 'bold' : undefined)),
  ];
};

/** What the figures of these tables mean. */
const noteOf = (rows: readonly SweepRow[], { from, to }: Span): string => {
  const ms = epochOf(to) - epochOf(from);
  const sentences = [
    `${OWN} the alarm as it stands.`,
    ...(ms < 7 * DAY ? [`Counted in ${spokenDuration(ms)}, in brackets; a week is extrapolated from that.`] : []),
    ...(rows.some(({ pages }) => pages !== undefined)
      ? ['Pages: one an incident, and an alarm that fires again before recoverAfter is over belongs to the same.']
      : []),
    ...(rows.some(({ pages }) => pages === undefined) ? ['No pages (-): only critical alarms page.'] : []),
    ...(rows.some(({ delays }) => delays !== undefined)
      ? ['From onset: the median of the onsets that it saw, of all.']
      : []),
    ...(rows.some(({ leads }) => leads !== undefined)
      ? [
          'Before memory: how long before the memory alarm, the median of those it fired before, of all (-: none fired).',
        ]
      : []),
  ];
  return sentences.join(' ');
};

/** A table for each alarm, or why it has none. */
export const sweepText = (sweeps: Sweeps, span: Span, shell: Shell): string => {
  const { ink, width } = shell;
  const lines = [...sweeps].flatMap(([name, swept]) => [
    ink(name, 'bold'),
    ...('refused' in swept
      ? wrap(printable(`No table: ${swept.refused}.`), width).map((line) => ink(line, 'yellow'))
      : tableLines(swept, span, shell)),
    '',
  ]);
  const rows = [...sweeps.values()].flatMap((swept) => ('refused' in swept ? [] : [swept.own]));
  const note = rows.length === 0 ? [] : wrap(noteOf(rows, span), width).map((line) => ink(line, 'dim'));
  return [...lines, ...note].join('\n').trimEnd();
};
