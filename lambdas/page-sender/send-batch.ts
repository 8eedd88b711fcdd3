import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readPageMessage } from '../../lib/adapters/sqs/queue-messages.ts';
import { comeAgain, type Rhythm } from '../../lib/pipeline/come-again.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type ReceivedPage, sendPages } from '../../lib/pipeline/send-pages.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import { SENDER_METRICS } from './contract.ts';

/**
 * For the hour after which a page is given up: three times before its level counts as unsent (`UNSENT_MS`). A hidden
 * message holds up what is behind it for its target.
 */
const UNSENT_AGAIN: Rhythm = { seconds: 15, times: 240 };
/** It went out and could not be recorded: it goes out again, so no sooner than it must. */
const UNRECORDED_AGAIN: Rhythm = { seconds: 60, times: 60 };

interface Read {
  readonly record: SQSRecord;
  /** Undefined: the body says nothing. */
  readonly page: ReceivedPage | undefined;
}

const readRecord = (record: SQSRecord): Read => {
  const message = readPageMessage(record.body);
  return { record, page: message && { ...message, messageId: record.messageId } };
};

/** The queue's own group where the event says it (an emulator may not), else what is the group when sending. */
const groupOf = ({ record, page }: Read): string | undefined => record.attributes.MessageGroupId ?? page?.target;

/**
 * Once a message of a group failed, the later ones of that group fail too: taken as done, they would overtake it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
const withLaterOfGroup = (read: readonly Read[], failedIds: ReadonlySet<string>): readonly string[] => {
  const failedGroups = new Set<string | undefined>();
  return read.flatMap((one) => {
    const { messageId } = one.record;
    const group = groupOf(one);
    const isHeldUp = group !== undefined && failedGroups.has(group);
    if (!failedIds.has(messageId) && !isHeldUp) return [];
    failedGroups.add(group);
    return [messageId];
  });
};

/** The pipeline, counting the messages that go out. */
const counting = (pipeline: Pipeline): { readonly counted: Pipeline; readonly messagesOut: () => number } => {
  let messages = 0;
  const publish: Pipeline['pager']['publish'] = async (target, message) => {
    await pipeline.pager.publish(target, message);
    messages += 1;
  };
  return { counted: { ...pipeline, pager: { publish } }, messagesOut: () => messages };
};

interface Ports {
  readonly pipeline: Pipeline;
  readonly telemetry: Telemetry;
  readonly redelivery: Redelivery;
}

/**
 * Sends a batch of the pages queue; what could not be sent now is named, in order, to be delivered again. A message
 * that says nothing is dropped, and said: the tick of its incident hands over again whatever it was for.
 */
export const sendBatch = async (
  ports: Ports,
  { Records }: SQSEvent,
  hasTime?: () => boolean,
): Promise<SQSBatchResponse> => {
  const { pipeline, telemetry } = ports;
  const { counted, messagesOut } = counting(pipeline);
  const read = Records.map(readRecord);
  const pages = read.flatMap(({ page }) => page ?? []);
  const malformed = read.filter(({ page }) => page === undefined).map(({ record }) => record.messageId);
  const { failed, refused, unconfirmed } = await sendPages(counted, pages, hasTime);
  const again = withLaterOfGroup(read, new Set(failed.map(({ messageId }) => messageId)));
  const counts = {
    [SENDER_METRICS.received]: Records.length,
    [SENDER_METRICS.published]: messagesOut(),
    [SENDER_METRICS.failed]: again.length + unconfirmed,
    [SENDER_METRICS.refused]: refused.length,
    [SENDER_METRICS.malformed]: malformed.length,
  };
  telemetry.log(failed.length + malformed.length + refused.length + unconfirmed > 0 ? 'error' : 'info', 'pages sent', {
    ...counts,
    incidentIds: [...new Set(pages.map(({ incidentId }) => incidentId))],
    malformed,
    refused,
    unconfirmed,
    failed: failed.map(({ messageId, error }) => ({ messageId, error: errorText(error) })),
  });
  telemetry.count(counts);
  const published = new Set(failed.flatMap(({ messageId, isPublished }) => (isPublished ? [messageId] : [])));
  await comeAgain(
    ports,
    Records.filter(({ messageId }) => again.includes(messageId)),
    ({ messageId }) => (published.has(messageId) ? UNRECORDED_AGAIN : UNSENT_AGAIN),
  );
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
};
