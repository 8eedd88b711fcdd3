import { bundled } from './bundle.ts';
import { chatOf } from './chat.ts';
import { letterOf } from './letter.ts';
import type { Message, PageFacts } from './page-facts.ts';
import { smsOf } from './sms.ts';
import { subjectOf } from './subject.ts';

/** What a timeline keeps of a message: its words in full, without the forms that other channels take. */
export const wordsOf = (messages: readonly PageFacts[]): Pick<Message, 'subject' | 'text'> => {
  const bundle = bundled(messages);
  return { subject: subjectOf(bundle), text: letterOf(bundle) };
};

/** One message for everything that waits for one target: several incidents share it and its one link, oldest first. */
export const composeMessage = (messages: readonly PageFacts[]): Message => {
  const bundle = bundled(messages);
  const subject = subjectOf(bundle);
  return { subject, text: letterOf(bundle), sms: smsOf(bundle), chat: chatOf(bundle, subject) };
};
