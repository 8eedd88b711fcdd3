import { html } from 'hono/html';
import { CONFIRMED_NAMES, isConfirmedCause } from '../../core/cause.ts';
import { serviceName } from '../../core/page/service-name.ts';
import { answeredAfterMs } from '../../core/report/answered-after.ts';
import type { ListEntry } from '../../core/report/list-entry.ts';
import type { LocalClock } from '../../core/report/local-clock.ts';
import type { Voice } from '../../core/report/voice.ts';
import { epochOf, type Instant, spokenDuration } from '../../core/time.ts';
import { clean, document, type ScreenFrame, type Html } from '../document.ts';
import { fitting } from '../fitting.ts';
import { listAddress, type ListChoices, listFilters, type ListTyped } from './list-filters.ts';
import { WEB_BYTES } from './web-site.ts';

/** Characters of a name. */
const NAME = 60;
/** For all that is no row: style, filters, and the words around. */
const AROUND_BYTES = 20_480;

/** How a list speaks. */
export interface ListReader {
  readonly voice: Voice;
  readonly clock: LocalClock;
  readonly now: Instant;
}

export interface ListShown {
  readonly rows: readonly Html[];
  /** Where the list goes on; undefined: that was all. */
  readonly next: string | undefined;
  readonly isFirst: boolean;
  readonly typed: ListTyped;
  readonly choices: ListChoices;
  /** Sentences in place of rows: why there are none. */
  readonly instead: readonly string[];
  /** What was wrong with the address; undefined: nothing. */
  readonly refused: string | undefined;
  /** What cannot be read, and is missing. */
  readonly lacks: readonly string[];
  readonly frame: ScreenFrame;
  readonly timeZone: string;
}

const causeOf = ({ cause }: ListEntry): string =>
  cause === undefined || cause === 'unknown' || !isConfirmedCause(cause) ? '' : CONFIRMED_NAMES[cause];

const spoken = (ms: number | undefined): string => (ms === undefined ? '' : spokenDuration(Math.max(0, ms)));

/** `by Alice Ferreira`, `by itself`; of what nobody has nothing. */
const byWhom = ({ status, acknowledgedBy, resolvedBy }: ListEntry, voice: Voice): string => {
  const who = status === 'resolved' ? resolvedBy : acknowledgedBy;
  if (who !== undefined) return `by ${clean(voice.responder(who), NAME)}`;
  return status === 'resolved' ? 'by itself' : 'nobody has it';
};

const lasted = ({ openedAt, resolvedAt }: ListEntry, now: Instant): string => {
  const time = spoken(epochOf(resolvedAt ?? now) - epochOf(openedAt));
  return resolvedAt === undefined ? `${time} so far` : time;
};

const alarmOf = ({ alarm, alarms }: ListEntry): string =>
  `${clean(alarm, NAME) || 'no alarm'}${alarms > 1 ? ` and ${String(alarms - 1)} more` : ''}`;

const rowOf = (entry: ListEntry, { voice, clock, now }: ListReader): Html => {
  const { incidentId, openedAt, severity, status } = entry;
  const [cause, answered] = [causeOf(entry), spoken(answeredAfterMs(entry))];
  return html`<tr>
    <td><strong class="tag ${status}">${status.toUpperCase()}</strong><small>${byWhom(entry, voice)}</small></td>
    <td class="what">
      <a href="/incidents/${incidentId}">${clean(serviceName(entry), NAME)}: ${alarmOf(entry)}</a
      >${cause === '' ? '' : html`<small>${cause}</small>`}
    </td>
    <td><span class="${severity}">${severity}</span></td>
    <td><time datetime="${openedAt}">${clock.stamp(openedAt)}</time></td>
    <td class="num" data-label="Answered in">${answered === '' ? '-' : answered}</td>
    <td class="num" data-label="Lasted">${lasted(entry, now)}</td>
  </tr>`;
};

/** As many of the first as one screen has room for. */
export const listRows = (entries: readonly ListEntry[], reader: ListReader): Promise<readonly Html[]> =>
  fitting(entries, WEB_BYTES - AROUND_BYTES, (entry) => rowOf(entry, reader));

const table = (rows: readonly Html[]): Html | '' =>
  rows.length === 0
    ? ''
    : html`<table class="rows">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Incident</th>
            <th scope="col">Severity</th>
            <th scope="col">Opened</th>
            <th scope="col" class="num">Answered in</th>
            <th scope="col" class="num">Lasted</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`;

const onwards = ({ next, isFirst, typed }: ListShown): Html | '' =>
  next === undefined && isFirst
    ? ''
    : html`<nav class="more" aria-label="Pages">
        ${isFirst ? '' : html`<a href="${listAddress(typed)}">Newest</a>`}${
          next === undefined ? '' : html`<a href="${listAddress(typed, next)}" rel="next">Older incidents</a>`
        }
      </nav>`;

/** Incidents, the newest first, and the ways to fewer and to older ones. */
export const listScreen = (shown: ListShown): Promise<string> => {
  const { rows, typed, choices, instead, refused, lacks, frame, timeZone } = shown;
  return document({
    title: 'Incidents',
    frame,
    main: html`<div class="broad">
      ${refused === undefined ? '' : html`<p class="told refused" role="status">${clean(refused)}</p>`}
      <h1>Incidents</h1>
      ${listFilters(typed, choices)} ${lacks.map((lack) => html`<p class="warning">${clean(lack)}</p>`)}
      ${instead.map((sentence) => html`<p>${clean(sentence)}</p>`)} ${table(rows)} ${onwards(shown)}
      <p class="soft">Newest first. Times of ${timeZone}.</p>
    </div>`,
  });
};
