import { html } from 'hono/html';
import type { Entry, SectionPart, Section, Versions } from '../../core/postmortem/facts/statement.ts';
import type { Postmortem } from '../../core/postmortem/postmortem.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { voiceOf } from '../../core/report/voice.ts';
import { drawnSeries } from '../decisive-series.ts';
import { clean, document, type ScreenFrame, type Html, linked } from '../document.ts';
import { POSTMORTEM_STYLESHEET } from './postmortem-stylesheet.ts';

/** Longer than the longest note, with its author. */
const LONGEST = 4_090;

const references = (events: Versions): Html =>
  html`<span class="refs"
    >${events.map((version) => html` <a href="#event-${String(version)}">#${String(version)}</a>`)}</span
  >`;

const textOf = (part: Exclude<SectionPart, { readonly kind: 'question' }>): Html | string =>
  'isWritten' in part && part.isWritten === true ? linked(part.text, LONGEST) : clean(part.text, LONGEST);

const item = (part: SectionPart): Html => {
  if (part.kind === 'question')
    return html`<li class="asked"><strong>To answer:</strong> ${clean(part.text, LONGEST)}</li>`;
  const said = html`${textOf(part)}${references(part.events)}`;
  if (part.kind === 'entry') return html`<li><time datetime="${part.at}">${part.time}</time><span>${said}</span></li>`;
  if (part.kind === 'task') return html`<li><span aria-hidden="true">☐</span><span>${said}</span></li>`;
  if (part.kind !== 'measure' || part.commands.length === 0) return html`<li>${said}</li>`;
  return html`<li>
    ${said}
    <pre>${part.commands.join('\n')}</pre>
  </li>`;
};

const isEntry = (part: SectionPart): part is Entry => part.kind === 'entry';

/** A list for each day, under its name. */
const days = (entries: readonly Entry[]): Html =>
  html`${[...new Set(entries.map(({ day }) => day))].map(
    (day) =>
      html`<p class="day">${day}</p>
        <ol class="hours">
          ${entries.filter((entry) => entry.day === day).map(item)}
        </ol>`,
  )}`;

const sectionOf = ({ heading, parts }: Section): Html => {
  const others = parts.filter((part) => !isEntry(part));
  const kind = parts.some((part) => part.kind === 'task') ? 'tasks' : 'points';
  return html`<section>
    <h2>${heading}</h2>
    ${days(parts.filter(isEntry))}
    ${
      others.length === 0
        ? ''
        : html`<ul class="${kind}">
            ${others.map(item)}
          </ul>`
    }
  </section>`;
};

const picture = ({ chart, service, environment, timeZone }: Postmortem): Html | '' => {
  if (chart === undefined) return '';
  const voice = voiceOf({ responders: {}, channels: {} }, localClock(timeZone));
  const drawn = drawnSeries(chart.chart, {
    marks: chart.marks,
    subject: { service, environment },
    say: (at, near) => voice.time(at, near),
    time: (at) => voice.time(at, at),
  });
  return drawn === ''
    ? ''
    : html`<section>
        <h2>The series that decided</h2>
        ${drawn}
      </section>`;
};

const events = ({ events: cited, of, incidentId }: Postmortem): Html =>
  html`<section>
    <h2>Events</h2>
    <p class="soft">
      What is said above rests on these of the ${String(of)} events in the timeline of incident ${incidentId}.
      <code>tocsin incidents show ${incidentId} --json</code> has each whole,
      <code>tocsin incidents verify ${incidentId}</code> says whether any was altered.
    </p>
    <ol class="events">
      ${cited.map(
        ({ version, at, type }) =>
          html`<li id="event-${String(version)}">
            <strong>#${String(version)}</strong> <time datetime="${at}">${at}</time> ${clean(type, 60)}
          </li>`,
      )}
    </ol>
  </section>`;

/** The postmortem, made to be printed too: without a frame as one file that needs nothing else, its own style in it. */
export const postmortemScreen = (postmortem: Postmortem, frame?: ScreenFrame): Promise<string> =>
  document({
    title: clean(postmortem.title, LONGEST),
    ...(frame === undefined ? { file: { stylesheet: POSTMORTEM_STYLESHEET } } : { frame }),
    main: html`<h1>${clean(postmortem.title, LONGEST)}</h1>
      <p class="soft">
        Times are those of ${postmortem.timeZone}. Filled in from recorded facts: each statement names its event, and
        what nobody recorded is marked <strong>To answer</strong>.
      </p>
      ${postmortem.sections.map((section) =>
        section.heading === 'Timeline' ? html`${sectionOf(section)} ${picture(postmortem)}` : sectionOf(section),
      )}
      ${events(postmortem)}`,
  });
