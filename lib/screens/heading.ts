import { html } from 'hono/html';
import { isUnmapped, serviceName, UNMAPPED } from '../core/page/service-name.ts';
import { whatIsWrong } from '../core/page/what-is-wrong.ts';
import { afterwards } from '../core/report/afterwards.ts';
import { statusInWords } from '../core/report/status.ts';
import { epochOf, spokenDuration } from '../core/time.ts';
import { clean, type Html } from './document.ts';
import type { IncidentView } from './incident-view.ts';
import type { Outcome } from './outcome.ts';

/** What the reader's last form did, or why it did nothing. */
export const outcomeHtml = (outcome: Outcome | undefined): Html | '' =>
  outcome === undefined
    ? ''
    : html`<p class="told${outcome.isRefused ? ' refused' : ''}" role="status">${clean(outcome.words)}</p>`;

/** A sentence; nothing where there is none. */
export const paragraph = (text: string | undefined, kind?: 'soft'): Html | '' => {
  if (text === undefined) return '';
  return kind === undefined ? html`<p>${clean(text)}</p>` : html`<p class="${kind}">${clean(text)}</p>`;
};

export type Headed = Pick<IncidentView, 'incident' | 'facts' | 'reader'>;

/** `web in prod`. */
export const whereOf = ({ facts }: Pick<Headed, 'facts'>): string =>
  `${clean(serviceName(facts))} in ${clean(facts.environment)}`;

/** What is wrong; of an incident without an alarm where it is. */
export const symptomInHeading = (headed: Pick<Headed, 'facts'>): string => {
  const [symptom] = whatIsWrong(headed.facts);
  return symptom === undefined ? whereOf(headed) : clean(symptom, 200);
};

const tagOf = ({ facts: { status, severity } }: Headed): Html =>
  status === 'resolved'
    ? html`<strong class="tag resolved">RESOLVED</strong>`
    : html`<strong class="tag ${severity}">${severity.toUpperCase()}</strong>`;

/** `Since 10:15 EDT (14:15 UTC), for 5 min`. */
const sinceOf = ({ incident: { resolution }, facts: { openedAt }, reader }: Headed): string => {
  const lasted = spokenDuration(epochOf(resolution?.at ?? reader.now) - epochOf(openedAt));
  const from = reader.time(openedAt);
  return resolution === undefined ? `Since ${from}, for ${lasted}` : `From ${from}, lasted ${lasted}`;
};

/** What is wrong, where and since when, who has it, and what happens then. */
export const headingOf = (headed: Headed, level: 'h1' | 'h2'): Html => {
  const { incident, facts, reader } = headed;
  const symptom = symptomInHeading(headed);
  return html`<p class="place">${tagOf(headed)} ${whereOf(headed)}</p>
    ${level === 'h1' ? html`<h1>${symptom}</h1>` : html`<h2>${symptom}</h2>`}
    ${isUnmapped(facts) ? html`<p>${UNMAPPED}</p>` : ''}
    <p>${sinceOf(headed)}</p>
    <p><strong>${clean(statusInWords(incident, reader.voice))}</strong></p>
    ${paragraph(afterwards(incident, facts, (at) => reader.time(at)))}`;
};
