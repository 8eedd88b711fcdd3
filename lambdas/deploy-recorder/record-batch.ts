import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { instantOf } from '../../lib/core/time.ts';
import { comeAgain } from '../../lib/pipeline/come-again.ts';
import {
  type DeployMessage,
  type RecordedDeploy,
  recordDeploys,
  type RecordingHost,
} from '../../lib/pipeline/record-deploys.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import { RECORDER_METRICS } from './contract.ts';

export interface DeployRecording {
  readonly host: RecordingHost;
  readonly telemetry: Telemetry;
  readonly redelivery: Redelivery;
  readonly clock: Clock;
}

/** When the queue took it in: every delivery of a message says the same. */
const messageOf = ({ messageId, body, attributes: { SentTimestamp } }: SQSRecord, clock: Clock): DeployMessage => ({
  messageId,
  body,
  receivedAt: /^\d{1,13}$/u.test(SentTimestamp) ? instantOf(Number(SentTimestamp)) : clock(),
});

const shown = (one: RecordedDeploy): object =>
  one.outcome === 'failed' ? { messageId: one.messageId, error: errorText(one.error) } : one;

const report = (telemetry: Telemetry, recorded: readonly RecordedDeploy[]): void => {
  const count = (outcome: RecordedDeploy['outcome']): number =>
    recorded.filter((one) => one.outcome === outcome).length;
  const counts = {
    [RECORDER_METRICS.received]: recorded.length,
    [RECORDER_METRICS.recorded]: count('recorded'),
    [RECORDER_METRICS.unmapped]: recorded.filter((one) => one.outcome === 'recorded' && one.services.length === 0)
      .length,
    [RECORDER_METRICS.setAside]: count('set aside'),
    [RECORDER_METRICS.failed]: count('failed'),
  };
  telemetry.log(count('failed') > 0 ? 'error' : 'info', 'deploy events received', {
    ...counts,
    events: recorded.map(shown),
  });
  telemetry.count(counts);
};

/** Keeps a batch of the deploys queue; what fails is named, to be delivered again. */
export const recordBatch = async (ports: DeployRecording, { Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const { host, telemetry, clock } = ports;
  const recorded = await recordDeploys(
    host,
    Records.map((record) => messageOf(record, clock)),
  );
  report(telemetry, recorded);
  const failedIds = new Set(recorded.flatMap(({ messageId, outcome }) => (outcome === 'failed' ? [messageId] : [])));
  const failed = Records.filter(({ messageId }) => failedIds.has(messageId));
  await comeAgain(ports, failed);
  return { batchItemFailures: failed.map(({ messageId: itemIdentifier }) => ({ itemIdentifier })) };
};
