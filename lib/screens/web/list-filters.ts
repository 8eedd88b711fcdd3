import { html } from 'hono/html';
import { CONFIRMED_CAUSES, CONFIRMED_NAMES } from '../../core/cause.ts';
import { LISTED_SEVERITIES } from '../../core/report/list-entry.ts';
import { clean, type Html } from '../document.ts';

/** What a list can be narrowed by in its address; the form has all but the status, which is a row of links. */
export const LIST_FIELDS = ['status', 'since', 'until', 'service', 'severity', 'cause', 'responder'] as const;

/** As it was typed or chosen; nothing that is empty. */
export type ListTyped = Readonly<Partial<Record<(typeof LIST_FIELDS)[number], string>>>;

/** What can be chosen. */
export interface ListChoices {
  readonly services: readonly string[];
  /** Ids with their names; empty where nobody says who there is. */
  readonly responders: readonly (readonly [id: string, name: string])[];
}

/** The address of a list; `cursor` is where it goes on. */
export const listAddress = (typed: ListTyped, cursor?: string): string => {
  const query = new URLSearchParams({ ...typed, ...(cursor === undefined ? {} : { cursor }) }).toString();
  return query === '' ? '/' : `/?${query}`;
};

const TABS: readonly (readonly [status: string | undefined, words: string])[] = [
  [undefined, 'All'],
  ['open', 'Open'],
  ['triggered', 'Triggered'],
  ['acknowledged', 'Acknowledged'],
  ['resolved', 'Resolved'],
];

/** How incidents stand, one link each: the other filters stay. */
const tabs = ({ status, ...others }: ListTyped): Html =>
  html`<nav class="tabs" aria-label="Status">
    ${TABS.map(([value, words]) => {
      const address = listAddress(value === undefined ? others : { ...others, status: value });
      return value === status
        ? html`<a href="${address}" aria-current="page">${words}</a>`
        : html`<a href="${address}">${words}</a>`;
    })}
  </nav>`;

type Choice = readonly [value: string, words: string];

const optionOf = ([value, words]: Choice, chosen: string): Html =>
  value === chosen
    ? html`<option value="${value}" selected>${clean(words, 60)}</option>`
    : html`<option value="${value}">${clean(words, 60)}</option>`;

const chooser =
  (name: keyof ListTyped, label: string, choices: readonly Choice[]) =>
  (typed: ListTyped): Html =>
    html`<div>
      <label for="${name}">${label}</label>
      <select id="${name}" name="${name}">
        ${[['', 'Any'] as const, ...choices].map((choice) => optionOf(choice, typed[name] ?? ''))}
      </select>
    </div>`;

/** What is typed is shown again as it was, whatever it is. */
const typedIn =
  (name: keyof ListTyped, label: string, hint: string) =>
  (typed: ListTyped): Html =>
    html`<div>
      <label for="${name}">${label}</label>
      <input id="${name}" name="${name}" value="${typed[name] ?? ''}" placeholder="${hint}" autocomplete="off" />
    </div>`;

export const SINCE_FIELD = typedIn('since', 'Since', '30d, or 2023-08-05');
export const UNTIL_FIELD = typedIn('until', 'Until', 'now');

/** A service that there is; one that the list does not know is shown too, where the address names it. */
export const serviceField = ({ services }: Pick<ListChoices, 'services'>, typed: ListTyped): Html => {
  const named = typed.service === undefined || services.includes(typed.service) ? [] : [typed.service];
  return chooser(
    'service',
    'Service',
    [...services, ...named].map((one) => [one, one] as const),
  )(typed);
};

const responderField = ({ responders }: ListChoices): ((typed: ListTyped) => Html) =>
  responders.length === 0 ? typedIn('responder', 'Responder', 'alice') : chooser('responder', 'Responder', responders);

const severityField = chooser(
  'severity',
  'Severity',
  LISTED_SEVERITIES.map((one) => [one, one] as const),
);

const causeField = chooser(
  'cause',
  'Cause',
  CONFIRMED_CAUSES.map((one) => [one, CONFIRMED_NAMES[one]] as const),
);

const inputs = (typed: ListTyped, choices: ListChoices): Html =>
  html`<form method="get" action="/" class="fields">
    ${typed.status === undefined ? '' : html`<input type="hidden" name="status" value="${typed.status}" />`}
    ${SINCE_FIELD(typed)} ${UNTIL_FIELD(typed)} ${serviceField(choices, typed)} ${severityField(typed)}
    ${causeField(typed)} ${responderField(choices)(typed)}
    <button>Show</button>
  </form>`;

/** Folded up until something is chosen in it: on a phone it would fill the screen. */
export const listFilters = (typed: ListTyped, choices: ListChoices): Html => {
  const { status: _status, ...narrowed } = typed;
  const isNarrowed = Object.keys(narrowed).length > 0;
  const inside = html`<summary>Filter by time, service, severity, cause, responder</summary>
    ${inputs(typed, choices)} ${isNarrowed ? html`<p class="more"><a href="/">Take all filters away</a></p>` : ''}`;
  return html`${tabs(typed)}
  ${isNarrowed ? html`<details class="filters" open>${inside}</details>` : html`<details class="filters">${inside}</details>`}`;
};
