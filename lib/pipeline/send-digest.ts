import type { Configuration } from '../core/configuration.ts';
import { digestMessage } from '../core/digest/digest-message.ts';
import { isTooLateToTell } from '../core/digest/week.ts';
import { httpsFormOf } from '../core/page/https-form.ts';
import type { Clock } from '../ports/clock.ts';
import type { DigestLog, DigestSent, KeptDigest } from '../ports/digest-log.ts';
import { type Pager, PageNotDeliveredError } from '../ports/pager.ts';
import type { DigestMessage } from '../ports/queues.ts';

export interface DigestSender {
  readonly digests: DigestLog;
  readonly pager: Pager;
  readonly clock: Clock;
  readonly configuration: Configuration;
  /** Where a command that the text names works: `--stack Tocsin`. */
  readonly where: string;
}

type Outcome = Pick<DigestSent, 'outcome' | 'error'>;

/** It is to be sent, was not, goes to a channel that today's configuration names, and is still news. */
const isWanted = (
  { configuration, clock }: DigestSender,
  { target }: DigestMessage,
  { digest, sent }: KeptDigest,
): boolean =>
  configuration.digest?.to.includes(target) === true &&
  !sent.some((one) => one.target === target) &&
  !isTooLateToTell(digest, clock());

const publish = async (sender: DigestSender, { target }: DigestMessage, { digest }: KeptDigest): Promise<Outcome> => {
  const { configuration, pager, clock, where } = sender;
  const form = httpsFormOf(configuration, target);
  try {
    await pager.publish(target, digestMessage(digest, form, { configuration, sentAt: clock(), where }));
    return { outcome: 'sent' };
  } catch (error) {
    if (!(error instanceof PageNotDeliveredError) || error.outcome === 'not-sent') throw error;
    return error.outcome === 'unknown' ? { outcome: 'unconfirmed' } : { outcome: 'failed', error: error.message };
  }
};

/**
 * Publishes the digest of a week to a channel, if it still is to be, and records that. Whoever dies between the two sends it
 * again; what was not answered in time is not sent again: it may have gone out, and is no page. Undefined: it is not wanted.
 *
 * @throws PageNotDeliveredError it may go through later.
 */
export const sendDigest = async (sender: DigestSender, message: DigestMessage): Promise<DigestSent | undefined> => {
  const kept = await sender.digests.find(message.week);
  if (kept === undefined || !isWanted(sender, message, kept)) return undefined;
  const outcome = await publish(sender, message, kept);
  const sent = { target: message.target, at: sender.clock(), ...outcome };
  await sender.digests.record(message.week, sent);
  return sent;
};
