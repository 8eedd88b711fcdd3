import type { Message } from '../../lib/core/page/page-facts.ts';

/** As long as API Gateway makes the longest. */
export const LINK = 'https://abcdefghij.execute-api.ap-southeast-2.amazonaws.com/a/Zk3_9dQ-1bTnVx0yLmPq7A';

/** What each channel shows of one message. */
export interface Shown {
  readonly title: string;
  /** To Alice Ferreira, in New York; of what nobody is paged for, to the channel. */
  readonly subject: string;
  readonly sms: string;
  readonly mail: string;
  /** To whoever subscribed by HTTPS to her topic; undefined: she is told nothing. */
  readonly json: unknown;
  /** To the channel #ops. */
  readonly chat: unknown;
}

export const shownOf = (title: string, person: Message | undefined, channel: Message | undefined): Shown => {
  if (channel === undefined) throw new Error(`${title}: nothing was sent`);
  const read = person ?? channel;
  return {
    title,
    subject: read.subject,
    sms: read.sms,
    mail: read.text,
    json: person && JSON.parse(person.https),
    chat: JSON.parse(channel.https),
  };
};
