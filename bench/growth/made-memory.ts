import { randomFrom } from '../random.ts';

type Random = () => number;
/** Memory in percent of the limit, a value a minute. */
export type Minutes = readonly number[];

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** What real memory does besides: of each minute. */
export type Noise = (values: Minutes, random: Random) => Minutes;

const added =
  (sd: number): Noise =>
  (values, random) =>
    values.map((value) => value + sd * normal(random));

export const NOISES: Readonly<Record<string, Noise>> = {
  'hardly any': added(0.1),
  '1 % of the limit': added(1),
  'saw, 3 % every 9 min': (values, random) => {
    const phase = 9 * random();
    return added(0.1)(values, random).map((value, minute) => value + (((minute + phase) % 9) / 9) * 3);
  },
  'whole percent': (values, random) => added(0.1)(values, random).map(Math.round),
  'a fifth missing': (values, random) => added(0.1)(values, random).map((value) => (random() < 0.2 ? NaN : value)),
  /** As resident memory of a healthy process rises, before the growth: to a new level, now and then. */
  steps: (values, random) => {
    let level = 0;
    return added(0.1)(values, random).map((value, minute) => {
      if (minute < values.length / 3 && random() < 1 / 50) level += 1 + 2 * random();
      return value + level;
    });
  },
};

export interface Grown {
  readonly values: Minutes;
  /** Minute at which growth begins. */
  readonly onset: number;
  readonly perHour: number;
}

/** Quiet, then growth by 15 to 80 % of the limit an hour for 40 minutes and more, until memory is full. */
export const grownMemory = (seed: number, noise: Noise): Grown => {
  const random = randomFrom(seed);
  const perHour = 15 + (random() < 0.5 ? 5 : 65) * random();
  const longest = Math.min(300, (85 / perHour) * 60);
  const lasts = 45 + random() * Math.max(0, longest - 45);
  const [onset, start] = [20 + Math.floor(160 * random()), 90 - (perHour * lasts) / 60];
  const minutes = Math.floor(onset + lasts + 60 * (9 / perHour));
  const level = (minute: number): number => start + (Math.max(0, minute - onset) * perHour) / 60;
  return {
    values: noise(
      Array.from({ length: minutes }, (_, minute) => level(minute)),
      random,
    ),
    onset,
    perHour,
  };
};

const HOURS_4 = 240;

const shape =
  (levelAt: (minute: number) => number): ((random: Random) => Minutes) =>
  (random) =>
    Array.from({ length: HOURS_4 }, (_, minute) => levelAt(minute) + 0.3 * normal(random));

/** Memory that fills to a level and stays there. */
const filling = (from: number, by: number, halfIn: number) => (minute: number) =>
  from + by * (1 - 2 ** (-Math.max(0, minute) / halfIn));

/** What grows and is no leak, at 4 hours. */
export const UNTROUBLED: Readonly<Record<string, (random: Random) => Minutes>> = {
  'level memory': shape(() => 60),
  'a heap that warms up': shape(filling(30, 15, 8)),
  'a heap that warms up, after a deploy each hour': shape((minute) => filling(30, 15, 6)(minute % 60)),
  'a cache that fills and is full': shape((minute) => filling(45, 15, 30)(minute - 60)),
  'steps to a new level': shape((minute) => 40 + 5 * Math.floor(minute / 40)),
  'a collector with large teeth': shape((minute) => 40 + (12 * (minute % 45)) / 45),
  'a batch every hour': shape((minute) => 45 + (minute % 60 < 12 ? (minute % 60) * 2 : 0)),
  'growth by 6 % an hour, which is for days': shape((minute) => 40 + minute / 10),
};
