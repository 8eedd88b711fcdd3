import { html, raw } from 'hono/html';
import { CONFIRMED_CAUSES, CONFIRMED_NAMES } from '../core/cause.ts';
import type { Configuration } from '../core/configuration.ts';
import { type Incident, isOpen } from '../core/incident/incident.ts';
import { hasNeed } from '../core/incident/need.ts';
import { statusOf } from '../core/incident/phase.ts';
import { LONGEST_NOTE, type Response, type Seen } from '../core/incident/response.ts';
import { type Input, inputOf, RESPONSE_TYPES, RESPONSES } from '../core/response/responses.ts';
import { consequenceOf } from './consequences.ts';
import { clean, type Html } from './document.ts';
import type { Reader } from './incident-view.ts';
import type { Kept } from './kept.ts';

const SNOOZES = ['30m', '1h', '2h', '4h', '8h', '12h', '24h'] as const;

/** What a form is about, whose it is, and what it held when it was refused. */
export interface Filled {
  readonly incident: Incident;
  readonly reader: Reader;
  readonly kept: Kept;
}

const option = (value: string, words: string, chosen: string): Html =>
  value === chosen
    ? html`<option value="${value}" selected>${words}</option>`
    : html`<option value="${value}">${words}</option>`;

const responderOptions = ({ responders }: Configuration, chosen: string, without?: string): readonly Html[] =>
  Object.entries(responders)
    .filter(([id]) => id !== without)
    .map(([id, { name }]) => option(id, clean(name, 60), chosen));

/** Where no configuration says who there is, whoever acts is taken at their word. */
const isAnybody = ({ configuration }: Reader): boolean => Object.keys(configuration.responders).length === 0;

const typedName = (field: 'by' | 'to', value: string, isRequired: boolean): Html =>
  html`<input
    id="${field}"
    name="${field}"
    value="${value}"
    maxlength="63"
    placeholder="A name such as alice"
    autocapitalize="none"
    autocomplete="off"
    spellcheck="false"
    ${isRequired ? raw('required') : ''}
  />`;

/** A channel's link says nothing of who holds it: nobody is chosen before somebody says so. */
export const whoResponds = ({ reader, kept }: Omit<Filled, 'incident'>): Html | '' => {
  if (reader.responder !== undefined) return '';
  if (isAnybody(reader)) return html`<label for="by">Who are you?</label>${typedName('by', kept.by, true)}`;
  return html`<label for="by">Who are you?</label>
    <select id="by" name="by" required>
      <option value="">Choose your name</option>
      ${responderOptions(reader.configuration, kept.by)}
    </select>`;
};

/** What a form sends without being asked. */
interface Hidden {
  /** What makes one form, sent twice, one response. */
  readonly nonce: string;
  /** An incident's id, or `all`. */
  readonly incident: string;
  /** What a response rests on, by incident: where that has changed by then, it is asked for again. */
  readonly expect: Readonly<Record<string, Seen>>;
}

export const hiddenFields = ({ nonce, incident, expect }: Hidden): Html =>
  html`${Object.entries({ nonce, incident, expect: JSON.stringify(expect) }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`;

const button = (type: Response['type'], words = RESPONSES[type].button): Html =>
  html`<button name="action" value="${type}">${words}</button>`;

/** What a tired person wants to do first. */
export const acknowledgeButton = html`<button class="big" name="action" value="acknowledge">
  ${RESPONSES.acknowledge.button}
</button>`;

/** Where somebody is needed. */
export const bigButton = (incident: Incident): Html | '' => (hasNeed(incident) ? acknowledgeButton : '');

/** Where nobody is needed, or somebody has it: one thing among others. */
const plainAcknowledge = (incident: Incident, { responder }: Reader): Html | '' => {
  const { owner } = incident;
  if (hasNeed(incident) || !isOpen(incident)) return '';
  if (owner === undefined || statusOf(incident) !== 'acknowledged') return button('acknowledge');
  if (owner.by !== responder) return button('acknowledge', 'I look at it too');
  // Only another snooze moves the end of one.
  return owner.kind === 'snooze' ? '' : button('acknowledge', 'Keep it longer');
};

/** A text as it was typed; a browser drops the first end of line. */
export const typedText = (text: string): Html => html`${'\n'}${text}`;

/** Of what is open nothing is chosen before somebody says so; of what is resolved it is what was said last. */
const chosenCause = ({ incident, kept }: Filled): string =>
  isOpen(incident) || kept.action !== '' ? kept.cause : (incident.confirmed?.cause ?? '');

/** The field of what a response takes; the button comes behind it. */
const FIELDS: Readonly<Record<Input['field'], (filled: Filled) => Html>> = {
  // prettier-ignore
  text: ({ kept }) =>
    html`<label for="text">Note, recorded with whatever you press</label>
      <textarea id="text" name="text" maxlength="${String(LONGEST_NOTE)}" placeholder="What you see, what you do">${typedText(kept.text)}</textarea>`,
  for: ({ kept }) =>
    html`<label for="for">Snooze for</label
      ><select id="for" name="for">
        ${SNOOZES.map((time) => option(time, time, kept.for))}
      </select>`,
  to: ({ reader, kept }) =>
    html`<label for="to">Hand over to</label>${
        isAnybody(reader)
          ? typedName('to', kept.to, false)
          : html`<select id="to" name="to">
              ${responderOptions(reader.configuration, kept.to, reader.responder)}
            </select>`
      }`,
  cause: (filled) =>
    html`<label for="cause">What was it?</label
      ><select id="cause" name="cause">
        ${option('', 'Not said yet', chosenCause(filled))}
        ${CONFIRMED_CAUSES.map((cause) => option(cause, CONFIRMED_NAMES[cause], chosenCause(filled)))}
      </select>`,
};

const fieldOf = (type: Response['type'], filled: Filled): Html | '' => {
  const input = inputOf(type);
  return input === undefined ? '' : FIELDS[input.field](filled);
};

/** Pressing it shows what it does, and to whom, and the button that does it. */
const askedOnceMore = (type: Response['type'], consequence: string, filled: Filled): Html => {
  const { kept } = filled;
  const input = inputOf(type);
  // What was chosen in it is shown again.
  const isOpened = kept.action === type && input !== undefined && kept[input.field] !== '';
  const inside = html`<summary>${RESPONSES[type].button}…</summary>
    <p>${clean(consequence)}</p>
    ${fieldOf(type, filled)} ${button(type, `${RESPONSES[type].button} now`)}`;
  return isOpened
    ? html`<details class="ask" name="ask" open>${inside}</details>`
    : html`<details class="ask" name="ask">${inside}</details>`;
};

/** A choice, and its button beside it. */
const inRow = (type: Response['type'], words: string, filled: Filled): Html =>
  html`<div class="row">
    <div>${fieldOf(type, filled)}</div>
    ${button(type, words)}
  </div>`;

const offer = (type: Response['type'], filled: Filled): Html => {
  const consequence = consequenceOf(type, filled.incident, filled.reader);
  if (consequence !== undefined) return askedOnceMore(type, consequence, filled);
  return type === 'snooze'
    ? inRow(type, RESPONSES[type].button, filled)
    : html`${fieldOf(type, filled)} ${button(type)}`;
};

/** What may still be said of what is over: nobody is paged for it, or told. */
const saidAfterwards = (filled: Filled): readonly Html[] =>
  RESPONSE_TYPES.flatMap((type) => {
    const { afterwards } = RESPONSES[type];
    return afterwards === undefined || isOpen(filled.incident) ? [] : [inRow(type, afterwards.button, filled)];
  });

/** Those that ask once more stand last, behind the note that may go with them. */
const byCaution =
  ({ incident, reader }: Filled) =>
  (one: Response['type'], other: Response['type']): number =>
    Number(consequenceOf(one, incident, reader) !== undefined) -
    Number(consequenceOf(other, incident, reader) !== undefined);

/** Everything else that can be done about it now. */
export const otherResponses = (filled: Filled): Html => {
  const { incident, reader } = filled;
  const now = isOpen(incident) ? 'open' : 'resolved';
  const offered = RESPONSE_TYPES.filter((type) => ['both', now].includes(RESPONSES[type].of) && type !== 'acknowledge');
  const { limits } = reader.site;
  return html`<h2>${now === 'open' ? 'What you can do' : 'More'}</h2>
    ${limits === undefined ? '' : html`<p class="soft">${clean(limits)}</p>`} ${plainAcknowledge(incident, reader)}
    ${saidAfterwards(filled)} ${offered.toSorted(byCaution(filled)).map((type) => offer(type, filled))}`;
};
