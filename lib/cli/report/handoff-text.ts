import { CONFIRMED_NAMES } from '../../core/cause.ts';
import type { HandedOver, Handoff } from '../../core/figures/handoff.ts';
import type { ResponderFigures } from '../../core/figures/responder-figures.ts';
import type { Watch } from '../../core/figures/to-watch.ts';
import { isOpen } from '../../core/incident/incident.ts';
import { statusInWords } from '../../core/report/status.ts';
import type { Voice } from '../../core/report/voice.ts';
import type { Instant } from '../../core/time.ts';
import { counted } from '../../core/words.ts';
import { labelled, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportSource } from './source.ts';

interface Spoken extends ReportSource {
  readonly schedule: string;
}

/** As many characters of an id as tell it to `incidents show`, nearly always. */
const ID_LENGTH = 14;

const idOf = ({ head }: HandedOver): string => head.incidentId.slice(0, ID_LENGTH);

const causeInWords = ({ measures: { cause, isConfirmed } }: HandedOver): string => {
  if (cause === 'unknown') return 'cause not known';
  return `${CONFIRMED_NAMES[cause]}${isConfirmed ? ', confirmed' : ''}`;
};

type Time = (at: Instant) => string;

/** `web, critical (latency): memory leak; opened 10:15, still open`. */
const openInWords = (one: HandedOver, { voice }: Spoken, at: Instant): string => {
  const { head, measures } = one;
  const alarm = measures.worstAlarm === undefined ? '' : ` (${measures.worstAlarm.name})`;
  const stands = isOpen(head) ? 'still open' : statusInWords(head, voice, at);
  return `${head.service}, ${measures.severity}${alarm}: ${causeInWords(one)}; opened ${voice.time(head.openedAt, at)}, ${stands}`;
};

const silentInWords = ({ alarms, until }: Extract<Watch, { why: 'silent' }>, time: Time): string =>
  `${counted(alarms, 'alarm')} muted or suppressed${until === null ? '' : `, until ${time(until)} at the earliest`}`;

/** Says of a reason what whoever takes over has to know. */
const watchInWords = (watch: Watch, { head, measures }: HandedOver, { voice, at }: { voice: Voice; at: Instant }) => {
  const time: Time = (instant) => voice.time(instant, at);
  switch (watch.why) {
    case 'open':
      return statusInWords(head, voice, at);
    case 'snoozed':
      return `snoozed by ${voice.responder(watch.by)} until ${time(watch.until)}`;
    case 'silent':
      return silentInWords(watch, time);
    case 'resolved':
      return `resolved at ${time(watch.at)}: it may come back`;
    case 'unconfirmed':
      return `cause not confirmed: ${CONFIRMED_NAMES[measures.cause]}`;
  }
};

const wokenInWords = ({ pages, atNight, offHours }: ResponderFigures): string =>
  `${counted(pages, 'page')}, ${String(atNight)} at night, ${String(offHours)} off hours`;

const part = (
  title: string,
  { rows, none }: { readonly rows: readonly (readonly [string, string])[]; readonly none: string },
  { ink, width }: Shell,
): readonly string[] => {
  const shown = rows.map(([label, text]) => [printable(label), printable(text)] as const);
  const lines = shown.length === 0 ? wrap(none, width) : labelled(shown, width);
  return ['', ink(title, 'bold'), ...lines.map((line) => ink(line))];
};

const headLines = ({ shift, at }: Handoff, { schedule, voice, clock }: Spoken, { ink, width }: Shell) => {
  const to = shift.next === undefined ? 'nobody is on call then' : `to ${voice.responder(shift.next)}`;
  const time = `${clock.stamp(shift.from)} to ${clock.stamp(shift.to)}`;
  return [
    ...wrap(printable(`Hand-over of ${schedule}, ${to}`), width).map((line) => ink(line, 'bold')),
    ...wrap(
      printable(
        `${voice.responder(shift.responder)} was on call ${time}. As it stood ${clock.stamp(at)}; times of ${clock.timeZone}.`,
      ),
      width,
    ).map((line) => ink(line, 'dim')),
  ];
};

/** What a shift hands over. */
export const handoffText = (handoff: Handoff, spoken: Spoken, shell: Shell): string => {
  const { wasOpen, paged, toWatch, at } = handoff;
  const { voice } = spoken;
  return [
    ...headLines(handoff, spoken, shell),
    ...part(
      'Was open',
      { rows: wasOpen.map((one) => [idOf(one), openInWords(one, spoken, at)] as const), none: 'No incident was open.' },
      shell,
    ),
    ...part(
      'Was paged',
      {
        rows: paged.map((one) => [voice.responder(one.responder), wokenInWords(one)] as const),
        none: 'Nobody was paged.',
      },
      shell,
    ),
    ...part(
      'Still to watch',
      {
        rows: toWatch.map((one) => [
          idOf(one),
          `${one.head.service}: ${one.watches.map((watch) => watchInWords(watch, one, { voice, at })).join('; ')}`,
        ]),
        none: 'Nothing is left to watch.',
      },
      shell,
    ),
  ].join('\n');
};
