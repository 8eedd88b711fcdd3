import type { Layer, Schedule } from '../configuration.ts';
import { uncoveredBy } from '../schedule/uncovered.ts';
import { firstHandoffOf, coverOf, namedWithin, type EpochSpan } from '../schedule/layer.ts';
import { type Zone, zoneOf } from '../schedule/zoned-time.ts';
import { DAY } from '../time.ts';
import type { CoverageGap } from './coverage-gap.ts';

/** Rotations that take longer until turns and weekdays meet anew are not judged. */
const LONGEST_CYCLE = 2 * 366;

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));

/** Days after which each of a rotation has turns on the same weekdays again. */
const cycleOf = ({ rotation, everyDays }: Layer): number => {
  const days = rotation.length * everyDays;
  return (days * 7) / divisor(days, 7);
};

function* within(cover: readonly EpochSpan[], open: readonly EpochSpan[]): Generator<EpochSpan> {
  for (const one of cover) {
    for (const other of open) {
      if (other.from >= one.to) break;
      const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
      if (span.from < span.to) yield span;
    }
  }
}

interface Place {
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly index: number;
}

/** Who comes on call by one layer; every layer after it goes before it. */
const onCallBy = (layer: Layer, { schedule, zone, index }: Place): ReadonlySet<string> => {
  const begin = Math.max(...schedule.layers.map((each) => firstHandoffOf(each, zone)));
  const stretch = { from: begin, to: begin + cycleOf(layer) * DAY };
  const later = { ...schedule, layers: schedule.layers.slice(index + 1) };
  const everybody = new Set(layer.rotation);
  const seen = new Set<string>();
  for (const span of within(coverOf(layer, zone, stretch), uncoveredBy([later], stretch))) {
    for (const responder of namedWithin(layer, zone, span)) seen.add(responder);
    if (seen.size === everybody.size) break;
  }
  return seen;
};

/** Who is in a rotation, and yet never on call: `restrict`, or the layers after it, have every turn of theirs. */
export const neverOnCall = (name: string, schedule: Schedule): readonly CoverageGap[] => {
  const zone = zoneOf(schedule.timeZone);
  if (zone === undefined || schedule.layers.some((layer) => cycleOf(layer) > LONGEST_CYCLE)) return [];
  const seen = new Set(schedule.layers.flatMap((layer, index) => [...onCallBy(layer, { schedule, zone, index })]));
  const told = new Set<string>();
  return schedule.layers.flatMap(({ rotation }, layer) =>
    rotation.flatMap((responder, turn) => {
      if (seen.has(responder) || told.has(responder)) return [];
      told.add(responder);
      const message = `${responder} is never on call by this schedule: restrict, or a layer below, takes every turn of theirs`;
      return [{ path: ['schedules', name, 'layers', layer, 'rotation', turn], message }];
    }),
  );
};
