import type { AlarmDefinition, AlarmState } from './definition.ts';
import { type EvaluationWindow, judgeAlarm } from './judge-alarm.ts';
import { type ReasonData, reasonDataOf, reasonOf } from './state-reason.ts';

interface Evaluation {
  readonly state: AlarmState;
  readonly reason: string;
  readonly reasonData: ReasonData;
}

/** One alarm at one instant, with its reason in CloudWatch's words. Only the newest periods of its evaluation range count. */
export const evaluateAlarm = (
  definition: AlarmDefinition,
  window: EvaluationWindow,
  previous: AlarmState,
): Evaluation => {
  const judgement = judgeAlarm(definition, window, previous);
  return {
    state: judgement.state,
    reason: reasonOf(definition, judgement, window.endsAt),
    reasonData: reasonDataOf(definition, judgement, window.endsAt),
  };
};
