import { html } from 'hono/html';
import type { Configuration } from '../core/configuration.ts';
import { type Incident, isOpen } from '../core/incident/incident.ts';
import { statusOf } from '../core/incident/phase.ts';
import { LONGEST_NOTE, type Response, type Seen } from '../core/incident/response.ts';
import { type Need, RESPONSE_TYPES, RESPONSES } from '../core/response/responses.ts';
import { clean, type Html } from './document.ts';
import type { Reader } from './incident-view.ts';

const SNOOZES = ['30m', '1h', '2h', '4h', '8h', '12h', '24h'] as const;

const responderOptions = ({ responders }: Configuration, without?: string): readonly Html[] =>
  Object.entries(responders)
    .filter(([id]) => id !== without)
    .map(([id, { name }]) => html`<option value="${id}">${clean(name)}</option>`);

/** A channel's link says nothing of who holds it: nobody is chosen before somebody says so. */
export const whoResponds = ({ responder, configuration }: Reader): Html | '' =>
  responder === undefined
    ? html`<label for="by">Who are you?</label>
        <select id="by" name="by" required>
          <option value="">Choose your name</option>
          ${responderOptions(configuration)}
        </select>`
    : '';

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
export const bigButton = (incident: Incident): Html | '' =>
  statusOf(incident) === 'triggered'
    ? html`<button class="big" name="action" value="acknowledge">${RESPONSES.acknowledge.button}</button>`
    : '';

const acknowledgeAgain = (incident: Incident, { responder }: Reader): Html | '' => {
  const { owner } = incident;
  if (owner === undefined || statusOf(incident) !== 'acknowledged') return '';
  if (owner.by !== responder) return button('acknowledge', 'I look at it too');
  // Only another snooze moves the end of one.
  return owner.kind === 'snooze' ? '' : button('acknowledge', 'Keep it longer');
};

/** The field of a need, and the button beside it. */
const FIELDS: Readonly<Record<Need['field'], (type: Response['type'], reader: Reader) => Html>> = {
  text: (type) =>
    html`<label for="text">Note</label>
      <textarea
        id="text"
        name="text"
        maxlength="${String(LONGEST_NOTE)}"
        placeholder="What you see, what you do"
      ></textarea>
      ${button(type)}`,
  for: (type) =>
    html`<div class="row">
      <div>
        <label for="for">Snooze for</label
        ><select id="for" name="for">
          ${SNOOZES.map((time) => html`<option>${time}</option>`)}
        </select>
      </div>
      ${button(type)}
    </div>`,
  to: (type, { configuration, responder }) =>
    html`<div class="row">
      <div>
        <label for="to">Hand over to</label
        ><select id="to" name="to">
          ${responderOptions(configuration, responder)}
        </select>
      </div>
      ${button(type)}
    </div>`,
};

/** Everything else that can be done about it now. */
export const otherResponses = (incident: Incident, reader: Reader): Html => {
  const now = isOpen(incident) ? 'open' : 'resolved';
  const offered = RESPONSE_TYPES.filter((type) => ['both', now].includes(RESPONSES[type].of) && type !== 'acknowledge');
  const plain = offered.filter((type) => RESPONSES[type].needs === undefined);
  const buttons = html`<div class="row">${plain.map((type) => button(type))}</div>`;
  const fields = offered.map((type) => {
    const { needs } = RESPONSES[type];
    return needs === undefined ? '' : FIELDS[needs.field](type, reader);
  });
  return now === 'open'
    ? html`<h2>Do something else</h2>
        ${acknowledgeAgain(incident, reader)} ${buttons} ${fields}`
    : html`<h2>More</h2>
        ${fields} ${buttons}`;
};
