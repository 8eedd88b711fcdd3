import type { DescribedHistory } from '../../core/cloudwatch/described/described-history.ts';
import type { Instant } from '../../core/time.ts';
import { type BacktestDone, backtestOutput } from '../../simulator/backtest/backtest-output.ts';
import { backtest, type BacktestedAlarm, isTrusted } from '../../simulator/backtest/backtest.ts';
import { namedOnsets, recordedOnsets } from '../../simulator/backtest/onsets.ts';
import { memoryAlarmsBeside } from '../../simulator/backtest/leads.ts';
import { isSweptBy, type Refused, sweep, type Swept } from '../../simulator/backtest/sweep.ts';
import { parseSweep, type SweepGrid } from '../../simulator/backtest/sweep-grid.ts';
import type { Stretch } from '../../simulator/backtest/time-in-alarm.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { printableLines } from '../terminal/printable.ts';
import { progressOf } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import { backtestText, type BacktestShown, headerLines } from './backtest-text.ts';
import { fileSource, liveSource, type MetricSource, openMetrics, recordedHistory } from './metric-source.ts';
import type { BacktestOptions } from './options.ts';
import { remarksOn } from './remarks.ts';
import { sweepText } from './sweep-text.ts';
import { type WatchedAlarms, watchedAlarms } from './watched-alarms.ts';

/** Everything that was asked for, read and checked. */
interface Prepared {
  readonly options: BacktestOptions;
  readonly watched: WatchedAlarms;
  readonly source: MetricSource;
  readonly recorded: DescribedHistory | undefined;
  readonly grid: SweepGrid | undefined;
  readonly onsets: readonly Instant[] | undefined;
}

/** @throws UsageError options that contradict each other. */
const checkOptions = ({ alarms, config, service, onset, sweep: grid }: BacktestOptions): void => {
  if (alarms !== undefined && (config !== undefined || service !== undefined))
    throw new UsageError(
      '--alarms names the alarms itself: leave --config and --service out, or leave --alarms out to backtest those of tocsin.yaml',
    );
  if (onset !== undefined && grid === undefined)
    throw new UsageError('--onset is for a table of other thresholds: add --sweep, such as --sweep threshold=70..95:5');
};

/** @throws UsageError */
const gridOf = (text: string | undefined): SweepGrid | undefined => {
  if (text === undefined) return undefined;
  const grid = parseSweep(text);
  if ('problem' in grid) throw new UsageError(`--sweep: ${grid.problem}`);
  return grid;
};

const evaluated = (prepared: Prepared, shell: Shell): readonly BacktestedAlarm[] => {
  const { watched, source, recorded, options } = prepared;
  const progress = progressOf('evaluating alarms', shell);
  const all = backtest({
    alarms: watched.alarms,
    series: source.series,
    span: source.span,
    ...(recorded === undefined ? {} : { recorded: recorded.changes, recordedSince: recorded.since }),
    ...(watched.areOwn ? { unknownAlarms: 'without-data' as const } : {}),
    onProgress: progress.at,
  });
  progress.end();
  return options.alarm === undefined ? all : all.filter(({ alarm }) => alarm.name === options.alarm);
};

/** What is known of when something began; undefined: nothing. */
const onsetsFor = (one: BacktestedAlarm, { onsets, recorded, source }: Prepared): readonly Stretch[] | undefined => {
  if (onsets !== undefined) return namedOnsets(onsets, source.span);
  if (recorded === undefined || one.agreement === undefined) return undefined;
  const { name } = one.alarm;
  return recordedOnsets(
    recorded.changes.filter(({ alarmName }) => alarmName === name),
    source.span,
  );
};

/** Advice on an alarm of which the history says nothing is not checked against what CloudWatch did. */
const uncomparedRemarks = (alarms: readonly BacktestedAlarm[], { recorded }: Prepared): readonly string[] => {
  const uncompared = alarms.filter((one) => one.unsupported === undefined && one.agreement === undefined);
  const [of] = recorded?.changes ?? [];
  if (of === undefined || uncompared.length === 0) return [];
  const names = uncompared.slice(0, 3).map(({ alarm }) => alarm.name);
  const more = uncompared.length > names.length ? ` and ${String(uncompared.length - names.length)} more` : '';
  return [
    `--history: it is of ${of.alarmName} only: ${names.join(', ')}${more}: not compared with what CloudWatch did`,
  ];
};

/** A history that goes on elsewhere is compared as far as it goes. */
const cutRemarks = ({ recorded, source: { span } }: Prepared): readonly string[] =>
  recorded?.since === undefined || recorded.since <= span.from
    ? []
    : [`--history: it has a NextToken, so older changes are left out: compared from ${recorded.since} on`];

/** What is known besides of when incidents began, for stderr. */
const onsetRemarks = ({ onsets, recorded, source: { span } }: Prepared): readonly string[] => {
  if (onsets === undefined)
    return recorded === undefined
      ? ['How long after its onset an incident is seen: name onsets with --onset <time>, or give --history.']
      : [];
  const outside = onsets.filter((at) => at < span.from || at > span.to);
  return outside.map((at) => `--onset: ${at} is not between ${span.from} and ${span.to}: it does not count`);
};

const sweptAlarms = (
  alarms: readonly BacktestedAlarm[],
  prepared: Prepared,
  [grid, shell]: readonly [SweepGrid, Shell],
): ReadonlyMap<string, Swept | Refused> => {
  const { watched, source } = prepared;
  for (const remark of onsetRemarks(prepared)) shell.err(remark);
  const progress = progressOf('sweeping alarms', shell);
  const sweeps = new Map<string, Swept | Refused>();
  const meant = alarms.filter(({ alarm }) => isSweptBy(grid, alarm));
  for (const [index, backtested] of (meant.length === 0 ? alarms : meant).entries()) {
    progress.at(index, alarms.length);
    const { name } = backtested.alarm;
    const recoverAfterMs = watched.recoverAfterMs(name);
    const { series, span } = source;
    const onsets = onsetsFor(backtested, prepared);
    const memoryAlarms = memoryAlarmsBeside(backtested.alarm, watched.all, source);
    sweeps.set(name, sweep({ backtested, grid, series, span, recoverAfterMs, onsets, memoryAlarms }));
  }
  progress.end();
  return sweeps;
};

/** @throws FailedError what was asked for could not be had, though everything was printed. */
const checkDone = ({ alarms, sweeps }: BacktestDone): void => {
  if (alarms.every(({ unsupported }) => unsupported !== undefined)) {
    const why = new Set(alarms.map(({ unsupported }) => unsupported));
    const [only] = why.size === 1 ? why : [];
    throw new FailedError(`no alarm could be evaluated${only === undefined ? '' : `: ${only}`}`);
  }
  if (sweeps === undefined) return;
  const distrusted = alarms.filter((one) => !isTrusted(one)).map(({ alarm }) => alarm.name);
  if (distrusted.length > 0)
    throw new FailedError(
      `no advice for ${distrusted.join(', ')}: this backtest does not reproduce what CloudWatch did`,
    );
  if ([...sweeps.values()].every((swept) => 'refused' in swept)) throw new FailedError('no alarm could be swept');
};

const textOf = ({ alarms, sweeps, isCompared }: BacktestDone, prepared: Prepared, shell: Shell): string => {
  const { source, options } = prepared;
  const shown: BacktestShown = { source, alarms, isCompared, chart: options.chart };
  if (sweeps === undefined) return backtestText(shown, shell);
  const remarks = remarksOn(
    alarms.filter(({ unsupported }) => unsupported === undefined),
    shell,
  );
  return [
    ...headerLines(shown, shell),
    ...remarks.slice(1),
    ...(remarks.length === 0 ? [] : ['']),
    sweepText(sweeps, source.span, shell),
  ].join('\n');
};

/** Alarm by alarm: what many do in a month may be longer than the longest text. */
const printJson = (done: BacktestDone, shell: Shell): void => {
  const { alarms, ...head } = backtestOutput(done);
  const indented = (value: object): string => JSON.stringify(value, undefined, 2).replaceAll('\n', '\n    ');
  shell.out(`${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "alarms": [`);
  for (const [index, alarm] of alarms.entries())
    shell.out(`    ${indented(alarm)}${index + 1 < alarms.length ? ',' : ''}`);
  shell.out('  ]\n}');
};

const print = (prepared: Prepared, shell: Shell): void => {
  const { source, grid, recorded, options } = prepared;
  for (const remark of source.remarks) shell.err(printableLines(remark));
  const alarms = evaluated(prepared, shell);
  for (const remark of source.absent()) shell.err(printableLines(`Evaluated on missing data: ${remark}`));
  for (const remark of [...cutRemarks(prepared), ...uncomparedRemarks(alarms, prepared)])
    shell.err(printableLines(remark));
  const done: BacktestDone = {
    span: source.span,
    alarms,
    isCompared: recorded !== undefined,
    ...(grid === undefined ? {} : { sweeps: sweptAlarms(alarms, prepared, [grid, shell]) }),
  };
  if (options.json === true) printJson(done, shell);
  else shell.out(textOf(done, prepared, shell));
  checkDone(done);
};

/** `tocsin backtest`: what alarms would have done on past data. */
export const runBacktest = async (shell: Shell, options: BacktestOptions): Promise<void> => {
  checkOptions(options);
  const grid = gridOf(options.sweep);
  const onsets = options.onset?.map((text) => timeOption('--onset', text, shell.now()));
  const file = options.metrics === undefined ? undefined : await openMetrics(options.metrics, shell);
  try {
    const watched = await watchedAlarms(options, shell, file?.service);
    const asked = { options, shell, watched };
    const source = file === undefined ? await liveSource(asked) : fileSource(file, asked);
    const { history } = options;
    const recorded = history === undefined ? undefined : await recordedHistory(history, source.span, shell);
    print({ options, watched, source, recorded, grid, onsets }, shell);
  } finally {
    await file?.close();
  }
};
