import type { Configuration, Schedule } from '../configuration.ts';
import { localClock } from '../report/local-clock.ts';
import { uncoveredBy } from '../schedule/uncovered.ts';
import { firstHandoffOf, type EpochSpan } from '../schedule/layer.ts';
import { zoneOf } from '../schedule/zoned-time.ts';
import { DAY, instantOf } from '../time.ts';
import { listed } from '../words.ts';
import type { CoverageGap } from './coverage-gap.ts';
import { hoursText } from './hours-text.ts';

/** Every clock change of a year, wherever it is. */
const LOOKS_AHEAD = 53 * 7 * DAY;

const beginsOf = ({ timeZone, layers }: Schedule): readonly number[] => {
  const zone = zoneOf(timeZone);
  return zone === undefined ? [] : layers.map((layer) => firstHandoffOf(layer, zone));
};

/** Once all that is described has begun. */
const settledFrom = (schedules: readonly Schedule[], now: number): number =>
  Math.max(now, ...schedules.flatMap(beginsOf));

const hoursWithout = (schedules: readonly Schedule[], stretch: EpochSpan): string =>
  hoursText(uncoveredBy(schedules, stretch), schedules[0]?.timeZone ?? 'UTC', stretch);

const beginning = (begin: number, timeZone: string): string =>
  `${localClock(timeZone).stamp(instantOf(begin))} (${timeZone})`;

const settled = (schedules: readonly Schedule[], now: number): EpochSpan => {
  const from = settledFrom(schedules, now);
  return { from, to: from + LOOKS_AHEAD };
};

/** Of a layer that begins later: what is open until then, and would not be after it; empty: nothing. */
const openUntil = (schedule: Schedule, begin: number, now: number): string => {
  const before = hoursWithout([schedule], { from: now, to: Math.min(begin, now + LOOKS_AHEAD) });
  return before === hoursWithout([schedule], settled([schedule], now)) ? '' : before;
};

/** A schedule, or a layer of it, that begins in the future. */
export const beginsLater = (name: string, schedule: Schedule, now: number): readonly CoverageGap[] => {
  const begins = beginsOf(schedule);
  const first = Math.min(...begins);
  const path = (layer: number): CoverageGap['path'] => ['schedules', name, 'layers', layer, 'starting'];
  if (first > now) {
    const begin = beginning(first, schedule.timeZone);
    return [
      { path: path(begins.indexOf(first)), message: `the schedule begins at ${begin}: nobody is on call before` },
    ];
  }
  return begins.flatMap((begin, layer) => {
    const open = begin > now ? openUntil(schedule, begin, now) : '';
    if (open === '') return [];
    const message = `this layer begins at ${beginning(begin, schedule.timeZone)}: until then nobody is on call ${open}`;
    return [{ path: path(layer), message }];
  });
};

/** A level that schedules alone make: only such a one can be nobody. */
interface Level {
  readonly policy: string;
  /** From 0. */
  readonly index: number;
  readonly schedules: readonly string[];
}

const schedulesIn = (page: readonly string[]): readonly string[] =>
  page.flatMap((target) => (target.startsWith('schedule:') ? [target.slice('schedule:'.length)] : []));

const levelsOfSchedules = ({ escalations }: Configuration): readonly Level[] =>
  Object.entries(escalations).flatMap(([policy, { levels }]) =>
    levels.flatMap(({ page }, index) => {
      const schedules = schedulesIn(page);
      return schedules.length === page.length ? [{ policy, index, schedules: [...new Set(schedules)].sort() }] : [];
    }),
  );

const schedulesOf = ({ schedules }: Configuration, names: readonly string[]): readonly Schedule[] =>
  names.flatMap((name) => schedules[name] ?? []);

const hasNobodyAtTimes =
  (configuration: Configuration, now: number) =>
  ([policy, { levels }]: readonly [string, Configuration['escalations'][string]]): readonly string[] => {
    const page = levels.flatMap((level) => level.page);
    const names = schedulesIn(page);
    if (names.length < page.length) return [];
    const schedules = schedulesOf(configuration, [...new Set(names)]);
    return uncoveredBy(schedules, settled(schedules, now)).length > 0 ? [policy] : [];
  };

/** Hours of the week in which a level is nobody: once for the levels that have the same schedules. */
export const hoursWithoutAnybody = (configuration: Configuration, now: number): readonly CoverageGap[] => {
  const without = new Set(Object.entries(configuration.escalations).flatMap(hasNobodyAtTimes(configuration, now)));
  const bySchedules = Map.groupBy(levelsOfSchedules(configuration), ({ schedules }) => schedules.join(' '));
  return [...bySchedules.values()].flatMap((levels) => {
    const [first] = levels;
    if (first === undefined) return [];
    const schedules = schedulesOf(configuration, first.schedules);
    const hours = hoursWithout(schedules, settled(schedules, now));
    if (hours === '') return [];
    const [only = '', ...others] = first.schedules;
    const named = levels.map(({ policy, index }) => `level ${String(index + 1)} of ${policy}`);
    const policies = [...new Set(levels.map(({ policy }) => policy))].filter((policy) => without.has(policy));
    const then =
      policies.length === 0
        ? 'the next level is asked at once'
        : `where no level of ${listed(policies, 'and')} has anybody, unanswered is paged, or else everybody`;
    return [
      {
        path:
          others.length === 0 ? ['schedules', only, 'layers'] : ['escalations', first.policy, 'levels', first.index],
        message: `nobody is on call ${hours}: ${listed(named, 'and')} ${named.length === 1 ? 'has' : 'have'} nobody then; ${then}`,
      },
    ];
  });
};
