import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { partsOf } from '../core/page/links.ts';
import { oneLine } from '../core/page/plain-text.ts';
import { cutAtWord } from '../core/words.ts';
import { STYLESHEET } from './stylesheet.ts';

/** Markup in which every value was escaped. */
export type Html = ReturnType<typeof html>;

const hashOf = (stylesheet: string): string => createHash('sha256').update(stylesheet).digest('base64');

/** No script can run and nothing is loaded but these styles: what screens are answered with over HTTP. */
export const policyOver = (stylesheets: readonly string[]): string => {
  const styles = stylesheets.map((stylesheet) => `'sha256-${hashOf(stylesheet)}'`).join(' ');
  return `default-src 'none'; style-src ${styles}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
};

export const CONTENT_SECURITY_POLICY = policyOver([STYLESHEET]);

const LINES = 60;
const LINE = 1_000;

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/);

/** Every line of a text made harmless, and the text not endless. */
export const clean = (text: string, longest = LINE): string =>
  linesOf(text)
    .slice(0, LINES)
    .map((line) => oneLine(line, longest))
    .join('\n');

/** A link to somewhere else, which learns nothing of where it was followed. */
export const linkTo = (address: string, words: string): Html =>
  html`<a href="${address}" rel="noreferrer noopener">${words}</a>`;

/** The same of what colleagues wrote, as far as `longest` characters go: its plain addresses are links. */
export const linked = (text: string, longest: number): Html =>
  html`${linesOf(cutAtWord(text, longest)).map((line, index) => [
    index === 0 ? '' : '\n',
    ...partsOf(line).map((part) => ('link' in part ? linkTo(part.link, part.link) : part.text)),
  ])}`;

/* The hash is of these characters, white space included. */
// prettier-ignore
const styled = (stylesheet: string): Html => html`<style>${stylesheet}</style>`;

/** The same promise as over HTTP, in the file itself. */
const policyOf = (stylesheet: string): Html =>
  html`<meta
    http-equiv="Content-Security-Policy"
    content="default-src 'none'; style-src 'sha256-${hashOf(stylesheet)}'; form-action 'none'; base-uri 'none'"
  />`;

/** Indentation of the templates is no content, but where white space is kept. */
const INDENTATION = /(<(pre|textarea)\b[^]*?<\/\2>)|\n[ \t]+/g;

const unindented = (markup: string): string =>
  markup.replace(INDENTATION, (_found, kept: string | undefined) => kept ?? '\n');

/** What markup takes on the way, as `document` sends it. */
export const bytesOf = async (markup: Html): Promise<number> => Buffer.byteLength(unindented(String(await markup)));

/** What stands around every screen of one site. */
export interface ScreenFrame {
  /** Nothing in it is what HTML would escape. */
  readonly stylesheet: string;
  /** Before the screen itself, which has the id `main`. */
  readonly header: Html;
}

export interface Screen {
  readonly title: string;
  readonly main: Html;
  /** It is kept as a file, which no header comes with; its own style: nothing in it is what HTML would escape. */
  readonly file?: { readonly stylesheet: string };
  readonly frame?: ScreenFrame | undefined;
}

const bodyOf = ({ main, frame }: Screen): Html =>
  frame === undefined
    ? html`<main>${main}</main>`
    : html`${frame.header}
        <main id="main">${main}</main>`;

/** The text of a whole HTML document. */
export const document = async (screen: Screen): Promise<string> => {
  const { title, file, frame } = screen;
  const stylesheet = (file ?? frame)?.stylesheet ?? STYLESHEET;
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>${title}</title>
        ${file === undefined ? '' : policyOf(file.stylesheet)} ${styled(stylesheet)}
      </head>
      <body>
        ${bodyOf(screen)}
      </body>
    </html> `;
  return unindented(String(text));
};
