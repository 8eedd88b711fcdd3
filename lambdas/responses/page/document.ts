import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { oneLine } from '../../../lib/core/page/plain-text.ts';
import type { HttpReply } from '../http.ts';
import { STYLESHEET } from './stylesheet.ts';

/** Markup in which every value was escaped. */
export type Html = ReturnType<typeof html>;

const STYLE_HASH = createHash('sha256').update(STYLESHEET).digest('base64');

/** No script can run, nothing is loaded, nothing is kept, nobody learns the address: it is the key. */
const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
} as const;

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

export interface Page {
  readonly statusCode: number;
  readonly title: string;
  readonly main: Html;
}

/** A whole document, as the answer to a request. */
export const document = async ({ statusCode, title, main }: Page): Promise<HttpReply> => {
  const body = await html`<!doctype html>
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
  return { statusCode, headers: HEADERS, body: String(body) };
};

/** An answer without a body: where to look, or what is allowed. */
export const bodiless = (statusCode: number, headers: Readonly<Record<string, string>>): HttpReply => {
  const { 'Content-Type': _, ...rest } = HEADERS;
  return { statusCode, headers: { ...rest, ...headers }, body: '' };
};
