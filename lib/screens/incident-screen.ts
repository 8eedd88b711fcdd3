import { html } from 'hono/html';
import type { AlarmFacts } from '../core/page/page-facts.ts';
import { byWeight } from '../core/page/by-weight.ts';
import { causeOf, firingWords, reasonOf, runbookOf } from '../core/page/wording.ts';
import { counted } from '../core/words.ts';
import { seenOf } from '../core/incident/response.ts';
import { afterwards, nextInWords } from '../core/report/afterwards.ts';
import { coverageInWords } from '../core/report/coverage.ts';
import { sentPages } from '../core/report/sent-pages.ts';
import { statusInWords } from '../core/report/status.ts';
import { storyOf, type StoryLine } from '../core/report/story.ts';
import { epochOf, spokenDuration } from '../core/time.ts';
import { bigButton, hiddenFields, otherResponses, whoResponds } from './response-form.ts';
import { clean, document, type Html } from './document.ts';
import type { IncidentView, Reader } from './incident-view.ts';
import type { Outcome } from './outcome.ts';

/** Lines of a timeline on one screen: the newest. */
const MOST_LINES = 200;

export interface Shown {
  /** What the last form did. */
  readonly outcome: Outcome | undefined;
  /** Of the forms on this screen. */
  readonly nonce: string;
  /** The link is for several incidents. */
  readonly isOneOfSeveral: boolean;
}

/** What the reader's last form did, or why it did nothing. */
export const outcomeHtml = (outcome: Outcome | undefined): Html | '' =>
  outcome === undefined
    ? ''
    : html`<p class="told${outcome.isRefused ? ' refused' : ''}" role="status">${outcome.words}</p>`;

/** A sentence; nothing where there is none. */
const paragraph = (text: string | undefined): Html | '' => (text === undefined ? '' : html`<p>${clean(text)}</p>`);

/** What it is, since when, who has it, and what happens then. */
export const headingOf = ({ incident, facts, reader }: Omit<IncidentView, 'timeline'>, level: 'h1' | 'h2'): Html => {
  const { status, severity, service, environment, openedAt } = facts;
  const isResolved = status === 'resolved';
  const place = html`${clean(service)} in ${clean(environment)}`;
  const end = incident.resolution?.at ?? reader.now;
  const lasted = spokenDuration(epochOf(end) - epochOf(openedAt));
  return html`<p class="tag ${isResolved ? 'resolved' : severity}">
      ${isResolved ? 'RESOLVED' : severity.toUpperCase()}
    </p>
    ${level === 'h1' ? html`<h1>${place}</h1>` : html`<h2>${place}</h2>`}
    <p>${isResolved ? 'From' : 'Since'} ${reader.time(openedAt)}, ${isResolved ? 'lasted' : 'for'} ${lasted}</p>
    <p><strong>${clean(statusInWords(incident, reader.voice))}</strong></p>
    ${paragraph(afterwards(incident, facts, (at) => reader.time(at)))}`;
};

const alarmLine = (alarm: AlarmFacts, reader: Reader): Html =>
  html`<li>
    <bdi>${clean(alarm.name)}</bdi>
    <span class="${alarm.state === 'ALARM' ? alarm.severity : 'soft'}"
      >${alarm.state}${alarm.silenced ? ' (muted)' : ''}</span
    >
    <time datetime="${alarm.since}">since ${reader.time(alarm.since)}</time>
    <span class="soft">${reasonOf(alarm)}</span>
  </li>`;

const alarms = ({ incident, facts, reader }: IncidentView): Html => {
  const shown = byWeight(facts.alarms);
  const more = facts.joined - shown.length;
  return html`<h2>Alarms: ${firingWords(facts)} of ${String(facts.joined)}</h2>
    ${coverageInWords(incident, reader.voice, (at) => reader.time(at)).map(paragraph)}
    <ul>
      ${shown.map((alarm) => alarmLine(alarm, reader))}
    </ul>
    ${more > 0 ? html`<p class="soft">and ${String(more)} more</p>` : ''}`;
};

/** An alarm's tag may name any address; what tocsin.yaml names is to be trusted. */
const isConfigured = (runbook: string | undefined, { configuration: { services, routing } }: Reader): boolean =>
  [...Object.values(services), ...routing].some((one) => one.runbook === runbook);

const runbook = ({ facts, reader }: IncidentView): Html | '' => {
  const address = runbookOf(facts);
  if (address === undefined) return '';
  return /^https?:\/\//.test(address) && isConfigured(facts.runbook, reader)
    ? html`<p>Runbook: <a href="${address}" rel="noreferrer noopener">${address}</a></p>`
    : html`<p>Runbook: ${address}</p>`;
};

const about = (view: IncidentView): Html => {
  const { facts } = view;
  const first = byWeight(facts.alarms)[0];
  const cause = causeOf(facts);
  return html`<h2>What is wrong</h2>
    ${first === undefined ? '' : html`<p><bdi>${clean(first.name)}</bdi>: ${reasonOf(first)}</p>`}
    ${cause === undefined ? '' : html`<p>${clean(cause)}</p>`}
    ${facts.flaps > 0 ? html`<p>It came back ${counted(facts.flaps, 'time')}.</p>` : ''}
    ${facts.description === undefined ? '' : html`<p class="soft">${clean(facts.description)}</p>`} ${runbook(view)}`;
};

const paged = ({ incident, facts, timeline, reader }: IncidentView): Html => {
  const last = new Map(sentPages(timeline).map((page) => [page.target, page]));
  const next = nextInWords(incident, facts, (at) => reader.time(at));
  return html`<h2>Who was paged</h2>
    ${last.size === 0 ? html`<p>Nobody so far.</p>` : ''}
    <ul>
      ${[...last.values()].map(
        ({ target, at, level, isUnanswered }) =>
          html`<li>
            ${clean(reader.voice.target(target))},
            ${isUnanswered === true ? 'no level was left' : `level ${String(level)}`}<time datetime="${at}"
              >${reader.time(at)}</time
            >
          </li>`,
      )}
    </ul>
    ${next === undefined ? '' : html`<p>Next: ${clean(next)}.</p>`}`;
};

const toldLine = ({ at, text, page }: StoryLine, reader: Reader): Html =>
  html`<li>
    <time datetime="${at}">${reader.time(at)}</time><span class="said">${clean(text)}</span>${
      page === undefined
        ? ''
        : html`<details>
            <summary>What it said</summary>
            <pre>${clean(page.text)}</pre>
          </details>`
    }
  </li>`;

const timelineOf = ({ timeline, reader }: IncidentView): Html => {
  const story = storyOf(timeline, reader.voice).toReversed();
  const older = story.length - MOST_LINES;
  return html`<h2>Timeline, newest first</h2>
    <ol>
      ${story.slice(0, MOST_LINES).map((told) => toldLine(told, reader))}
    </ol>
    ${older > 0 ? html`<p class="soft">and ${String(older)} older lines: tocsin incidents show</p>` : ''}`;
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

/** How the incident stands, and one form with everything that can be done about it. */
export const incidentScreen = (view: IncidentView, { outcome, nonce, isOneOfSeveral }: Shown): Promise<string> => {
  const { incident, facts, reader } = view;
  const { incidentId } = incident;
  const here = `?incident=${incidentId}`;
  return document({
    title: `${facts.status === 'resolved' ? 'Resolved' : facts.severity}: ${clean(facts.service)} in ${clean(facts.environment)}`,
    main: html`${outcomeHtml(outcome && asRecorded(outcome, view))} ${headingOf(view, 'h1')}
      <form method="post" action="${here}">
        ${hiddenFields({ nonce, incident: incidentId, expect: { [incidentId]: seenOf(incident) } })}
        ${whoResponds(reader)} ${bigButton(incident)} ${about(view)} ${alarms(view)} ${paged(view)}
        ${otherResponses(incident, reader)}
      </form>
      ${timelineOf(view)}
      <footer class="soft">
        <p>
          <a href="${here}">Look again</a
          >${isOneOfSeveral ? html` or <a href="?">at all incidents of this link</a>` : ''}
        </p>
        <p>Times of ${reader.timeZone}. Incident ${incidentId}.</p>
      </footer>`,
  });
};
