import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { causeGallery } from './cause-gallery.ts';
import { pageGallery, testPageShown } from './page-gallery.ts';
import type { Shown } from './shown-message.ts';

/** Behind this line the document is generated. */
const MARK = '<!-- Generated from here on: npm run pages -->';

const DOCUMENT = new URL('../../docs/pages.md', import.meta.url);

interface Before {
  readonly title: string;
  readonly subject: string;
  readonly sms: string;
  readonly mail: string;
  readonly chat: unknown;
}

const before = JSON.parse(
  readFileSync(new URL('../fixtures/pages-before.json', import.meta.url), 'utf8'),
) as readonly Before[];

interface ChatDocument {
  readonly content: { readonly title: string; readonly description: string; readonly nextSteps?: readonly string[] };
}

const fenced = (text: string): string => `\`\`\`\n${text}\n\`\`\``;

const folded = (summary: string, text: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;

/** As a chat lays it out: what Slack and Teams escape, they show. */
const chatText = (chat: unknown): string => {
  const { content } = chat as ChatDocument;
  const text = [content.title, '', content.description, ...(content.nextSteps ?? []).map((step) => `→ ${step}`)];
  return text.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
};

/** What each channel shows of a message that version 1 did not know. */
const causePart = ({ title, subject, sms, mail, chat, json }: Shown): string =>
  [
    `### ${title}`,
    fenced(`subject  ${subject}\n\nSMS      ${sms}`),
    'E-mail:',
    fenced(mail),
    folded('Chat', fenced(chatText(chat))),
    ...(json === undefined ? [] : [folded('By HTTPS', fenced(JSON.stringify(json, undefined, 2)))]),
  ].join('\n\n');

const CAUSES_BEGIN = `## What pages say of causes

Real runs of \`examples/web-server\`, replayed with the default alarms of \`examples/tocsin.yaml\`; what was really the matter stands in the title.`;

const part = (shown: Shown): string => {
  const { title, subject, sms, mail, chat, json } = shown;
  const was = before.find((one) => one.title === title);
  if (was === undefined) throw new Error(`test/fixtures/pages-before.json has no ${title}`);
  return [
    `### ${title}`,
    fenced(`before   ${was.subject}\nsubject  ${subject}\n\nbefore   ${was.sms}\nSMS      ${sms}`),
    'E-mail:',
    fenced(mail),
    folded('The e-mail before', fenced(was.mail)),
    'Chat:',
    fenced(chatText(chat)),
    folded('The chat before', fenced(chatText(was.chat))),
    ...(json === undefined ? [] : [folded('By HTTPS', fenced(JSON.stringify(json, undefined, 2)))]),
  ].join('\n\n');
};

/** The whole of docs/pages.md: its rules as they stand, then what each channel shows. */
export const pagesDocument = async (): Promise<string> => {
  const [rules = ''] = readFileSync(DOCUMENT, 'utf8').split(MARK);
  const parts = (await pageGallery()).map(part);
  const test = causePart(await testPageShown());
  const causes = (await causeGallery()).map(causePart);
  return `${[`${rules.trimEnd()}\n\n${MARK}`, ...parts, test, CAUSES_BEGIN, ...causes].join('\n\n')}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOCUMENT, await pagesDocument());
