import { html } from 'hono/html';
import { clean, document, type ScreenFrame } from '../document.ts';

/** Why something is not shown, and the way on. */
export interface TroubleShown {
  readonly title: string;
  /** Sentences. */
  readonly words: readonly string[];
  /** Undefined: there is nowhere to go from here. */
  readonly frame: ScreenFrame | undefined;
}

export const troubleScreen = ({ title, words, frame }: TroubleShown): Promise<string> =>
  document({
    title,
    frame,
    main: html`<h1>${clean(title, 200)}</h1>
      ${words.map((sentence) => html`<p>${clean(sentence)}</p>`)}
      ${frame === undefined ? '' : html`<p class="more"><a href="/">All incidents</a></p>`}`,
  });
