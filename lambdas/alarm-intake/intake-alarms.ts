import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { instantOf } from '../../lib/core/time.ts';
import { comeAgain } from '../../lib/pipeline/come-again.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type AlarmMessage, receive, type Received } from '../../lib/pipeline/receive.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import { INTAKE_METRICS } from './contract.ts';

/** Year 9999: what is later is no time. */
const LATEST_MS = 253_402_300_799_999;

/** When the queue took it in: every delivery of a message says the same. */
const receivedAtOf = ({ attributes: { SentTimestamp } }: SQSRecord): string | undefined => {
  const ms = /^\d{1,15}$/.test(SentTimestamp) ? Number(SentTimestamp) : Number.NaN;
  return ms <= LATEST_MS ? instantOf(ms) : undefined;
};

const messageOf = (record: SQSRecord): AlarmMessage => ({
  messageId: record.messageId,
  body: record.body,
  receivedAt: receivedAtOf(record),
});

/** The pipeline, counting the pages that are handed over. */
const counting = (pipeline: Pipeline): { readonly counted: Pipeline; readonly pages: () => number } => {
  let pages = 0;
  const send: Pipeline['pages']['send'] = async (messages) => {
    await pipeline.pages.send(messages);
    pages += messages.length;
  };
  return { counted: { ...pipeline, pages: { send } }, pages: () => pages };
};

const report = (telemetry: Telemetry, received: Received, counts: Readonly<Record<string, number>>): void => {
  const { failed, setAside, ignored, incidentIds } = received;
  telemetry.log(failed.length > 0 ? 'error' : 'info', 'alarms received', {
    ...counts,
    incidentIds,
    ignored,
    setAside,
    failed: failed.map(({ messageId, error }) => ({ messageId, error: errorText(error) })),
  });
  telemetry.count(counts);
};

/** Takes in a batch of the alarms queue; what fails is named, to be delivered again. */
export const intakeAlarms = async (
  ports: { readonly pipeline: Pipeline; readonly telemetry: Telemetry; readonly redelivery: Redelivery },
  { Records }: SQSEvent,
): Promise<SQSBatchResponse> => {
  const { pipeline, telemetry } = ports;
  const { counted, pages } = counting(pipeline);
  const received = await receive(counted, Records.map(messageOf));
  const failedIds = new Set(received.failed.map(({ messageId }) => messageId));
  report(telemetry, received, {
    [INTAKE_METRICS.received]: Records.length,
    [INTAKE_METRICS.ignored]: received.ignored.length,
    [INTAKE_METRICS.setAside]: received.setAside.filter(({ messageId }) => !failedIds.has(messageId)).length,
    [INTAKE_METRICS.failed]: failedIds.size,
    [INTAKE_METRICS.pagesRequested]: pages(),
  });
  await comeAgain(
    ports,
    Records.filter(({ messageId }) => failedIds.has(messageId)),
  );
  return { batchItemFailures: [...failedIds].map((itemIdentifier) => ({ itemIdentifier })) };
};
