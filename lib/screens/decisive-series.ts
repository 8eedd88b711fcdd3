import { html } from 'hono/html';
import { spokenQuantity, type Unit } from '../core/alarm/symptom/quantity.ts';
import type { ToldChart, ToldSeries } from '../core/diagnosis/told-finding.ts';
import { briefName } from '../core/page/brief-names.ts';
import type { PageFacts } from '../core/page/page-facts.ts';
import { type ChartMark, chartMarks } from '../core/report/chart-marks.ts';
import { chartSpan } from '../core/report/chart-span.ts';
import { epochOf, type Instant, SECOND, spokenEvery } from '../core/time.ts';
import { clean, type Html } from './document.ts';
import type { IncidentView } from './incident-view.ts';
import { depthOf, linePath, PLOT_HEIGHT, type Scale } from './line-path.ts';

/** Characters of a name. */
const LONGEST = 60;

/** What is drawn, and on which time. */
interface Picture {
  readonly chart: ToldChart;
  readonly span: { readonly from: Instant; readonly to: Instant };
  /** Values side by side. */
  readonly columns: number;
  readonly drawn: Drawing;
}

/** What is drawn beside the series, and in whose words. */
export interface Drawing {
  readonly marks: readonly ChartMark[];
  /** Whose alarms they are. */
  readonly subject: Pick<PageFacts, 'environment' | 'service'>;
  /** A time as the reader knows it, beside that of the end. */
  readonly say: (at: Instant, near: Instant) => string;
  /** The same, alone. */
  readonly time: (at: Instant) => string;
}

/** A series in numbers. */
interface Measured {
  readonly first: number;
  readonly newest: number;
  readonly least: number;
  readonly most: number;
  readonly missing: number;
}

const measured = ({ values }: ToldSeries): Measured | undefined => {
  const known = values.filter((value) => value !== null);
  const [first, newest] = [known[0], known.at(-1)];
  if (first === undefined || newest === undefined) return undefined;
  return { first, newest, least: Math.min(...known), most: Math.max(...known), missing: values.length - known.length };
};

const UNITS: Readonly<Partial<Record<string, Unit>>> = { Percent: 'percent', Seconds: 's' };

const sayIn =
  ({ unit }: ToldSeries) =>
  (value: number): string =>
    spokenQuantity(value, (Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined) ?? 'none');

/** From 0 up: a small change does not look like a large one. */
const scaleOf = ({ limit }: ToldSeries, { least, most }: Measured): Scale => ({
  low: Math.min(0, least),
  high: Math.max(most, limit ?? most),
});

/** In columns from the left, to a tenth. */
const columnOf = (at: Instant, { span: { from, to }, columns }: Picture): number =>
  Math.round((10 * columns * (epochOf(at) - epochOf(from))) / (epochOf(to) - epochOf(from))) / 10;

const markPath = (mark: ChartMark, picture: Picture): Html =>
  html`<path class="mark ${mark.kind}" d="M${String(columnOf(mark.at, picture))} 0v${String(PLOT_HEIGHT)}" />`;

const spoken = (at: Instant, { drawn, span }: Picture): string => drawn.say(at, span.to);

/** What one sees, for whoever does not. */
const seenIn = (series: ToldSeries, numbers: Measured, picture: Picture): string => {
  const value = sayIn(series);
  const { span } = picture;
  const { first, newest, least, most, missing } = numbers;
  const limit = series.limit === null ? '' : `; its limit is ${value(series.limit)}`;
  const gaps = missing === 0 ? '' : `; ${String(missing)} of ${String(series.values.length)} values are missing`;
  return `${value(first)} at first (${spoken(span.from, picture)}), ${value(newest)} at the end (${spoken(span.to, picture)}), between ${value(least)} and ${value(most)}${limit}${gaps}`;
};

/** Its name with the newest value, the range and the limit, and under it its line. */
const plot = (series: ToldSeries, index: number, picture: Picture): Html | '' => {
  const numbers = measured(series);
  if (numbers === undefined) return '';
  const { limit } = series;
  const [value, scale, id] = [sayIn(series), scaleOf(series, numbers), `series${String(index)}`];
  const name = clean(series.name, LONGEST);
  const dashed = limit === null ? '' : `, dashed: its limit of ${value(limit)}`;
  return html`<p class="series">
      <span>${name} <strong>${value(numbers.newest)}</strong></span>
      <span class="soft">${value(numbers.least)} to ${value(numbers.most)}${dashed}</span>
    </p>
    <svg
      class="plot"
      viewBox="0 0 ${String(picture.columns)} ${String(PLOT_HEIGHT)}"
      preserveAspectRatio="none"
      role="img"
      aria-labelledby="${id}"
      aria-describedby="${id}d"
    >
      <title id="${id}">${name}</title>
      <desc id="${id}d">${seenIn(series, numbers, picture)}.</desc>
      ${limit === null ? '' : html`<path class="limit" d="M0 ${String(depthOf(limit, scale))}h${String(picture.columns)}" />`}
      ${picture.drawn.marks.map((mark) => markPath(mark, picture))}
      <path d="${linePath(series.values, scale)}" />
    </svg>`;
};

/** Percent of the width: apart, two signs can be read, and so can the last. */
const APART = 4;
const LAST = 98;

/** Where the signs of marks stand, near their times and beside one another. */
const signPlaces = (marks: readonly ChartMark[], picture: Picture): readonly number[] => {
  const places: number[] = [];
  for (const { at } of marks) {
    const own = Math.round((100 * columnOf(at, picture)) / picture.columns);
    places.push(Math.max(own, (places.at(-1) ?? -APART) + APART));
  }
  return places.map((place, index) => Math.min(place, LAST - APART * (places.length - 1 - index)));
};

const axis = (picture: Picture): Html => {
  const { marks } = picture.drawn;
  const places = signPlaces(marks, picture);
  return html`<svg class="axis" aria-hidden="true">
    ${marks.map(({ kind }, index) => html`<text class="sign ${kind}" x="${String(places[index])}%" y="1.1em">${String(index + 1)}</text>`)}
    <text y="2.6em">${spoken(picture.span.from, picture)}</text>
    <text class="end" x="100%" y="2.6em">${spoken(picture.span.to, picture)}</text>
  </svg>`;
};

const SAID: Readonly<Record<ChartMark['kind'], (what: string) => string>> = {
  onset: () => 'it began',
  deploy: (what) => what,
  alarm: (what) => `alarm ${what}`,
  acknowledgement: () => 'acknowledged',
};

/** What the signs on the axis stand for. */
const legend = (picture: Picture): Html | '' =>
  picture.drawn.marks.length === 0
    ? ''
    : html`<ul class="marks">
        ${picture.drawn.marks.map(
          ({ kind, at, what }, index) =>
            html`<li>
              <span class="sign ${kind}">${String(index + 1)}</span> ${spoken(at, picture)}
              ${clean(SAID[kind](briefName(picture.drawn.subject, what)), LONGEST)}
            </li>`,
        )}
      </ul>`;

/** Values side by side, and their time; undefined: there is none. */
const pictureOf = (chart: ToldChart, drawn: Drawing): Picture | undefined => {
  const columns = Math.max(0, ...chart.series.map(({ values }) => values.length));
  return columns === 0 ? undefined : { chart, span: chartSpan(chart), columns, drawn };
};

/** Series one above the other on one axis of time; nothing where there is no value. */
export const drawnSeries = (chart: ToldChart, drawn: Drawing): Html | '' => {
  const picture = pictureOf(chart, drawn);
  if (picture === undefined) return '';
  const plots = chart.series.map((series, index) => plot(series, index, picture)).filter((one) => one !== '');
  if (plots.length === 0) return '';
  return html`<figure>
    ${plots} ${axis(picture)} ${legend(picture)}
    <figcaption class="soft">
      One value ${spokenEvery(chart.stepSeconds * SECOND)}, until ${drawn.time(picture.span.to)}. Each line stands on 0.
    </figcaption>
  </figure>`;
};

/** The series that decide, with what the incident went through. */
export const decisiveSeries = (chart: ToldChart, { timeline, facts, reader }: IncidentView): Html | '' =>
  drawnSeries(chart, {
    marks: chartMarks({ ...chartSpan(chart), marks: chart.marks }, timeline),
    subject: facts,
    say: (at, near) => reader.voice.time(at, near),
    time: (at) => reader.time(at),
  });
