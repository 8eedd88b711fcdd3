import { html } from 'hono/html';
import { LONGEST_NOTE } from '../core/incident/response.ts';
import { type LocalClock, localClock } from '../core/report/local-clock.ts';
import { storyOf, type StoryLine } from '../core/report/story.ts';
import { spokenDuration } from '../core/time.ts';
import { clean, document, type Html, linked } from './document.ts';
import { fitting } from './fitting.ts';
import { headingOf } from './heading.ts';
import type { IncidentView, Reader } from './incident-view.ts';

/** Characters of one line beside everything else, and of a whole one: the longest note, and whose it is. */
const SHORT = 600;
const WHOLE = LONGEST_NOTE + 90;

/** For the frame around the lines. */
const FRAME_BYTES = 400;

const lineOf = ({ at, text, isNote }: StoryLine, reader: Reader, longest: number): Html =>
  html`<small>${reader.time(at)}</small
    ><span class="said">${isNote ? linked(text, longest) : clean(text, longest)}</span>`;

const saidBy = ({ page }: StoryLine): Html | '' =>
  page === undefined
    ? ''
    : html`<details>
        <summary>What it said</summary>
        <pre>${clean(page.text)}</pre>
      </details>`;

const listItem = (told: StoryLine, reader: Reader): Html => html`<li>${lineOf(told, reader, SHORT)}</li>`;

/** By the clock of its day; how long after the first page where that counts. */
const clockedItem = ({ at, text, isNote, sort, afterFirstPageMs }: StoryLine, clock: LocalClock): Html =>
  html`<li>
    <time datetime="${at}">${clock.minute(at)}</time
    ><span class="said of-${sort}"
      >${isNote ? linked(text, SHORT) : clean(text, SHORT)}${
        afterFirstPageMs === undefined || afterFirstPageMs === 0
          ? ''
          : html`<small>+${spokenDuration(afterFirstPageMs)}</small>`
      }</span
    >
  </li>`;

/** A list for each day, under its name. */
const underDays = (story: readonly StoryLine[], items: readonly Html[], clock: LocalClock): Html => {
  const days = Map.groupBy(items.keys(), (index) => clock.day(story[index]?.at ?? ''));
  return html`${[...days].map(
    ([day, indexes]) =>
      html`<p class="day">${day}</p>
        <ol class="hours">
          ${indexes.map((index) => items[index])}
        </ol>`,
  )}`;
};

const newestFirst = ({ timeline, reader }: IncidentView): readonly StoryLine[] =>
  storyOf(timeline, reader.voice).toReversed();

/** As many of the newest lines as a screen has room for, and the way to all of them. */
export const newestLines = async (view: IncidentView, bytes: number): Promise<Html> => {
  const story = newestFirst(view);
  const { reader } = view;
  const clock = reader.site.isRoomy === true ? localClock(reader.timeZone) : undefined;
  const item = (told: StoryLine): Html => (clock === undefined ? listItem(told, reader) : clockedItem(told, clock));
  const shown = await fitting(story, bytes - FRAME_BYTES, item);
  const more = story.length - shown.length;
  const all = more > 0 ? `All ${String(story.length)} lines` : 'The timeline';
  return html`<h2>Timeline, newest first</h2>
    ${
      clock !== undefined
        ? underDays(story, shown, clock)
        : html`<ol>
            ${shown}
          </ol>`
    }
    <p class="more">
      <a href="${view.reader.site.addressOf(view.incident.incidentId, story.length)}">${all}, and what messages said</a>
    </p>`;
};

/** The lines of a timeline before the `before`-th, as many as fit, whole. */
export const timelineScreen = async (view: IncidentView, before: number): Promise<string> => {
  const { incident, reader } = view;
  const { site } = reader;
  const story = newestFirst(view);
  const lines = story.slice(Math.max(0, story.length - before));
  const screenOf = (shown: readonly Html[]): Promise<string> => {
    const older = Math.min(before, story.length) - shown.length;
    return document({
      title: 'Timeline',
      main: html`${headingOf(view, 'h1')}
        <h2>Timeline, newest first</h2>
        <ol>
          ${shown}
        </ol>
        ${older > 0 ? html`<p class="more"><a href="${site.addressOf(incident.incidentId, older)}">${String(older)} older lines</a></p>` : ''}
        <p class="more"><a href="${site.addressOf(incident.incidentId)}">Back to the incident</a></p>`,
      frame: site.frame,
    });
  };
  const frame = Buffer.byteLength(await screenOf([])) + FRAME_BYTES;
  const lineAndMessage = (told: StoryLine): Html => html`<li>${lineOf(told, reader, WHOLE)}${saidBy(told)}</li>`;
  return screenOf(await fitting(lines, site.bytes - frame, lineAndMessage));
};
