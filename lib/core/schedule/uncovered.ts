import type { Schedule } from '../configuration.ts';
import { coverOf, type EpochSpan } from './layer.ts';
import { zoneOf } from './zoned-time.ts';

const coverIn = ({ timeZone, layers }: Schedule, stretch: EpochSpan): readonly EpochSpan[] => {
  const zone = zoneOf(timeZone);
  return zone === undefined ? [] : layers.flatMap((layer) => coverOf(layer, zone, stretch));
};

/** When none of these schedules names anybody within a stretch: in order, each as long as it can be, exact by its ends. */
export const uncoveredBy = (schedules: readonly Schedule[], stretch: EpochSpan): readonly EpochSpan[] => {
  const cover = schedules.flatMap((schedule) => coverIn(schedule, stretch));
  const open: EpochSpan[] = [];
  let coveredTo = stretch.from;
  for (const { from, to } of cover.toSorted((one, other) => one.from - other.from)) {
    if (from > coveredTo) open.push({ from: coveredTo, to: from });
    coveredTo = Math.max(coveredTo, to);
  }
  return coveredTo < stretch.to ? [...open, { from: coveredTo, to: stretch.to }] : open;
};
