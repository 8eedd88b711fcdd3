import { html } from 'hono/html';
import type { Incident, Status } from '../../../lib/core/incident/incident.ts';
import type { Configuration } from '../../../lib/core/configuration.ts';
import { clean, type Html } from './document.ts';
import type { Reader } from './incident-view.ts';

const SNOOZES = ['30m', '1h', '2h', '4h', '8h', '12h', '24h'] as const;

const responderOptions = ({ responders }: Configuration, without?: string): readonly Html[] =>
  Object.entries(responders)
    .filter(([id]) => id !== without)
    .map(([id, { name }]) => html`<option value="${id}">${clean(name)}</option>`);

/** A channel's link says nothing of who holds it: nobody is chosen before somebody says so. */
export const whoActs = ({ responder, configuration }: Reader): Html | '' =>
  responder === undefined
    ? html`<label for="by">Who are you?</label>
        <select id="by" name="by" required>
          <option value="">Choose your name</option>
          ${responderOptions(configuration)}
        </select>`
    : '';

/** What makes one form, sent twice, one response. */
export const formKey = (nonce: string): Html => html`<input type="hidden" name="nonce" value="${nonce}" />`;

const button = (action: string, words: string): Html => html`<button name="action" value="${action}">${words}</button>`;

const BIG: Readonly<Record<Status, Html | ''>> = {
  triggered: html`<button class="big" name="action" value="acknowledge">Acknowledge</button>`,
  acknowledged: '',
  resolved: '',
};

/** What a tired person wants to do first. */
export const bigButton = ({ phase }: Incident): Html | '' => BIG[phase.status];

const note = html`<label for="text">Note</label>
  <textarea id="text" name="text" maxlength="4000" placeholder="What you see, what you do"></textarea>
  ${button('note', 'Add the note')}`;

const handOver = ({ configuration, responder }: Reader): Html =>
  html`<div class="row">
    <div>
      <label for="to">Hand over to</label
      ><select id="to" name="to">
        ${responderOptions(configuration, responder)}
      </select>
    </div>
    ${button('reassign', 'Hand over')}
  </div>`;

const snooze = html`<div class="row">
  <div>
    <label for="for">Snooze for</label
    ><select id="for" name="for">
      ${SNOOZES.map((time) => html`<option>${time}</option>`)}
    </select>
  </div>
  ${button('snooze', 'Snooze')}
</div>`;

const acknowledgeAgain = ({ phase }: Incident, { responder }: Reader): Html | '' => {
  if (phase.status !== 'acknowledged') return '';
  return button('acknowledge', phase.by === responder ? 'Keep it longer' : 'I look at it too');
};

/** Everything else that can be done about it now. */
export const otherActions = (incident: Incident, reader: Reader): Html =>
  incident.phase.status === 'resolved'
    ? html`<h2>More</h2>
        ${note}
        <div class="row">${button('reopen', 'Reopen')}</div>`
    : html`<h2>Do something else</h2>
        ${acknowledgeAgain(incident, reader)}
        <div class="row">${button('escalate', 'Escalate')}${button('resolve', 'Resolve')}</div>
        ${note}${snooze}${handOver(reader)}`;
