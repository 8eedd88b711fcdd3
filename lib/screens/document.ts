import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { oneLine } from '../core/page/plain-text.ts';
import { STYLESHEET } from './stylesheet.ts';

/** Markup in which every value was escaped. */
export type Html = ReturnType<typeof html>;

const STYLE_HASH = createHash('sha256').update(STYLESHEET).digest('base64');

/** No script can run and nothing is loaded: what a screen is answered with over HTTP. */
export const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** Every line of a text made harmless, and the text not endless. */
export const clean = (text: string): string =>
  text
    .split(/\r?\n/)
    .slice(0, 60)
    .map((line) => oneLine(line, 1_000))
    .join('\n');

/* The hash is of these characters, white space included. */
// prettier-ignore
const STYLE = html`<style>${STYLESHEET}</style>`;

export interface Screen {
  readonly title: string;
  readonly main: Html;
}

/** The text of a whole HTML document. */
export const document = async ({ title, main }: Screen): Promise<string> => {
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>${title}</title>
        ${STYLE}
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `;
  return String(text);
};
