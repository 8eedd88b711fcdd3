import type { AlarmState } from '../../core/alarm/definition.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { epochOf, SECOND, spokenDuration } from '../../core/time.ts';
import { counted } from '../../core/words.ts';
import type { BacktestedAlarm, BacktestedChange } from '../../simulator/backtest/backtest.ts';
import { secondsInAlarm, stretchesInAlarm } from '../../simulator/backtest/time-in-alarm.ts';
import type { Fit } from '../terminal/fit-columns.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell, Style } from '../terminal/shell.ts';
import { alarmChart } from './alarm-chart.ts';
import type { MetricSource } from './metric-source.ts';
import { remarksOn } from './remarks.ts';

export interface BacktestShown {
  readonly source: MetricSource;
  readonly alarms: readonly BacktestedAlarm[];
  readonly isCompared: boolean;
  readonly chart: 'changed' | 'all' | 'none';
}

const UTC = localClock('UTC');

const STATE_STYLES: Readonly<Record<AlarmState, Style>> = { OK: 'green', ALARM: 'red', INSUFFICIENT_DATA: 'yellow' };

const MOST_CHARTS = 5;
const MOST_CHANGES = 10;

const spokenSpan = ({ from, to }: Span): string => {
  const end = from.slice(0, 10) === to.slice(0, 10) ? UTC.time(to) : UTC.stamp(to);
  return `${UTC.stamp(from)} to ${end} UTC (${spokenDuration(epochOf(to) - epochOf(from))})`;
};

/** What was backtested on what, and when that was. */
export const headerLines = ({ source, alarms }: BacktestShown, { ink, width }: Shell): readonly string[] => {
  const title = `Backtest of ${counted(alarms.length, 'alarm')} on ${source.named}`;
  return [
    ...wrap(printable(title), width).map((line) => ink(line, 'bold')),
    ...wrap(`${spokenSpan(source.span)}; every alarm starts in INSUFFICIENT_DATA.`, width).map((line) => ink(line)),
    '',
  ];
};

/** How long after its period CloudWatch changed the alarm: the median, then the most. */
const lagOf = ({ agreement }: BacktestedAlarm): string => {
  const lag = agreement?.lagSeconds ?? undefined;
  if (lag === undefined) return '-';
  const [median, most] = [lag.median, lag.most].map((seconds) => String(Math.round(seconds)));
  return median === most ? `${most ?? ''} s` : `${median ?? ''}, max ${most ?? ''} s`;
};

interface Column {
  readonly heading: string;
  readonly cell: (one: BacktestedAlarm) => string;
  readonly fit: Fit;
}

/** A name of which less is left is like others. */
const LEAST_NAME = 24;
const LEAST_STATE = 12;
/** Beside the agreement nobody misses the evaluations, unless there is room to spare. */
const ROOMY = 100;

const columnsFor = ({ source, isCompared }: BacktestShown, width: number): readonly Column[] => {
  const stretches = ({ changes }: BacktestedAlarm) => stretchesInAlarm(changes, source.span.to);
  const inAlarm = (one: BacktestedAlarm): string => {
    const times = stretches(one);
    return times.length === 0 ? '-' : spokenDuration(secondsInAlarm(times) * SECOND);
  };
  const agreement = ({ agreement: found }: BacktestedAlarm): string => found?.score.toFixed(2) ?? '-';
  return [
    { heading: 'ALARM', cell: ({ alarm }) => printable(alarm.name), fit: { least: LEAST_NAME } },
    { heading: 'TIMES', cell: (one) => String(stretches(one).length), fit: {} },
    { heading: 'IN ALARM', cell: inAlarm, fit: { rank: 2 } },
    ...(isCompared && width < ROOMY
      ? []
      : [{ heading: 'EVALUATIONS', cell: (one: BacktestedAlarm) => String(one.evaluations), fit: { rank: 1 } }]),
    ...(isCompared
      ? [
          { heading: 'AGREEMENT', cell: agreement, fit: {} },
          { heading: 'LAG', cell: lagOf, fit: {} },
        ]
      : []),
    {
      heading: 'AT END',
      cell: ({ stateAtEnd, evaluations }) => (evaluations === 0 ? '-' : stateAtEnd),
      fit: { least: LEAST_STATE },
    },
  ];
};

const styleOf = ({ unsupported, stateAtEnd, evaluations }: BacktestedAlarm): Style | undefined => {
  if (unsupported !== undefined || evaluations === 0) return 'dim';
  return stateAtEnd === 'OK' ? undefined : STATE_STYLES[stateAtEnd];
};

const tableLines = (shown: BacktestShown, { ink, width }: Shell): readonly string[] => {
  const columns = columnsFor(shown, width);
  const cells = shown.alarms.map((one) =>
    columns.map(({ cell }, index) => (index === 0 || one.unsupported === undefined ? cell(one) : '-')),
  );
  const [heading = '', ...rows] = table(
    [columns.map((column) => column.heading), ...cells],
    width,
    columns.map(({ fit }) => fit),
  );
  const styled = rows.map((row, index) => {
    const one = shown.alarms[index];
    return ink(row, one === undefined ? undefined : styleOf(one));
  });
  return [ink(heading, 'dim'), ...styled];
};

/** An alarm sees its first data in nearly every backtest: that alone is no change. */
const hasChanged = ({ changes }: BacktestedAlarm): boolean =>
  changes.some(({ from, to }, index) => index > 0 || from !== 'INSUFFICIENT_DATA' || to !== 'OK');

const charted = ({ alarms, chart }: BacktestShown): readonly BacktestedAlarm[] => {
  const evaluated = alarms.filter(({ unsupported }) => unsupported === undefined);
  if (chart === 'none') return [];
  return chart === 'all' || alarms.length === 1 ? evaluated : evaluated.filter(hasChanged);
};

const stampFor = ({ from, to }: Span): ((change: BacktestedChange) => string) => {
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  return ({ at }) => (isOneDay ? UTC.time(at) : UTC.stamp(at));
};

const changeLines = (one: BacktestedAlarm, span: Span, { ink, width }: Shell): readonly string[] => {
  const stamp = stampFor(span);
  const shown = one.changes.slice(0, MOST_CHANGES);
  const more = one.changes.length - shown.length;
  const lines = shown.flatMap((change) => [
    `  ${ink(stamp(change))}  ${ink(change.to, STATE_STYLES[change.to])}`,
    ...wrap(printable(change.reason), width - 4).map((line) => ink(`    ${line}`, 'dim')),
  ]);
  return [...lines, ...(more === 0 ? [] : [ink(`  … and ${String(more)} more`, 'dim')])];
};

const detailLines = (one: BacktestedAlarm, { series, span }: MetricSource, shell: Shell): readonly string[] => [
  '',
  shell.ink(one.alarm.name, 'bold'),
  ...alarmChart(one, { series, span }, shell),
  ...changeLines(one, span, shell),
];

const detailsOf = (shown: BacktestShown, shell: Shell): readonly string[] => {
  const wanted = charted(shown);
  const drawn = shown.chart === 'all' ? wanted : wanted.slice(0, MOST_CHARTS);
  const more = wanted.length - drawn.length;
  const left = `${counted(more, 'more alarm')} changed: --alarm <name> shows one, --chart all every one.`;
  return [
    ...drawn.flatMap((one) => detailLines(one, shown.source, shell)),
    ...(more === 0 ? [] : ['', ...wrap(left, shell.width).map((line) => shell.ink(line, 'dim'))]),
  ];
};

/** A backtest for people: what each alarm did in a line, what to know of it, and charts of those that changed. */
export const backtestText = (shown: BacktestShown, shell: Shell): string =>
  [
    ...headerLines(shown, shell),
    ...tableLines(shown, shell),
    ...remarksOn(shown.alarms, shell),
    ...detailsOf(shown, shell),
  ].join('\n');
