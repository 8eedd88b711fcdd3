import type { Agreement } from '../../core/cloudwatch/evaluation/agreement.ts';
import type { AlarmState } from '../../core/alarm/definition.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, type Instant, SECOND } from '../../core/time.ts';
import type { BacktestedAlarm, BacktestedChange } from './backtest.ts';
import { type Refused, type SweepRow, type Swept, weeksOf } from './sweep.ts';
import { secondsInAlarm, stretchesInAlarm } from './time-in-alarm.ts';

interface SweptRow {
  readonly threshold: number | null;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly asItStands: boolean;
  readonly timesInAlarm: number;
  readonly timesInAlarmPerWeek: number;
  readonly secondsInAlarm: number;
  /** 0 to 1. */
  readonly shareInAlarm: number;
  readonly pages: number;
  readonly pagesPerWeek: number;
  readonly fromOnset: { readonly onsets: number; readonly seen: number; readonly medianSeconds: number | null } | null;
  /** Of the alarm on memory growth, whose threshold is in minutes. */
  readonly beforeMemoryAlarm?: {
    readonly memoryAlarms: number;
    readonly foretold: number;
    readonly medianSeconds: number | null;
  };
}

interface OutputAlarm {
  readonly alarmName: string;
  readonly transitions: readonly Omit<BacktestedChange, 'newestPeriodAt'>[];
  readonly stateAtEnd: AlarmState;
  readonly timesInAlarm: number;
  readonly secondsInAlarm: number;
  readonly evaluations: number;
  /** Only with a history; null: it says nothing of this alarm. */
  readonly agreement?: Agreement | null;
  readonly unsupported: string | null;
  readonly approximations: readonly string[];
  readonly remarks: readonly string[];
  readonly actions?: readonly { readonly at: Instant; readonly state: AlarmState }[];
  readonly sweep?: Refused | { readonly rows: readonly SweptRow[]; readonly asItStands: SweptRow };
}

/** schema/backtest.schema.json. */
export interface BacktestOutput {
  readonly schema: 'backtest/1';
  readonly from: Instant;
  readonly to: Instant;
  readonly alarms: readonly OutputAlarm[];
}

const rowOf = (row: SweepRow, span: Span): SweptRow => {
  const { threshold, datapointsToAlarm, evaluationPeriods, timesInAlarm, pages = 0, delays, leads } = row;
  const weeks = weeksOf(span);
  return {
    threshold: threshold ?? null,
    datapointsToAlarm,
    evaluationPeriods,
    asItStands: row.isOwn,
    timesInAlarm,
    timesInAlarmPerWeek: timesInAlarm / weeks,
    secondsInAlarm: row.secondsInAlarm,
    shareInAlarm: (row.secondsInAlarm * SECOND) / (epochOf(span.to) - epochOf(span.from)),
    pages,
    pagesPerWeek: pages / weeks,
    fromOnset: delays === undefined ? null : { ...delays, medianSeconds: delays.medianSeconds ?? null },
    ...(leads === undefined ? {} : { beforeMemoryAlarm: { ...leads, medianSeconds: leads.medianSeconds ?? null } }),
  };
};

const sweptOf = (swept: Swept | Refused, span: Span): OutputAlarm['sweep'] =>
  'refused' in swept ? swept : { rows: swept.rows.map((row) => rowOf(row, span)), asItStands: rowOf(swept.own, span) };

export interface BacktestDone {
  readonly span: Span;
  readonly alarms: readonly BacktestedAlarm[];
  readonly isCompared: boolean;
  /** By the alarm's name; absent: nothing was swept. */
  readonly sweeps?: ReadonlyMap<string, Swept | Refused>;
}

const alarmOf = (one: BacktestedAlarm, { span, isCompared, sweeps }: BacktestDone): OutputAlarm => {
  const { alarm, changes, stateAtEnd, evaluations, approximations, remarks, unsupported, agreement, actions } = one;
  const stretches = stretchesInAlarm(changes, span.to);
  const swept = sweeps?.get(alarm.name);
  return {
    alarmName: alarm.name,
    transitions: changes.map(({ at, from, to, reason }) => ({ at, from, to, reason })),
    stateAtEnd,
    timesInAlarm: stretches.length,
    secondsInAlarm: secondsInAlarm(stretches),
    evaluations,
    ...(isCompared ? { agreement: agreement ?? null } : {}),
    unsupported: unsupported ?? null,
    approximations,
    remarks,
    ...(actions === undefined ? {} : { actions: actions.map(({ at, state }) => ({ at, state })) }),
    ...(swept === undefined ? {} : { sweep: sweptOf(swept, span) }),
  };
};

/** A backtest as `tocsin backtest --json` prints it. */
export const backtestOutput = (done: BacktestDone): BacktestOutput => ({
  schema: 'backtest/1',
  from: done.span.from,
  to: done.span.to,
  alarms: done.alarms.map((one) => alarmOf(one, done)),
});
