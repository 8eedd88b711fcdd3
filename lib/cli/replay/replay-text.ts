import type { Configuration } from '../../core/configuration.ts';
import { reasonOf } from '../../core/page/wording.ts';
import { localClock, type LocalClock } from '../../core/report/local-clock.ts';
import { responseTimesOf } from '../../core/report/response-times.ts';
import { storyOf } from '../../core/report/story.ts';
import { homeTimeZone, type Voice, voiceOf } from '../../core/report/voice.ts';
import { spokenDuration } from '../../core/time.ts';
import { counted } from '../../core/words.ts';
import type { ReplayedIncident, ReplayOutput } from '../../simulator/replay-output.ts';
import { wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell, Style } from '../terminal/shell.ts';
import { type Line, storyLines } from '../terminal/story-lines.ts';

/** A replay and what its reader should know of it. */
export interface ReplayShown {
  readonly output: ReplayOutput;
  readonly configuration: Configuration;
  readonly description: string | undefined;
  readonly service: string;
  /** `7 responses as recorded`. */
  readonly answers: string;
  /** Less: no notifications, no reasons, no subjects. */
  readonly condensed?: { readonly pageText: boolean };
}

type Transition = ReplayOutput['alarms'][number];

const ALARM_STYLES: Readonly<Record<Transition['to'], Style>> = {
  OK: 'green',
  ALARM: 'red',
  INSUFFICIENT_DATA: 'yellow',
};

const isFirstData = ({ from, to }: Transition): boolean => from === 'INSUFFICIENT_DATA' && to === 'OK';

const alarmLine = ({ at, alarm, to, reason }: Transition): Line => ({
  at,
  sort: 'alarm',
  text: `${to}: ${alarm}`,
  style: ALARM_STYLES[to],
  detail: reasonOf({ reason }),
});

/** Alarms that see their first data at one instant are one line. */
const alarmLines = (alarms: readonly Transition[]): readonly Line[] => {
  const first = Map.groupBy(alarms.filter(isFirstData), ({ at }) => at);
  const begun = [...first].map(([at, same]): Line => ({
    at,
    sort: 'alarm',
    text: `OK: ${same.map(({ alarm }) => alarm).join(', ')}`,
    style: 'dim',
  }));
  return [...begun, ...alarms.filter((one) => !isFirstData(one)).map(alarmLine)];
};

/** Alarms are told from their own changes. */
const incidentLines = (incident: ReplayedIncident, voice: Voice, tag: string): readonly Line[] => {
  let isFirst = true;
  return storyOf(incident.timeline, voice)
    .filter(({ sort }) => sort !== 'alarm')
    .map((told): Line => {
      const show = isFirst ? 'text' : 'subject';
      if (told.page !== undefined) isFirst = false;
      return { ...told, text: tag + told.text, show };
    });
};

const tagOf = (index: number, count: number): string => (count === 1 ? '' : `[${String(index + 1)}] `);

const byTime = (one: Line, other: Line): number => Number(one.at > other.at) - Number(one.at < other.at);

/** What stays of a line in the short form. */
const shortened = (line: Line, pageText: boolean): Line[] => {
  if (line.sort === 'notification' || line.style === 'dim') return [];
  const { detail: _detail, show, ...rest } = line;
  return [pageText && show === 'text' ? { ...rest, show } : rest];
};

/** Everything that happened in a replay, in order; alarms before what they led to. */
const timelineOf = ({ output, configuration, condensed }: ReplayShown, clock: LocalClock): readonly Line[] => {
  const voice = voiceOf(configuration, clock);
  const { alarms, incidents } = output;
  const told = incidents.flatMap((incident, index) => incidentLines(incident, voice, tagOf(index, incidents.length)));
  const lines = [...alarmLines(alarms), ...told].sort(byTime);
  return condensed === undefined ? lines : lines.flatMap((line) => shortened(line, condensed.pageText));
};

export const clockFor = ({ configuration }: ReplayShown): LocalClock => localClock(homeTimeZone(configuration));

/** `2 pages, the first at 10:15; acknowledged 5 min after it; resolved after 1 h 30 min`. */
export const summaryOf = (incident: ReplayedIncident, shown: ReplayShown): string => {
  const { incidentId, status, timeline, severity } = incident;
  const clock = clockFor(shown);
  const time = (at: string): string =>
    clock.day(at) === clock.day(shown.output.from) ? clock.time(at) : clock.stamp(at);
  const { pages, firstPageAt, acknowledgedAfterMs, resolvedAfterMs, unansweredAt } = responseTimesOf(timeline);
  const parts = [
    firstPageAt === undefined
      ? `${severity}: nobody was paged`
      : `${counted(pages, 'page')}, the first at ${time(firstPageAt)}`,
  ];
  if (acknowledgedAfterMs !== undefined) parts.push(`acknowledged after ${spokenDuration(acknowledgedAfterMs)}`);
  else if (firstPageAt !== undefined) parts.push('never acknowledged');
  if (unansweredAt !== undefined) parts.push(`unanswered from ${time(unansweredAt)} on`);
  parts.push(
    resolvedAfterMs === undefined
      ? `still ${status} when the replay stopped`
      : `resolved after ${spokenDuration(resolvedAfterMs)}`,
  );
  return `Incident ${incidentId}: ${parts.join('; ')}.`;
};

const nothing = ({ output: { alarms } }: ReplayShown): string => {
  const names = new Set(alarms.map(({ alarm }) => alarm));
  if (names.size === 0) return 'Nothing happened: no alarm changed its state.';
  const fired = alarms.some(({ to }) => to === 'ALARM');
  if (fired) return 'No incident: what fired is for information only.';
  return `All quiet: ${counted(names.size, 'alarm')} watched, none fired, nobody was paged.`;
};

const header = (shown: ReplayShown, clock: LocalClock, { ink, width }: Shell): readonly string[] => {
  const { output, service, description, answers } = shown;
  const { from, to } = output;
  const span = `${clock.stamp(from)} to ${clock.day(from) === clock.day(to) ? clock.time(to) : clock.stamp(to)}`;
  const facts = [`Times are those of ${clock.timeZone}; + counts from the first page.`, `${answers}.`];
  return [
    ...wrap(printable(`Replay of ${service}, ${span}`), width).map((line) => ink(line, 'bold')),
    ...(description === undefined ? [] : wrap(printable(description), width).map((line) => ink(line, 'dim'))),
    ...facts.flatMap((line) => wrap(printable(line), width)).map((line) => ink(line)),
    '',
  ];
};

/** The lines of a replay without its header and summaries. */
export const replayTimeline = (shown: ReplayShown, shell: Shell): readonly string[] => {
  const clock = clockFor(shown);
  return storyLines(timelineOf(shown, clock), clock, shell);
};

/** A replay for people: what was replayed, everything in order, and how each incident was answered. */
export const replayText = (shown: ReplayShown, shell: Shell): string => {
  const clock = clockFor(shown);
  const { incidents } = shown.output;
  const summaries = incidents.map((one, index) => tagOf(index, incidents.length) + summaryOf(one, shown));
  const closing = incidents.length === 0 ? [nothing(shown)] : summaries;
  const timeline = replayTimeline(shown, shell);
  return [
    ...header(shown, clock, shell),
    ...timeline,
    ...(timeline.length === 0 ? [] : ['']),
    ...closing.flatMap((line) => wrap(printable(line), shell.width)).map((line) => shell.ink(line)),
  ].join('\n');
};
