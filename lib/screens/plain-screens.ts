import { html } from 'hono/html';
import type { Refusal } from '../core/response/refusal.ts';
import { document } from './document.ts';

/** The same for every address that is none, whatever is wrong with it. */
export const notFoundScreen = (): Promise<string> =>
  document({
    title: 'No such link',
    main: html`<h1>There is no such link</h1>
      <p>
        The link may be cut off: copy it whole. If it is whole, ask whoever looks after Tocsin, or type
        <code>tocsin incidents list</code>.
      </p>`,
  });

/** What was wrong with a form, and what would not be. */
export const refusalScreen = ({ error, expected, given }: Refusal): Promise<string> =>
  document({
    title: 'Not recorded',
    main: html`<h1>Nothing was recorded</h1>
      <p>${error}.</p>
      <p>Expected: ${expected}. Given: ${given}.</p>
      <p><a href="?">Back to the incident</a></p>`,
  });

/** It may have been recorded or not: looking again tells, and the same form sent again is carried out once. */
export const unavailableScreen = (): Promise<string> =>
  document({
    title: 'Try again',
    main: html`<h1>That did not work just now</h1>
      <p>Send the form again (it is carried out once), or look at how the incident stands.</p>
      <p><a href="?">Look again</a></p>`,
  });
