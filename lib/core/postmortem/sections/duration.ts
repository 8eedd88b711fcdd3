import { epochOf, type Instant, later, MINUTE, spokenDuration } from '../../time.ts';
import { counted, listed } from '../../words.ts';
import { answerOf } from '../facts/answer.ts';
import { localDate, utcOffset } from '../facts/local-day.ts';
import type { Material } from '../facts/material.ts';
import { isOf } from '../facts/placed.ts';
import { lastedMs, type PlacedRun } from '../facts/runs.ts';
import {
  type SectionPart,
  question,
  type Section,
  type Statement,
  statement,
  type Versions,
} from '../facts/statement.ts';
import { firedIn } from '../facts/worst-alarm.ts';

const between = (from: Instant, to: Instant): string => spokenDuration(epochOf(to) - epochOf(from));

const spanOf = ({ from, to }: PlacedRun, { time }: Material): string =>
  to === undefined ? `since ${time(from.event.at)}` : `from ${time(from.event.at)} to ${time(to.event.at)}`;

const dayOf = ({ opened: { event }, clock: { timeZone } }: Material): string =>
  `on ${localDate(event.at, timeZone)} (${utcOffset(event.at, timeZone)})`;

/** Of several runs what they lasted together: nothing was wrong between them. */
const lasted = (material: Material): Statement => {
  const { runs, opened } = material;
  const spans = listed(
    runs.map((run) => spanOf(run, material)),
    'and',
  );
  const ends = runs.flatMap(({ from, to }) => (to === undefined ? [from.version] : [from.version, to.version]));
  const events: Versions = [opened.version, ...ends.filter((version) => version !== opened.version)];
  const times = runs.length > 1 ? ` in ${counted(runs.length, 'run')}` : '';
  const isOver = runs.at(-1)?.to !== undefined;
  const length = spokenDuration(lastedMs(runs));
  if (isOver) return statement(`${length}${times}, ${spans}, ${dayOf(material)}.`, events);
  const before = runs.length > 1 ? `, ${length} before that` : '';
  return statement(`Still open, ${spans}, ${dayOf(material)}${before}.`, events);
};

/** Since when something was wrong before anything fired; nothing where the alarm came with it. */
const undetected = ({ found, events, time }: Material): readonly Statement[] => {
  const { diagnosed } = found;
  const [first] = firedIn(events);
  if (diagnosed === undefined || first === undefined || diagnosed.event.said.minutesAfterOnset === null) return [];
  const { at, minutesAfterOnset } = diagnosed.event.said;
  const onset = later(at, -minutesAfterOnset * MINUTE);
  if (epochOf(first.at) - epochOf(onset) < MINUTE) return [];
  const text = `By the numbers it began at ${time(onset)}, ${between(onset, first.at)} before the first alarm fired.`;
  return [statement(text, [diagnosed.version, first.version])];
};

/** Counted from the first page that reached a person. */
const answered = ({ events, opened, time, voice }: Material): Statement => {
  const { page, taken } = answerOf(events);
  if (page === undefined) {
    if (taken === undefined) return statement('No page reached a person, and nobody acknowledged.', [opened.version]);
    const by = `${voice.responder(taken.event.by)} acknowledged at ${time(taken.event.at)}`;
    return statement(`${by}; no page reached a person.`, [taken.version]);
  }
  const paged = `${voice.target(page.event.target)} was paged at ${time(page.event.at)}`;
  if (taken === undefined) {
    const last = events.findLast(isOf('IncidentUnanswered', 'IncidentResolved'));
    return statement(`${paged}; nobody acknowledged.`, [page.version, ...(last === undefined ? [] : [last.version])]);
  }
  const by = voice.responder(taken.event.by);
  if (taken.version < page.version)
    return statement(`${by} acknowledged at ${time(taken.event.at)}, before ${paged}.`, [taken.version, page.version]);
  const who = `responder:${taken.event.by}` === page.event.target ? 'and' : `and ${by}`;
  const after = between(page.event.at, taken.event.at);
  return statement(`${paged}, ${who} acknowledged ${after} later.`, [page.version, taken.version]);
};

export const durationSection = (material: Material): Section => {
  const isOpen = material.runs.at(-1)?.to === undefined;
  const parts: readonly SectionPart[] = [
    lasted(material),
    ...undetected(material),
    answered(material),
    ...(isOpen ? [question('When did it end? As far as is recorded it is open.')] : []),
  ];
  return { heading: 'Duration', parts };
};
