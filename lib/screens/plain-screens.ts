import { html } from 'hono/html';
import type { Refusal } from '../core/response/refusal.ts';
import { isResponseType, RESPONSES } from '../core/response/responses.ts';
import { document, type ScreenFrame, type Html } from './document.ts';
import { type Kept, keptOf } from './kept.ts';
import { typedText } from './response-form.ts';

/** The same for every address that is none, whatever is wrong with it. */
export const notFoundScreen = (): Promise<string> =>
  document({
    title: 'No such link',
    main: html`<h1>There is no such link</h1>
      <p>
        The link may be cut off: copy it whole. If it is whole, ask whoever looks after Tocsin, or type
        <code>npx tocsin incidents list --stack</code> and the name of its stack.
      </p>`,
  });

/** What was typed and is recorded nowhere, to be copied. */
// prettier-ignore
export const typedAgain = ({ text }: Kept): Html | '' =>
  text === ''
    ? ''
    : html`<label for="typed">What you typed</label>
        <textarea id="typed" name="text" readonly>${typedText(text)}</textarea>`;

/** What was wrong with a request that can be no form of a screen. */
export const refusalScreen = ({ error, expected, given }: Refusal, frame?: ScreenFrame): Promise<string> =>
  document({
    title: 'Not recorded',
    frame,
    main: html`<h1>Nothing was recorded</h1>
      <p>${error}.</p>
      <p>Expected: ${expected}. Given: ${given}.</p>
      <p>Your browser's way back leads to what you typed.</p>
      <p class="more"><a href="?">Back to the incident</a></p>`,
  });

type Fields = Readonly<Record<string, string>>;

/** Fields of a form, but its action and its text. */
const BESIDE = ['nonce', 'incident', 'expect', 'by', 'for', 'to', 'cause'] as const;

/** The same form, nonce and all. */
const sendAgain = (fields: Fields): Html | '' => {
  const { action } = fields;
  if (!isResponseType(action)) return '';
  return html`<form method="post" action="?">
    ${BESIDE.flatMap((name) => {
      const value = fields[name];
      return value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`];
    })}
    ${typedAgain(keptOf(fields))}
    <button class="big" name="action" value="${action}">Send it again: ${RESPONSES[action].button}</button>
  </form>`;
};

/** It may have been recorded or not: looking again tells, and the same form sent again is carried out once. */
export const unavailableScreen = (fields: Fields, frame?: ScreenFrame): Promise<string> =>
  document({
    title: 'Try again',
    frame,
    main: html`<h1>That did not work just now</h1>
      <p>Send the form again (it is carried out once), or look at how the incident stands.</p>
      ${sendAgain(fields)}
      <p class="more"><a href="?">Look again</a></p>`,
  });
