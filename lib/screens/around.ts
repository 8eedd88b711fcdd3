import { html } from 'hono/html';
import { CAUSE_PHRASES } from '../core/cause.ts';
import type { LogPattern, LogPatterns, SimilarIncident, SimilarIncidents } from '../core/context.ts';
import {
  beforeInWords,
  lengthInWords,
  lookedAtInWords,
  othersInWords,
  similarInWords,
} from '../core/report/context-words.ts';
import { toldAround } from '../core/report/told-context.ts';
import { capitalised } from '../core/words.ts';
import { clean, type Html, linked } from './document.ts';
import { whatFits } from './fitting.ts';
import { paragraph } from './heading.ts';
import type { IncidentView } from './incident-view.ts';

/** Characters of an example, a reason and of how a past incident went. */
const EXAMPLE = 240;
const REASON = 200;
const STORY = 500;

const patternRow = (pattern: LogPattern): Html =>
  html`<tr>
    <td>${beforeInWords(pattern)}</td>
    <td><strong>${String(pattern.now)}</strong></td>
    <td class="said">${clean(pattern.example, EXAMPLE)}</td>
  </tr>`;

/** Counts before and now, each with the length of its stretch: they are not of the same. */
const patternTable = ({ window, quiet, patterns }: LogPatterns): Html | '' =>
  patterns.length === 0
    ? ''
    : html`<table>
        <thead>
          <tr>
            <th scope="col">Before${quiet === null ? '' : html` <small>${lengthInWords(quiet)}</small>`}</th>
            <th scope="col">Now <small>${lengthInWords(window)}</small></th>
            <th scope="col">New, or more often: one of them</th>
          </tr>
        </thead>
        <tbody>
          ${patterns.map(patternRow)}
        </tbody>
      </table>`;

const sentence = (text: string | undefined): string | undefined => text && `${capitalised(clean(text, REASON))}.`;

const logs = (told: LogPatterns, { reader }: IncidentView): Html =>
  html`<h2>What the logs say</h2>
    ${patternTable(told)} ${paragraph(sentence(othersInWords(told)))}
    <p class="soft">${clean(capitalised(lookedAtInWords(told, reader.voice)))}.</p>
    ${told.lacks.map((lack) => paragraph(sentence(lack), 'soft'))}`;

const pastIncident = (one: SimilarIncident, { reader }: IncidentView): Html =>
  html`<li>
    ${reader.time(one.openedAt)}: <span class="said">${linked(similarInWords(one, reader.voice), STORY)}</span>
    <small>Incident ${clean(one.incidentId)}</small>
  </li>`;

const similar = ({ cause, incidents }: SimilarIncidents, view: IncidentView): Html =>
  html`<h2>Seen before: ${CAUSE_PHRASES[cause]} here</h2>
    <ul>
      ${incidents.map((one) => pastIncident(one, view))}
    </ul>`;

/** That nobody knows is said where it was asked. */
const unknown = (what: string, reason: string | undefined): Html | '' =>
  reason === undefined ? '' : html`<p class="soft">Nothing from ${what}: ${clean(reason, REASON)}.</p>`;

/** What is known beside the cause: what the logs say that they did not before, and how similar incidents went. */
export const around = async (view: IncidentView, bytes: number): Promise<Html> => {
  const told = toldAround(view.timeline);
  const shown = await whatFits(
    [
      told.logs === undefined ? '' : logs(told.logs, view),
      unknown('the logs', told.noLogs),
      told.similar === undefined ? '' : similar(told.similar, view),
      unknown('past incidents', told.noSimilar),
      told.isAwaitedSince === undefined
        ? ''
        : html`<p class="soft">Logs are looked at since ${view.reader.time(told.isAwaitedSince)}.</p>`,
    ],
    bytes,
  );
  return html`${shown}`;
};
