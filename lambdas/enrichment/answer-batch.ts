import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readDiagnosisMessage } from '../../lib/adapters/sqs/queue-messages.ts';
import { comeAgain } from '../../lib/pipeline/come-again.ts';
import { answerDiagnosis } from '../../lib/pipeline/diagnose.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import type { Diagnoser } from '../../lib/ports/diagnoser.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import { ENRICHMENT_METRICS } from './contract.ts';

/** `unavailable`: why there is no diagnosis is recorded; `failed`: not even that could be. */
type Outcome = 'answered' | 'unavailable' | 'dropped' | 'failed' | 'malformed';

interface Answered {
  readonly messageId: string;
  readonly outcome: Outcome;
  readonly incidentId?: string;
  readonly error?: string;
}

export interface Answering {
  readonly pipeline: Pipeline & { readonly diagnoser: Diagnoser };
  readonly telemetry: Telemetry;
  readonly redelivery: Redelivery;
}

/** The pipeline, and what its diagnoser came to: nothing where it was not asked. */
const noting = (
  pipeline: Answering['pipeline'],
): { readonly noted: Pipeline; readonly result: () => Pick<Answered, 'outcome' | 'error'> } => {
  let result: Pick<Answered, 'outcome' | 'error'> = { outcome: 'dropped' };
  const diagnose: Diagnoser['diagnose'] = async (asked) => {
    try {
      const found = await pipeline.diagnoser.diagnose(asked);
      result = { outcome: 'answered' };
      return found;
    } catch (error) {
      result = { outcome: 'unavailable', error: errorText(error) };
      throw error;
    }
  };
  return { noted: { ...pipeline, diagnoser: { diagnose } }, result: () => result };
};

/** A message that says nothing is dropped, and said: whatever it was for is asked for again. */
const answerOne = async (pipeline: Answering['pipeline'], { messageId, body }: SQSRecord): Promise<Answered> => {
  const message = readDiagnosisMessage(body);
  if (message === undefined) return { messageId, outcome: 'malformed' };
  const { incidentId } = message;
  const { noted, result } = noting(pipeline);
  try {
    await answerDiagnosis(noted, message);
    return { messageId, incidentId, ...result() };
  } catch (error) {
    return { messageId, incidentId, outcome: 'failed', error: errorText(error) };
  }
};

const report = (telemetry: Telemetry, answered: readonly Answered[]): void => {
  const count = (...outcomes: readonly Outcome[]): number =>
    answered.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const counts = {
    [ENRICHMENT_METRICS.asked]: answered.length,
    [ENRICHMENT_METRICS.answered]: count('answered'),
    [ENRICHMENT_METRICS.dropped]: count('dropped'),
    [ENRICHMENT_METRICS.failed]: count('unavailable', 'failed'),
    [ENRICHMENT_METRICS.malformed]: count('malformed'),
  };
  const trouble = answered.filter(({ outcome }) => outcome !== 'answered' && outcome !== 'dropped');
  const incidentIds = answered.flatMap(({ incidentId }) => incidentId ?? []);
  telemetry.log(trouble.length > 0 ? 'error' : 'info', 'diagnoses answered', { ...counts, incidentIds, trouble });
  telemetry.count(counts);
};

/**
 * Answers a batch of the diagnoses queue, all at once; what could not be recorded is named, to be delivered again. A
 * message outlives its question: five minutes after it was asked the head says that nobody answered, and it is dropped.
 */
export const answerBatch = async (ports: Answering, { Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const { pipeline, telemetry } = ports;
  const answered = await Promise.all(Records.map((record) => answerOne(pipeline, record)));
  report(telemetry, answered);
  const failedIds = new Set(answered.flatMap(({ messageId, outcome }) => (outcome === 'failed' ? [messageId] : [])));
  const failed = Records.filter(({ messageId }) => failedIds.has(messageId));
  await comeAgain(ports, failed);
  return { batchItemFailures: failed.map(({ messageId: itemIdentifier }) => ({ itemIdentifier })) };
};
