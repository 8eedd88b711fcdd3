import { html } from 'hono/html';
import {
  deployInWords,
  firstPagesInWords,
  releasesInWords,
  spokenSeconds,
  timeRemark,
} from '../../core/figures/figure-words.ts';
import type { ReportedFigures } from '../../core/figures/reported-figures.ts';
import type { Trend } from '../../core/figures/trend.ts';
import type { LocalClock } from '../../core/report/local-clock.ts';
import type { Voice } from '../../core/report/voice.ts';
import { epochOf, spokenDuration } from '../../core/time.ts';
import { clean, document, type ScreenFrame, type Html } from '../document.ts';
import { trendBars } from './bars.ts';
import {
  listAddress,
  type ListChoices,
  type ListTyped,
  serviceField,
  SINCE_FIELD,
  UNTIL_FIELD,
} from './list-filters.ts';
import { alarmTable, groupTables, peopleTable, timesTable } from './report-tables.ts';

export interface ReportShown {
  /** Undefined: what was asked for cannot be meant. */
  readonly reported: ReportedFigures | undefined;
  readonly trend: Trend | undefined;
  readonly typed: ListTyped;
  readonly choices: Pick<ListChoices, 'services'>;
  /** Where there is nothing to report: what to do. */
  readonly instead: readonly string[];
  /** Where there is something. */
  readonly elsewhere: { readonly address: string; readonly words: string } | undefined;
  readonly refused: string | undefined;
  readonly lacks: readonly string[];
  readonly voice: Voice;
  readonly clock: LocalClock;
  readonly frame: ScreenFrame;
}

const filters = (typed: ListTyped, choices: Pick<ListChoices, 'services'>): Html =>
  html`<form method="get" action="/report" class="fields filters">
    ${SINCE_FIELD(typed)} ${UNTIL_FIELD(typed)} ${serviceField(choices, typed)}
    <button>Show</button>
  </form>`;

const tile = (label: string, value: string, beside: string): Html =>
  html`<li>${label} <strong>${value}</strong>${beside === '' ? '' : html` <small>${beside}</small>`}</li>`;

const sumOf = ({ figures: { responders } }: Pick<ReportedFigures, 'figures'>, of: 'pages' | 'atNight'): number =>
  responders.reduce((sum, one) => sum + one[of], 0);

/** What one wants to know first. */
const tiles = (reported: ReportedFigures): Html => {
  const { figures, before } = reported;
  const { total, open } = figures.incidents;
  const { acknowledge, resolve } = figures.times;
  const was = before?.figures;
  const beside = (value: number | undefined): string => (value === undefined ? '' : `${String(value)} before`);
  const night = before && sumOf(before, 'atNight');
  return html`<ul class="tiles">
    ${tile('Incidents', String(total), [beside(was?.incidents.total), open > 0 ? `${String(open)} still open` : ''].filter((text) => text !== '').join(', '))}
    ${tile('Median answer', spokenSeconds(acknowledge.medianSeconds), timeRemark(acknowledge, was?.times.acknowledge))}
    ${tile('Median resolution', spokenSeconds(resolve.medianSeconds), timeRemark(resolve, was?.times.resolve))}
    ${tile('Pages', String(sumOf(reported, 'pages')), beside(before && sumOf(before, 'pages')))}
    ${tile('Pages at night', String(sumOf(reported, 'atNight')), beside(night))}
  </ul>`;
};

const words = ({ figures, before }: ReportedFigures): Html =>
  html`<dl class="facts">
    <dt>Begun by a deploy</dt>
    <dd>${deployInWords(figures, before?.figures)}</dd>
    <dt>First pages</dt>
    <dd>${firstPagesInWords(figures)}</dd>
    <dt>Releases</dt>
    <dd>${releasesInWords(figures)}</dd>
  </dl>`;

const periodWords = ({ from, to, before }: ReportedFigures, clock: LocalClock): string => {
  const length = spokenDuration(epochOf(to) - epochOf(from));
  const beside = before === undefined ? '' : ` Before: the ${length} from ${clock.stamp(before.from)}.`;
  return `${clock.stamp(from)} to ${clock.stamp(to)}, ${length}.${beside} Times of ${clock.timeZone}.`;
};

const figuresHtml = ({ reported, trend, voice, clock }: ReportShown): Html | '' => {
  if (reported === undefined) return '';
  const { from, to, figures } = reported;
  const period = html`<p class="soft">${periodWords(reported, clock)}</p>`;
  if (figures.incidents.total === 0 && (reported.before?.figures.incidents.total ?? 0) === 0) return period;
  return html`${period} ${tiles(reported)} ${trend === undefined ? '' : trendBars(trend, clock, clock.stamp(to))}
    <div class="pair">
      <div>
        ${groupTables(reported, (narrowed) => listAddress({ since: from, until: to, ...narrowed }))} ${words(reported)}
      </div>
      <div>${timesTable(reported)} ${peopleTable(reported, voice)} ${alarmTable(reported)}</div>
    </div>`;
};

/** What a period came to, beside the one before it. */
export const reportScreen = (shown: ReportShown): Promise<string> => {
  const { typed, choices, instead, elsewhere, refused, lacks, frame } = shown;
  return document({
    title: 'Report',
    frame,
    main: html`<div class="broad">
      ${refused === undefined ? '' : html`<p class="told refused" role="status">${clean(refused)}</p>`}
      <h1>Report${typed.service === undefined ? '' : `: ${clean(typed.service, 60)}`}</h1>
      ${filters(typed, choices)} ${lacks.map((lack) => html`<p class="warning">${clean(lack)}</p>`)}
      ${instead.map((sentence) => html`<p>${clean(sentence)}</p>`)}
      ${elsewhere === undefined ? '' : html`<p class="more"><a href="${elsewhere.address}">${elsewhere.words}</a></p>`}
      ${figuresHtml(shown)}
    </div>`,
  });
};
