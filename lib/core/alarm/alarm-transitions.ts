import { epochOf, instantOf, type Instant, SECOND } from '../time.ts';
import type { AlarmDefinition, AlarmState } from './definition.ts';
import { evaluateAlarm } from './evaluate-alarm.ts';
import { evaluationRange, judgeAlarm } from './judge-alarm.ts';
import { periodSecondsOf, type SeriesLookup, signalValues } from './signal-value.ts';
import type { ReasonData } from './state-reason.ts';

/** A change of an alarm's state; `at` is the end of the newest period it rests on. */
export interface AlarmTransition {
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly reasonData: ReasonData;
}

/**
 * Every change of state of one alarm that starts in INSUFFICIENT_DATA, oldest first. It is evaluated at the end of each
 * period after `from` up to and including `to`, periods counted from 1970 as CloudWatch does.
 */
export const alarmTransitions = (
  definition: AlarmDefinition,
  series: SeriesLookup,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): AlarmTransition[] => {
  const period = periodSecondsOf(definition.signal) * SECOND;
  const range = evaluationRange(definition.evaluationPeriods);
  const valueOf = signalValues(definition.signal, series);
  const end = epochOf(to);
  const first = (Math.floor(epochOf(from) / period) + 1) * period;
  const values: (number | undefined)[] = [];
  for (let age = range; age > 1; age -= 1) values.push(valueOf(first - age * period));

  const transitions: AlarmTransition[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  for (let endsAt = first; endsAt <= end; endsAt += period) {
    values.push(valueOf(endsAt - period));
    if (values.length > range) values.shift();
    if (judgeAlarm(definition, { endsAt, values }, state).state === state) continue;
    const evaluation = evaluateAlarm(definition, { endsAt, values }, state);
    const { reason, reasonData } = evaluation;
    transitions.push({ at: instantOf(endsAt), from: state, to: evaluation.state, reason, reasonData });
    state = evaluation.state;
  }
  return transitions;
};
