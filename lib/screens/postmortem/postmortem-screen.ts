import { html } from 'hono/html';
import type { Entry, SectionPart, Section, Versions } from '../../core/postmortem/facts/statement.ts';
import type { Postmortem } from '../../core/postmortem/postmortem.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { voiceOf } from '../../core/report/voice.ts';
import { drawnSeries } from '../decisive-series.ts';
import { clean, document, type ScreenFrame, type Html, linked } from '../document.ts';
import { POSTMORTEM_STYLESHEET } from './postmortem-stylesheet.ts';
import { type Extent, SHORTER, shortened, WHOLE } from './shortened.ts';

const references = (events: Versions): Html =>
  html`<span class="refs"
    >${events.map((version) => html` <a href="#event-${String(version)}">#${String(version)}</a>`)}</span
  >`;

const textOf = (part: Exclude<SectionPart, { readonly kind: 'question' }>, longest: number): Html | string =>
  'isWritten' in part && part.isWritten === true ? linked(part.text, longest) : clean(part.text, longest);

const item = (part: SectionPart, longest: number): Html => {
  if (part.kind === 'question')
    return html`<li class="asked"><strong>To answer:</strong> ${clean(part.text, longest)}</li>`;
  const said = html`${textOf(part, longest)}${references(part.events)}`;
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
const days = (entries: readonly Entry[], longest: number): Html =>
  html`${[...new Set(entries.map(({ day }) => day))].map(
    (day) =>
      html`<p class="day">${day}</p>
        <ol class="hours">
          ${entries.filter((entry) => entry.day === day).map((entry) => item(entry, longest))}
        </ol>`,
  )}`;

const sectionOf = (
  { heading, parts }: Section,
  { longest, of }: { readonly longest: number; readonly of: number },
): Html => {
  const others = parts.filter((part) => !isEntry(part));
  const kind = parts.some((part) => part.kind === 'task') ? 'tasks' : 'points';
  return html`<section>
    <h2>${heading}</h2>
    ${parts.length < of ? html`<p class="soft">The first and the last of ${String(of)}: ${String(of - parts.length)} between are left out.</p>` : ''}
    ${days(parts.filter(isEntry), longest)}
    ${
      others.length === 0
        ? ''
        : html`<ul class="${kind}">
            ${others.map((part) => item(part, longest))}
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

const events = ({ events: cited, of, incidentId, option }: Postmortem): Html =>
  html`<section>
    <h2>Events</h2>
    <p class="soft">
      What is said above rests on these of the ${String(of)} events in the timeline of incident ${incidentId}.
      <code>npx tocsin incidents show ${incidentId} ${option} --json</code> has each whole,
      <code>npx tocsin incidents verify ${incidentId} ${option}</code> says whether any was altered.
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

const leftOut = ({ incidentId, option }: Postmortem, { longest }: Extent): Html =>
  html`<p>
    <strong>Shortened to fit this screen:</strong> texts end after ${String(longest)} characters, and long lists leave
    out what lies between. <code>npx tocsin incidents postmortem ${incidentId} ${option}</code> has all of it,
    <code>npx tocsin incidents show ${incidentId} ${option}</code> every event.
  </p>`;

const screenOf = (postmortem: Postmortem, extent: Extent, frame: ScreenFrame | undefined): Promise<string> => {
  const { title, timeZone, sections } = shortened(postmortem, extent);
  const said = sections.map((section, index) => {
    const of = postmortem.sections[index]?.parts.length ?? 0;
    return html`${sectionOf(section, { longest: extent.longest, of })}
    ${section.heading === 'Timeline' ? picture(postmortem) : ''}`;
  });
  return document({
    title: clean(title, WHOLE.longest),
    ...(frame === undefined ? { file: { stylesheet: POSTMORTEM_STYLESHEET } } : { frame }),
    main: html`<h1>${clean(title, WHOLE.longest)}</h1>
      <p class="soft">
        Times are those of ${timeZone}. Filled in from recorded facts: each statement names its event, and what nobody
        recorded is marked <strong>To answer</strong>.
      </p>
      ${extent === WHOLE ? '' : leftOut(postmortem, extent)} ${said} ${events(shortened(postmortem, extent))}`,
  });
};

/** Where a postmortem is one screen of several: what stands around it, and how large it may be. */
export interface PostmortemPlace {
  readonly frame: ScreenFrame;
  readonly bytes: number;
}

/**
 * The postmortem, made to be printed too. Without a place it is one file that needs nothing else, whole, its own style in
 * it; in a place what is too large for it is left out, and said to be.
 */
export const postmortemScreen = async (postmortem: Postmortem, place?: PostmortemPlace): Promise<string> => {
  let screen = await screenOf(postmortem, WHOLE, place?.frame);
  if (place === undefined) return screen;
  for (const extent of SHORTER) {
    if (Buffer.byteLength(screen) <= place.bytes) break;
    screen = await screenOf(postmortem, extent, place.frame);
  }
  return screen;
};
