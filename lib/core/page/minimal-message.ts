import { howToRespondTo } from './how-to-respond.ts';
import { customNotification } from './chat.ts';
import type { HttpsForm } from './https-form.ts';
import type { Message, PageFacts } from './page-facts.ts';
import { respondLink, PAGE_FORM, sentBecause } from './page-json.ts';

const LONGEST_SMS = 160;
/** A link that leaves less room is left out. */
const SHORTEST_SUBJECT = 24;

type Words = Pick<Message, 'subject' | 'text'>;

const plain = (text: string, max: number): string => text.replace(/[^A-Za-z0-9 ._-]+/g, '').slice(0, max);

type Messages = readonly [PageFacts, ...PageFacts[]];

/** Nothing that wording failed on: fields that Tocsin itself set, names in ASCII. */
const plainJson = ([facts, ...others]: Messages, { subject, text }: Words): string =>
  JSON.stringify({
    schema: PAGE_FORM,
    ...sentBecause(facts),
    isTest: facts.isDrill,
    id: plain(facts.incidentId, 26),
    status: facts.status,
    severity: facts.severity,
    service: plain(facts.service, 60),
    environment: plain(facts.environment, 60),
    account: plain(facts.account, 20),
    region: plain(facts.region, 30),
    symptom: '',
    openedAt: facts.openedAt,
    links: { respond: respondLink(howToRespondTo([facts, ...others])) },
    paged: [],
    next: null,
    ...(others.length === 0 ? {} : { others: [], more: others.length }),
    subject,
    text,
    sentAt: facts.now,
  });

const inSms = (subject: string, how: string): string => {
  const room = LONGEST_SMS - how.length - 1;
  if (how === '' || room < SHORTEST_SUBJECT) return subject;
  return `${subject.slice(0, room).trimEnd()} ${how}`;
};

const subjectFor = (first: PageFacts, others: number): string => {
  const more = others === 0 ? '' : ` and ${String(others)} more`;
  const kind = first.kind === 'page' ? `${first.isDrill === true ? 'TEST ' : ''}page` : 'notification';
  return `Tocsin ${kind}: incident ${plain(first.incidentId, 26)}${more} ${plain(first.service, 20)}`.trim();
};

const plainChat = ({ subject, text }: Words): string =>
  customNotification({ title: subject, description: text.replace('\n', ' ') });

/** What is published when the worded message was refused for good: fixed words, one ASCII line, the link or command. */
export const minimalMessage = (messages: readonly PageFacts[], form: HttpsForm = 'json'): Message => {
  const [first, ...others] = messages;
  if (first === undefined) {
    const words = { subject: 'Tocsin: nothing to tell', text: 'Tocsin: nothing to tell' };
    return { ...words, sms: words.subject, https: plainChat(words) };
  }
  const { how } = howToRespondTo(messages);
  const subject = subjectFor(first, others.length);
  const words = { subject, text: `${subject}\n${how}` };
  const https = form === 'chat' ? plainChat(words) : plainJson([first, ...others], words);
  return { ...words, sms: inSms(subject, how), https };
};
