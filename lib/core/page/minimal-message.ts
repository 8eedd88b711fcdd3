import { howToRespond, howToRespondToAll } from './how-to-respond.ts';
import { customNotification } from './chat.ts';
import type { Message, PageFacts } from './page-facts.ts';

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

const composed = (subject: string, how: string): Message => {
  const text = how === '' ? subject : `${subject}\n${how}`;
  const line = text.replace('\n', ' ');
  return {
    subject,
    text,
    sms: line.length <= 160 ? line : subject,
    chat: customNotification({ title: subject, description: line }),
  };
};
