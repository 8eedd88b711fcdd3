import { isDrill } from '../core/incident/drill.ts';
import { untaggedSaid } from '../core/alarm/untagged-words.ts';
import { html } from 'hono/html';
import type { AlarmFacts } from '../core/page/page-facts.ts';
import { people } from '../core/page/person-words.ts';
import { byWeight } from '../core/page/by-weight.ts';
import { firingWords, reasonOf } from '../core/page/wording.ts';
import { hasNeed } from '../core/incident/need.ts';
import { nextInWords } from '../core/report/afterwards.ts';
import { coverageInWords } from '../core/report/coverage.ts';
import { type SentPage, sentPages } from '../core/report/sent-pages.ts';
import { around } from './around.ts';
import { diagnosed } from './diagnosed.ts';
import { clean, document, type Html } from './document.ts';
import { drillScreen } from './drill-screen.ts';
import { fitting } from './fitting.ts';
import { headingOf, outcomeHtml, paragraph, whereOf, symptomInHeading } from './heading.ts';
import type { IncidentView, Reader } from './incident-view.ts';
import type { Kept } from './kept.ts';
import type { Outcome } from './outcome.ts';
import { bigButton, hiddenFields, otherResponses, whoResponds } from './response-form.ts';
import { seenField } from './seen-field.ts';
import { newestLines } from './timeline.ts';
import { whatToLookAt } from './what-to-look-at.ts';

/** What alarms, people paged, a diagnosis and what is known beside it take at most, and the timeline at least. */
const ALARMS_BYTES = 5_000;
const PAGED_BYTES = 2_000;
const DIAGNOSIS_BYTES = 12_000;
const AROUND_BYTES = 6_000;
const TIMELINE_BYTES = 2_000;

export interface Shown {
  /** What the last form did. */
  readonly outcome: Outcome | undefined;
  /** What it held, where it was refused. */
  readonly kept: Kept;
  /** Of the forms on this screen. */
  readonly nonce: string;
  /** The link is for several incidents. */
  readonly isOneOfSeveral: boolean;
}

const alarmLine = (alarm: AlarmFacts, reader: Reader): Html =>
  html`<li>
    <bdi>${clean(alarm.name, 100)}</bdi>
    <span class="${alarm.state === 'ALARM' ? alarm.severity : 'soft'}"
      >${alarm.state}${alarm.silenced ? ' (muted)' : ''}</span
    >
    <small>since ${reader.time(alarm.since)}</small>
    <span class="soft"
      >${clean([alarm.symptom ?? reasonOf(alarm), untaggedSaid(alarm)].filter(Boolean).join('; '), 300)}</span
    >
  </li>`;

const more = (count: number): Html | '' => (count > 0 ? html`<p class="soft">and ${String(count)} more</p>` : '');

const alarms = async ({ incident, facts, reader }: IncidentView): Promise<Html> => {
  const shown = await fitting(byWeight(facts.alarms), ALARMS_BYTES, (alarm) => alarmLine(alarm, reader));
  return html`<h2>Alarms: ${firingWords(facts)} of ${String(facts.joined)}</h2>
    ${coverageInWords(incident, reader.voice, (at) => reader.time(at)).map((words) => paragraph(words))}
    <ul>
      ${shown}
    </ul>
    ${more(facts.joined - shown.length)}`;
};

const pagedLine = ({ target, at, level, isUnanswered }: SentPage, reader: Reader): Html =>
  html`<li>
    ${clean(reader.voice.target(target), 100)},
    ${isUnanswered === true ? 'no level was left' : `level ${String(level)}`}<small>${reader.time(at)}</small>
  </li>`;

/** Who is paged next, and when. */
const nextStep = ({ incident, facts, reader }: IncidentView): Html | '' => {
  const next = nextInWords(incident, facts, (at) => reader.time(at));
  return next === undefined ? '' : html`<p>Next: ${clean(next)}.</p>`;
};

const paged = async (view: IncidentView): Promise<Html> => {
  const { facts, timeline, reader } = view;
  const last = [...new Map(sentPages(timeline).map((page) => [page.target, page])).values()];
  const shown = await fitting(last, PAGED_BYTES, (page) => pagedLine(page, reader));
  return html`<h2>Who was paged</h2>
    ${facts.paging === undefined ? '' : html`<p>Being paged: ${clean(people(facts.paging))}.</p>`}
    ${last.length === 0 ? html`<p>Nobody so far.</p>` : ''}
    <ul>
      ${shown}
    </ul>
    ${more(last.length - shown.length)} ${reader.site.isRoomy === true ? '' : nextStep(view)}`;
};

/** How somebody came to have it, or did not. */
const TAKES: ReadonlySet<string> = new Set([
  'IncidentAcknowledged',
  'AcknowledgementRenewed',
  'AcknowledgementOffered',
  'IncidentSnoozed',
]);

/** An acknowledgement of what another has is noted: that it was acknowledged would be said of the wrong person. */
const asRecorded = (outcome: Outcome, { incident, timeline, reader }: IncidentView): Outcome => {
  const { owner } = incident;
  const isOffered = timeline.findLast(({ type }) => TAKES.has(type))?.type === 'AcknowledgementOffered';
  if (outcome.did !== 'acknowledge' || owner === undefined || !isOffered) return outcome;
  return {
    ...outcome,
    words: `Noted: ${clean(reader.voice.responder(owner.by))} has it until ${reader.time(owner.until)}.`,
  };
};

/** The way to whatever else there is of it. */
const ways = ({ incident: { incidentId }, reader: { site } }: IncidentView): Html | '' => {
  const all = site.beside(incidentId);
  return all.length === 0
    ? ''
    : html`<p class="more">${all.map(({ address, words }) => html`<a href="${address}">${words}</a>`)}</p>`;
};

/** What can be done about it. Where somebody is needed the big button stands before all there is to read. */
const form = (view: IncidentView, { nonce, kept }: Shown, found: Html | ''): Html => {
  const { incident, reader } = view;
  const { incidentId } = incident;
  const look = whatToLookAt(view, found);
  const isFirst = hasNeed(incident);
  return html`${isFirst ? '' : look}
    <form method="post" action="${reader.site.addressOf(incidentId)}">
      ${hiddenFields({ nonce, incident: incidentId, expect: { [incidentId]: seenField(incident) } })}
      ${whoResponds({ reader, kept })} ${bigButton(incident)} ${isFirst ? look : ''}
      ${otherResponses({ incident, reader, kept })}
    </form>`;
};

const footer = ({ incident: { incidentId }, reader }: IncidentView, { isOneOfSeveral }: Shown): Html =>
  html`<footer class="soft">
    <p class="more">
      <a href="${reader.site.addressOf(incidentId)}">Look again</a
      >${isOneOfSeveral ? html`<a href="?">All incidents of this link</a>` : ''}
    </p>
    <p>Times of ${reader.timeZone}. Incident ${incidentId}.</p>
  </footer>`;

/** What takes whatever room the rest leaves. */
interface Fitted {
  readonly found: Html | '';
  readonly known: Html | '';
  readonly timeline: Html | '';
}

/** How the incident stands, and one form with everything that can be done about it. */
export const incidentScreen = async (view: IncidentView, shown: Shown): Promise<string> => {
  const { facts, reader } = view;
  if (isDrill(view.incident)) return drillScreen(view, shown);
  const { outcome } = shown;
  const isRoomy = reader.site.isRoomy === true;
  const beside = html`${await alarms(view)} ${await paged(view)}`;
  const screenOf = ({ found, known, timeline }: Fitted): Promise<string> =>
    document({
      title: `${facts.status === 'resolved' ? 'Resolved' : facts.severity}: ${symptomInHeading(view)}, ${whereOf(view)}`,
      main: html`${outcomeHtml(outcome && asRecorded(outcome, view))}
        <div class="wide">
          <div>${headingOf(view, 'h1')} ${isRoomy ? nextStep(view) : ''} ${ways(view)} ${form(view, shown, found)}</div>
          <div>${known} ${beside} ${timeline}</div>
        </div>
        ${footer(view, shown)}`,
      frame: reader.site.frame,
    });
  const roomBeside = async (parts: Partial<Fitted>): Promise<number> =>
    reader.site.bytes - Buffer.byteLength(await screenOf({ found: '', known: '', timeline: '', ...parts }));
  const found = await diagnosed(view, Math.min(DIAGNOSIS_BYTES, (await roomBeside({})) - TIMELINE_BYTES));
  const known = await around(view, Math.min(AROUND_BYTES, (await roomBeside({ found })) - TIMELINE_BYTES));
  const timeline = await newestLines(view, Math.max(await roomBeside({ found, known }), TIMELINE_BYTES));
  return screenOf({ found, known, timeline });
};
