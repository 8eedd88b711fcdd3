import { DAY, HOUR, MINUTE } from '../../time.ts';

/** What is said wherever this band is shown: CloudWatch's own model is not public. */
export const BAND_BASIS = "approximated with Tocsin's seasonal baseline";

/** When the periods of a series begin. */
export interface PeriodStarts {
  /** Epoch milliseconds; ascending with the index. */
  startOf(index: number): number;
  /** From one start to the next: of periods that overlap, the step and not their length. */
  readonly periodMs: number;
}

/** Both ends of what is usual, one value a period; NaN while there is too little history. */
export interface AnomalyBand {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Fewer say nothing of scatter: 15 points, and half an hour of them, because neighbours are alike. */
const FIRST = { points: 15, ms: 30 * MINUTE };
/** Half-lives of what is known of the level and of its scatter. */
const HALF_LIFE = { level: 2 * HOUR, scatter: 2 * DAY };
/** What is usual fades as the two weeks do that CloudWatch trains on: an eighth of it is older, of a week's a quarter. */
const MEMORY = { days: 7, weeks: 2, hourlyScatterDays: 3 };
/** A point further off, in scatters, counts as if it were so far off: a surge must not become the baseline at once. */
const HELD_AT = 4;
/** So much time held, net, is a new level and no surge: what was known gives way within the next hour. */
const PATIENCE = 3 * HOUR;
/** Share of the time not held that makes up for time held: one period in ten held is learnt in two days, one in fifty never. */
const FORGIVEN = 0.05;
/** A share of the expected value: without it a constant series would flag its first noise. */
const LEAST_SCATTER = 0.02;
/** Short enough for a job that runs for minutes at the same time each day. */
const PLACE_MS = 5 * MINUTE;
/** Squares of larger values overflow, and no metric has them: they count as missing. */
const LARGEST = 1e100;
/** After a beginning so many points count whole. */
const LEVEL_POINTS = 5;

/** One way to expect the next value: what is usual at its place in the cycle, and the level of late beside it. */
interface Forecast {
  readonly cycleMs: number;
  /** By place in the cycle; NaN where unknown. Without a cycle one place, and nothing is usual there. */
  readonly usual: Float64Array;
  readonly timesSeen: Uint32Array;
  /** Cycles that `usual` remembers. */
  readonly memory: number;
  level: number;
  levelPoints: number;
  variance: number;
  /** How far off it was of late, as a mean: in full, to be compared by. */
  error: number;
  points: number;
  /** The stay at one place that goes on: it is usual only from the next cycle on. */
  stay: { place: number; sum: number; points: number };
}

/** What follows from the length of a period. */
interface Pace {
  readonly periodMs: number;
  readonly placeMs: number;
  readonly firstPoints: number;
  /** What a point weighs beside all before it. */
  readonly weight: { readonly level: number; readonly scatter: number; readonly hourly: number };
}

interface Baseline {
  readonly pace: Pace;
  /** From the simplest: no cycle, a day, a week. */
  readonly forecasts: readonly Forecast[];
  /** Variance by hour of the day. */
  readonly hourly: Float64Array;
  heldMs: number;
}

interface Expected {
  readonly value: number;
  /** Of late. */
  readonly scatter: number;
  /** The same, or that of this hour of the day where it is larger. */
  readonly hourScatter: number;
}

interface Point {
  readonly at: number;
  readonly value: number;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
const hourOf = (at: number): number => Math.floor(modulo(at, DAY) / HOUR);
const held = (off: number, scatter: number): number => Math.max(-HELD_AT * scatter, Math.min(HELD_AT * scatter, off));

const paceOf = (periodMs: number): Pace => ({
  periodMs,
  placeMs: Math.max(PLACE_MS, periodMs),
  firstPoints: Math.max(FIRST.points, Math.ceil(FIRST.ms / periodMs)),
  weight: {
    level: 1 - 2 ** (-periodMs / HALF_LIFE.level),
    scatter: 1 - 2 ** (-periodMs / HALF_LIFE.scatter),
    hourly: Math.min(1, periodMs / (MEMORY.hourlyScatterDays * HOUR)),
  },
});

const forecastOf = (cycleMs: number, memory: number, placeMs: number): Forecast => {
  const places = cycleMs === 0 ? 1 : Math.ceil(cycleMs / placeMs);
  return {
    cycleMs,
    usual: new Float64Array(places).fill(cycleMs === 0 ? 0 : Number.NaN),
    timesSeen: new Uint32Array(places),
    memory,
    level: 0,
    levelPoints: 0,
    variance: 0,
    error: 0,
    points: 0,
    stay: { place: -1, sum: 0, points: 0 },
  };
};

const placeOf = ({ cycleMs }: Forecast, at: number, { placeMs }: Pace): number =>
  cycleMs === 0 ? 0 : Math.floor(modulo(at, cycleMs) / placeMs);

const usualAt = (forecast: Forecast, at: number, pace: Pace): number =>
  forecast.usual[placeOf(forecast, at, pace)] ?? Number.NaN;

/** The forecast that was off least of late speaks. */
const expect = ({ forecasts, hourly, pace }: Baseline, at: number): Expected | undefined => {
  let best: Forecast | undefined;
  let value = Number.NaN;
  for (const forecast of forecasts) {
    const expected = usualAt(forecast, at, pace) + forecast.level;
    if (forecast.points < pace.firstPoints || Number.isNaN(expected)) continue;
    if (best !== undefined && forecast.error >= best.error) continue;
    best = forecast;
    value = expected;
  }
  if (best === undefined) return undefined;
  const scatter = Math.max(Math.sqrt(best.variance), LEAST_SCATTER * Math.abs(value));
  return { value, scatter, hourScatter: Math.max(scatter, Math.sqrt(hourly[hourOf(at)] ?? 0)) };
};

/** A forecast that has just learnt its cycle counts as no better than the simpler one, and speaks once it is off less. */
const begin = (forecast: Forecast, simpler: Forecast | undefined, value: number): void => {
  if (simpler === undefined) {
    forecast.level = value;
    return;
  }
  forecast.levelPoints = simpler.levelPoints;
  forecast.variance = simpler.variance;
  forecast.error = simpler.error;
  forecast.points = simpler.points;
};

/** Moves level and scatter towards the point. The first points after a beginning weigh as in a mean. */
const follow = (forecast: Forecast, { value, expected }: { value: number; expected: number }, pace: Pace): void => {
  const off = value - expected;
  const least = LEAST_SCATTER * Math.max(Math.abs(expected), Math.abs(value));
  const isFirst = forecast.points < pace.firstPoints;
  const counted = isFirst ? off : held(off, Math.max(Math.sqrt(forecast.variance), least));
  forecast.points += 1;
  const weight = Math.max(pace.weight.scatter, 1 / forecast.points);
  forecast.variance += weight * (counted ** 2 - forecast.variance);
  forecast.error += weight * (Math.abs(off) - forecast.error);
  forecast.levelPoints += 1;
  const levelWeight = Math.max(pace.weight.level, 1 / forecast.levelPoints);
  forecast.level += levelWeight * (forecast.levelPoints <= LEVEL_POINTS ? off : counted);
};

/** Adds the point to the stay at its place; the stay before, if it is over, becomes usual. */
const remember = (forecast: Forecast, { at, value }: Point, pace: Pace): void => {
  const { stay, usual, timesSeen } = forecast;
  const place = placeOf(forecast, at, pace);
  if (place !== stay.place) {
    const before = usual[stay.place] ?? Number.NaN;
    const times = (timesSeen[stay.place] ?? 0) + 1;
    const mean = stay.sum / stay.points;
    usual[stay.place] = Number.isNaN(before) ? mean : before + (mean - before) / Math.min(times, forecast.memory);
    timesSeen[stay.place] = times;
    forecast.stay = { place, sum: 0, points: 0 };
  }
  forecast.stay.sum += value;
  forecast.stay.points += 1;
};

/** `calm` is the value, or as much of it as counts. */
const learnForecasts = ({ forecasts, pace }: Baseline, { at, value }: Point, calm: number): void => {
  let simpler: Forecast | undefined;
  for (const forecast of forecasts) {
    const usual = usualAt(forecast, at, pace);
    if (!Number.isNaN(usual)) {
      if (forecast.points === 0) begin(forecast, simpler, value);
      follow(forecast, { value, expected: usual + forecast.level }, pace);
      simpler = forecast;
    }
    if (forecast.cycleMs > 0) remember(forecast, { at, value: Number.isNaN(usual) ? value : calm }, pace);
  }
};

/** What lasts is no surge: level and scatter are learnt as if they had just begun. */
const giveWay = (baseline: Baseline): void => {
  baseline.heldMs = 0;
  for (const forecast of baseline.forecasts) {
    forecast.levelPoints = Math.min(forecast.levelPoints, 1);
    forecast.points = Math.min(forecast.points, baseline.pace.firstPoints);
  }
};

const learn = (baseline: Baseline, point: Point, expected: Expected | undefined): void => {
  if (expected === undefined) {
    learnForecasts(baseline, point, point.value);
    return;
  }
  const { hourly, pace } = baseline;
  const off = point.value - expected.value;
  const counted = held(off, expected.scatter);
  baseline.heldMs = Math.max(0, baseline.heldMs + (counted === off ? -FORGIVEN : 1) * pace.periodMs);
  if (baseline.heldMs > PATIENCE) giveWay(baseline);
  const hour = hourOf(point.at);
  const variance = hourly[hour] ?? 0;
  hourly[hour] = variance + pace.weight.hourly * (counted ** 2 - variance);
  learnForecasts(baseline, point, expected.value + counted);
};

const baselineOf = (pace: Pace): Baseline => ({
  pace,
  forecasts: [
    forecastOf(0, 0, pace.placeMs),
    forecastOf(DAY, MEMORY.days, pace.placeMs),
    forecastOf(7 * DAY, MEMORY.weeks, pace.placeMs),
  ],
  hourly: new Float64Array(24),
  heldMs: 0,
});

/**
 * What is usual for each period, by the periods before it alone (formula and figures: docs/anomaly-band.md). A surge stays
 * outside for up to three hours; a level that lasts longer is learnt within the next. A missing value (NaN) teaches nothing.
 * The lower end is at least 0 until a value was below.
 */
export const anomalyBand = (values: Float64Array, grid: PeriodStarts, standardDeviations: number): AnomalyBand => {
  const baseline = baselineOf(paceOf(grid.periodMs));
  const lower = new Float64Array(values.length).fill(Number.NaN);
  const upper = new Float64Array(values.length).fill(Number.NaN);
  let least = 0;
  for (const [index, value] of values.entries()) {
    const at = grid.startOf(index);
    const expected = expect(baseline, at);
    if (expected !== undefined) {
      const half = standardDeviations * expected.hourScatter;
      upper[index] = expected.value + half;
      lower[index] = least < 0 ? expected.value - half : Math.max(0, expected.value - half);
    }
    if (!(Math.abs(value) <= LARGEST)) continue;
    least = Math.min(least, value);
    learn(baseline, { at, value }, expected);
  }
  return { lower, upper };
};
