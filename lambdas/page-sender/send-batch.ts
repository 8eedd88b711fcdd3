import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readDigestMessage, readPageMessage } from '../../lib/adapters/sqs/queue-messages.ts';
import { comeAgain, type Rhythm } from '../../lib/pipeline/come-again.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type ReceivedPage, sendPages, type SentPages } from '../../lib/pipeline/send-pages.ts';
import type { DigestMessage } from '../../lib/ports/queues.ts';
import { errorText } from '../../lib/ports/telemetry.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import { SENDER_METRICS } from './contract.ts';
import { type DigestPorts, sendDigests } from './send-digests.ts';
import { sendTests } from './send-tests.ts';

/**
 * For the hour after which a page is given up: three times before its level counts as unsent (`UNSENT_MS`). A hidden
 * message holds up what is behind it for its target.
 */
const UNSENT_AGAIN: Rhythm = { seconds: 15, times: 240 };
/** It went out and could not be recorded: it goes out again, so no sooner than it must. */
const UNRECORDED_AGAIN: Rhythm = { seconds: 60, times: 60 };

interface Read {
  readonly record: SQSRecord;
  /** Undefined: the body says nothing, or asks for something else. */
  readonly page: ReceivedPage | undefined;
  readonly test: ReceivedPage | undefined;
  readonly digest: DigestMessage | undefined;
}

const readRecord = (record: SQSRecord): Read => {
  const message = readPageMessage(record.body);
  const page = message && { ...message, messageId: record.messageId };
  const isTest = page?.isTest === true;
  return {
    record,
    page: isTest ? undefined : page,
    test: isTest ? page : undefined,
    digest: readDigestMessage(record.body),
  };
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

interface SendingPorts extends DigestPorts {
  readonly pipeline: Pipeline;
  readonly redelivery: Redelivery;
}

type Failed = SentPages['failed'];

const rhythmOf = ({ isPublished }: Failed[number]): Rhythm => (isPublished ? UNRECORDED_AGAIN : UNSENT_AGAIN);

/** Names what comes again, and says when, as soon as it is known; what is past its hour is left to its incident. */
class Again {
  readonly messageIds = new Set<string>();
  private readonly ports: SendingPorts;
  private readonly read: readonly Read[];

  constructor(ports: SendingPorts, read: readonly Read[]) {
    this.ports = ports;
    this.read = read;
  }

  /** The head says what is still wanted, and every tick hands that over: nothing is lost with a message of the queue. */
  async name(failed: Failed): Promise<void> {
    const rhythms = new Map(failed.map((one) => [one.messageId, rhythmOf(one)]));
    const isInTime = ({ messageId, attributes }: SQSRecord): boolean => {
      const rhythm = rhythms.get(messageId);
      return rhythm !== undefined && !(Number(attributes.ApproximateReceiveCount) > rhythm.times);
    };
    const records = this.read.map(({ record }) => record);
    const inTime = new Set(records.filter(isInTime).map(({ messageId }) => messageId));
    const held = new Set(withLaterOfGroup(this.read, inTime));
    for (const messageId of held) this.messageIds.add(messageId);
    // Later ones of the group come with the first of them, or hold it up.
    const [first] = records.flatMap(({ messageId }) => rhythms.get(messageId) ?? []);
    await comeAgain(
      this.ports,
      records.filter(({ messageId }) => held.has(messageId)),
      ({ messageId }) => rhythms.get(messageId) ?? first ?? UNSENT_AGAIN,
    );
  }
}

/**
 * Sends a batch of the pages queue; what could not be sent now is named, in order, to be delivered again. A message
 * that says nothing is dropped, and said: the tick of its incident hands over again whatever it was for.
 */
export const sendBatch = async (
  ports: SendingPorts,
  { Records }: SQSEvent,
  hasTime?: () => boolean,
): Promise<SQSBatchResponse> => {
  const { pipeline, telemetry } = ports;
  const { counted, messagesOut } = counting(pipeline);
  const read = Records.map(readRecord);
  const pages = read.flatMap(({ page }) => page ?? []);
  const tests = read.flatMap(({ test }) => test ?? []);
  const digests = read.flatMap(({ digest }) => digest ?? []);
  const malformed = read
    .filter(({ page, test, digest }) => (page ?? test ?? digest) === undefined)
    .map(({ record }) => record.messageId);
  const again = new Again(ports, read);
  const conduct = { onFailed: (some: Failed) => again.name(some), ...(hasTime === undefined ? {} : { hasTime }) };
  const { failed, refused, unconfirmed } = await sendPages(counted, pages, conduct);
  const counts = {
    [SENDER_METRICS.received]: pages.length + malformed.length,
    [SENDER_METRICS.published]: messagesOut(),
    [SENDER_METRICS.failed]: failed.length + unconfirmed,
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
  const after = { hasTime, isAmongPages: pages.length > 0 };
  await sendTests(ports, tests, after);
  await sendDigests(ports, digests, after);
  const named = Records.filter(({ messageId }) => again.messageIds.has(messageId));
  return { batchItemFailures: named.map(({ messageId: itemIdentifier }) => ({ itemIdentifier })) };
};
