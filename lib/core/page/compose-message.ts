import { bundled } from './bundle.ts';
import { chatOf } from './chat.ts';
import type { HttpsForm } from './https-form.ts';
import { letterOf } from './letter.ts';
import type { Message, PageFacts } from './page-facts.ts';
import { pageJsonOf } from './page-json.ts';
import { smsOf } from './sms.ts';
import { subjectOf } from './subject.ts';

/** What a timeline keeps of a message: its words in full, without the forms that other channels take. */
export const wordsOf = (messages: readonly PageFacts[]): Pick<Message, 'subject' | 'text'> => {
  const bundle = bundled(messages);
  return { subject: subjectOf(bundle), text: letterOf(bundle) };
};

const httpsOf = (bundle: readonly PageFacts[], words: Pick<Message, 'subject' | 'text'>, form: HttpsForm): string =>
  form === 'chat' ? chatOf(bundle, words.subject) : pageJsonOf(bundle, words);

/** One message for everything that waits for one target: several incidents share it and its one link, oldest first. */
export const composeMessage = (messages: readonly PageFacts[], form: HttpsForm = 'json'): Message => {
  const bundle = bundled(messages);
  const words = { subject: subjectOf(bundle), text: letterOf(bundle) };
  return { ...words, sms: smsOf(bundle), https: httpsOf(bundle, words, form) };
};
