import { recordedSituation } from '../../lib/adapters/recording/recorded-situation.ts';
import type { Recording } from '../../lib/adapters/recording/recording.ts';
import { diagnose } from '../../lib/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import { instantOf } from '../../lib/core/time.ts';
import type { Said } from './truth.ts';

/** What somebody says of a recording at an instant, of which they know nothing later. */
export type Judge<Answer extends { readonly cause: Said } = { readonly cause: Said }> = (
  recording: Recording,
) => (at: number) => Answer;

export const tocsin: Judge<Diagnosis> = (recording) => (at) =>
  diagnose(recordedSituation(recording, { at: instantOf(at), service: recording.service, timeZone: 'UTC' }));
