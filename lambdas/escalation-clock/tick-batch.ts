import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readTickMessage } from '../../lib/adapters/sqs/queue-messages.ts';
import { escalationClock } from '../../lib/pipeline/clock.ts';
import { comeAgain } from '../../lib/pipeline/come-again.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import { CLOCK_METRICS } from './contract.ts';

interface Ticked {
  readonly messageId: string;
  readonly outcome: 'ticked' | 'malformed' | 'failed';
  readonly error?: string;
}

/** A message that says nothing is dropped, and said: the reconciler ticks what it may have been for. */
const tickOne = async (pipeline: Pipeline, { messageId, body }: SQSRecord): Promise<Ticked> => {
  const message = readTickMessage(body);
  if (message === undefined) return { messageId, outcome: 'malformed' };
  try {
    await escalationClock(pipeline, message);
    return { messageId, outcome: 'ticked' };
  } catch (error) {
    return { messageId, outcome: 'failed', error: errorText(error) };
  }
};

/** Ticks a batch of the ticks queue, all at once; what fails is named, to be delivered again. */
export const tickBatch = async (
  ports: { readonly pipeline: Pipeline; readonly telemetry: Telemetry; readonly redelivery: Redelivery },
  { Records }: SQSEvent,
): Promise<SQSBatchResponse> => {
  const { pipeline, telemetry } = ports;
  const ticked = await Promise.all(Records.map((record) => tickOne(pipeline, record)));
  const failed = ticked.filter(({ outcome }) => outcome === 'failed');
  const malformed = ticked.filter(({ outcome }) => outcome === 'malformed');
  const counts = {
    [CLOCK_METRICS.received]: Records.length,
    [CLOCK_METRICS.failed]: failed.length,
    [CLOCK_METRICS.malformed]: malformed.length,
  };
  const isTrouble = failed.length + malformed.length > 0;
  telemetry.log(isTrouble ? 'error' : 'info', 'ticks taken', { ...counts, trouble: [...failed, ...malformed] });
  telemetry.count(counts);
  const failedIds = new Set(failed.map(({ messageId }) => messageId));
  await comeAgain(
    ports,
    Records.filter(({ messageId }) => failedIds.has(messageId)),
  );
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
