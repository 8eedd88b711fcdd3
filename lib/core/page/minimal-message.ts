import { howToRespond, howToRespondToAll } from './how-to-respond.ts';
import { customNotification } from './chat.ts';
import type { Message, PageFacts } from './page-facts.ts';

const LONGEST_SMS = 160;
/** A link that leaves less room is left out. */
const SHORTEST_SUBJECT = 24;

const plain = (text: string, max: number): string => text.replace(/[^A-Za-z0-9 ._-]+/g, '').slice(0, max);

/** What is published when the worded message was refused for good: fixed words, one ASCII line, the link or command. */
export const minimalMessage = (messages: readonly PageFacts[]): Message => {
  const [first, ...others] = messages;
  if (first === undefined) return composed('Tocsin: nothing to tell', '');
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
  const { how } = others.length === 0 ? howToRespond(first) : howToRespondToAll(messages);
  const kind = first.kind === 'page' ? 'page' : 'notification';
  return composed(
    `Tocsin ${kind}: incident ${plain(first.incidentId, 26)}${more} ${plain(first.service, 20)}`.trim(),
    how,
  );
};

const inSms = (subject: string, how: string): string => {
  const room = LONGEST_SMS - how.length - 1;
  if (how === '' || room < SHORTEST_SUBJECT) return subject;
  return `${subject.slice(0, room).trimEnd()} ${how}`;
};

const composed = (subject: string, how: string): Message => {
  const text = how === '' ? subject : `${subject}\n${how}`;
  const line = text.replace('\n', ' ');
  return {
    subject,
    text,
    sms: inSms(subject, how),
    chat: customNotification({ title: subject, description: line }),
  };
};
