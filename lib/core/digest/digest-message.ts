import type { Configuration } from '../configuration.ts';
import { customNotification, saidInChat } from '../page/chat.ts';
import { cutSeptets, gsm7Of } from '../page/gsm-7.ts';
import type { HttpsForm } from '../page/https-form.ts';
import type { Message } from '../page/page-facts.ts';
import { asciiOf, oneLine } from '../page/plain-text.ts';
import { localClock } from '../report/local-clock.ts';
import { voiceOf } from '../report/voice.ts';
import type { Instant } from '../time.ts';
import { cutAtWord } from '../words.ts';
import type { Digest } from './digest.ts';
import { countInWords, digestLines, type DigestVoice } from './digest-lines.ts';

/** The form of the document that a receiver gets. Fields are added to it; one that goes or comes to mean something else makes a `digest/2`. */
const DIGEST_FORM = 'digest/1';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;
/** https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html */
const LONGEST_IN_CHAT = 8_000;
const LONGEST_NAME = 80;
const LONGEST_SMS = 160;

/** `Tocsin: week 2023-W31 in prod, 12 incidents, 1 still open`. */
const subjectOf = (digest: Digest): string =>
  cutAtWord(asciiOf(`Tocsin: week ${digest.week} in ${digest.environment}, ${countInWords(digest)}`), LONGEST_SUBJECT);

type Named = Pick<Configuration, 'responders' | 'channels'>;

export interface DigestSending {
  /** Whose names people are called by. */
  readonly configuration: Named;
  readonly sentAt: Instant | undefined;
  /** Where a command that the text names works: `--stack Tocsin`. */
  readonly where: string;
}

const spokenIn = ({ timeZone }: Digest, said: DigestVoice['said'], sending: DigestSending): DigestVoice => ({
  people: voiceOf(sending.configuration, localClock(timeZone)),
  said,
  where: sending.where,
  sentAt: sending.sentAt,
});

/** The text of a digest, as a mail and a terminal have it. */
export const digestText = (digest: Digest, sending: DigestSending): string =>
  digestLines(digest, spokenIn(digest, oneLine, sending)).join('\n');

/** People by their ids and names. */
const withNames = (measured: NonNullable<Digest['measured']>, { people, said }: DigestVoice): object => ({
  ...measured,
  responders: {
    ...measured.responders,
    named: measured.responders.named.map((one) => ({
      ...one,
      name: said(people.responder(one.responder), LONGEST_NAME),
    })),
  },
});

/** What `schema/digest.schema.json` describes. */
export const digestJson = (digest: Digest, sending: DigestSending): object => {
  const { measured } = digest;
  return {
    schema: DIGEST_FORM,
    ...digest,
    measured: measured && withNames(measured, spokenIn(digest, oneLine, sending)),
    subject: subjectOf(digest),
    text: digestText(digest, sending),
    sentAt: sending.sentAt ?? null,
  };
};

const chatDigest = (digest: Digest, subject: string, sending: DigestSending): string => {
  const lines = digestLines(digest, spokenIn(digest, saidInChat, sending));
  return customNotification({
    title: subject,
    description: cutAtWord(lines.join('\n'), LONGEST_IN_CHAT),
    threadId: digest.week,
  });
};

/** A digest for every kind of subscription, a few kilobytes in all. */
export const digestMessage = (digest: Digest, form: HttpsForm, sending: DigestSending): Message => {
  const subject = subjectOf(digest);
  const text = digestText(digest, sending);
  return {
    subject,
    text,
    sms: cutSeptets(gsm7Of(subject), LONGEST_SMS),
    https: form === 'chat' ? chatDigest(digest, subject, sending) : JSON.stringify(digestJson(digest, sending)),
  };
};
