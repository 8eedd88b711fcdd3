import { type LocalClock, localClock } from '../report/local-clock.ts';
import type { EpochSpan } from '../schedule/layer.ts';
import { DAY, instantOf } from '../time.ts';
import { counted, listed } from '../words.ts';

const WEEK = 7 * DAY;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Hours that come in so many of the weeks come each week: where clocks change they may be others. */
const EACH_WEEK = 0.75;
const EVERY_DAY = 'every day';

/** Hours of the week, as the clock shows them. */
interface Hours {
  readonly fromDay: string;
  readonly toDay: string;
  /** `17:00 – 09:00`. */
  readonly times: string;
  readonly spans: readonly EpochSpan[];
}

const hoursOf = (span: EpochSpan, clock: LocalClock): Hours => {
  const [from, to] = [instantOf(span.from), instantOf(span.to)];
  return {
    fromDay: clock.weekday(from),
    toDay: clock.weekday(to),
    times: `${clock.minute(from)} – ${clock.minute(to)}`,
    spans: [span],
  };
};

const wholeText = ({ fromDay, toDay, times }: Hours): string => {
  const [from = '', to = ''] = times.split(' – ');
  return `${fromDay} ${from} – ${fromDay === toDay ? '' : `${toDay} `}${to}`;
};

const alike = (all: readonly Hours[]): readonly Hours[] =>
  [...Map.groupBy(all, wholeText).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, spans: same.flatMap(({ spans }) => spans) }];
  });

/** How many days after its beginning it ends. */
const nights = ({ fromDay, toDay }: Hours): number =>
  (WEEKDAYS.indexOf(toDay) - WEEKDAYS.indexOf(fromDay) + WEEKDAYS.length) % WEEKDAYS.length;

const sameTimesText = (same: readonly Hours[]): string => {
  const [first, ...others] = same;
  if (first === undefined || others.length === 0) return same.map(wholeText).join('');
  const days = same.map(({ fromDay }) => fromDay);
  return days.length === WEEKDAYS.length ? `${EVERY_DAY} ${first.times}` : `${listed(days, 'and')} ${first.times}`;
};

const weeklyText = (weekly: readonly Hours[]): string => {
  const inOrder = weekly.toSorted((one, other) => WEEKDAYS.indexOf(one.fromDay) - WEEKDAYS.indexOf(other.fromDay));
  const byTimes = Map.groupBy(inOrder, (hours) => (nights(hours) > 1 ? wholeText(hours) : hours.times));
  const texts = [...byTimes.values()].map(sameTimesText);
  if (texts.length === 0) return '';
  return texts.length === 1 && texts[0]?.startsWith(EVERY_DAY) === true
    ? texts.join()
    : `each week ${texts.join(', ')}`;
};

const onceText = (rare: readonly Hours[], clock: LocalClock): string => {
  const [first, ...others] = rare.flatMap(({ spans }) => spans).toSorted((one, other) => one.from - other.from);
  if (first === undefined) return '';
  const when = `from ${clock.stamp(instantOf(first.from))} to ${clock.stamp(instantOf(first.to))}`;
  return others.length === 0 ? when : `${when}, and ${counted(others.length, 'time')} more within a year`;
};

/** `each week Fri 17:00 – Mon 09:00 (Europe/Berlin)`: when the gaps of a stretch are; empty where there are none. */
export const hoursText = (gaps: readonly EpochSpan[], timeZone: string, { from, to }: EpochSpan): string => {
  const clock = localClock(timeZone);
  // What begins or ends with the stretch is a part of something.
  const whole = gaps.filter((gap) => gap.from > from && gap.to < to);
  const all = alike((whole.length > 0 ? whole : gaps).map((gap) => hoursOf(gap, clock)));
  const weeks = Math.floor((to - from) / WEEK);
  const isWeekly = ({ spans }: Hours): boolean => weeks > 1 && spans.length >= weeks * EACH_WEEK;
  const texts = [
    weeklyText(all.filter(isWeekly)),
    onceText(
      all.filter((hours) => !isWeekly(hours)),
      clock,
    ),
  ];
  const text = texts.filter((one) => one !== '').join(', and ');
  return text === '' ? '' : `${text} (${timeZone})`;
};
