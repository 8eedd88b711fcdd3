import { CAUSES } from '../../lib/core/cause.ts';
import type { Diagnosis, Hypothesis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import type { Judge } from './judge.ts';
import { type AfterOnset, judgedInstants, type LabelledRecording, quietInstants } from './labelled-recordings.ts';
import { type Outcome, outcomeOf, phaseAt, type Said } from './truth.ts';

/** What was said of a recording, so many minutes after the onset. */
export interface Judged<Answer = { readonly cause: Said }> {
  readonly of: LabelledRecording;
  readonly minutes: AfterOnset;
  readonly at: number;
  readonly answer: Answer;
  readonly outcome: Outcome;
}

/** What was said of a recording while nothing was the matter. */
export interface Scanned<Answer = { readonly cause: Said }> {
  readonly of: LabelledRecording;
  readonly at: number;
  readonly answer: Answer;
}

export interface Answers<Answer = { readonly cause: Said }> {
  readonly judged: readonly Judged<Answer>[];
  readonly scanned: readonly Scanned<Answer>[];
}

/** @param minutes when to judge; undefined: at all times */
export const answersOf = <Answer extends { readonly cause: Said }>(
  recordings: readonly LabelledRecording[],
  judge: Judge<Answer>,
  minutes?: AfterOnset,
): Answers<Answer> => {
  const judged: Judged<Answer>[] = [];
  const scanned: Scanned<Answer>[] = [];
  for (const of of recordings) {
    const answerAt = judge(of.recording);
    for (const [after, at] of judgedInstants(of)) {
      if (minutes !== undefined && after !== minutes) continue;
      const answer = answerAt(at);
      judged.push({ of, minutes: after, at, answer, outcome: outcomeOf(of.truth, at, answer.cause) });
    }
    for (const at of quietInstants(of)) scanned.push({ of, at, answer: answerAt(at) });
  }
  return { judged, scanned };
};

export const namesCause = ({ answer }: { readonly answer: { readonly cause: Said } }): boolean =>
  CAUSES.some((cause) => cause === answer.cause);

/** What is said of the cause that it really was, while it lasts; undefined: it was none that is looked for. */
export const trueHypothesis = ({ of, at, answer }: Judged<Diagnosis>): Hypothesis | undefined =>
  phaseAt(of.truth, at) === 'during' ? answer.hypotheses.find(({ cause }) => cause === of.truth.cause) : undefined;
