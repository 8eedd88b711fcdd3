import { html } from 'hono/html';
import type { Trend } from '../../core/figures/trend.ts';
import type { LocalClock } from '../../core/report/local-clock.ts';
import { counted } from '../../core/words.ts';
import type { Html } from '../document.ts';

/** Of a bar, in units of its picture. */
const WIDTH = 100;

const widthOf = (value: number, most: number): string =>
  String(most > 0 ? Math.round((1_000 * WIDTH * value) / most) / 1_000 : 0);

/** A number as a length, and under it that of the period before; what it says stands beside it in words. */
export const bar = (now: number, before: number | undefined, most: number): Html =>
  html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${widthOf(now, most)}" height="7" />
    ${before === undefined ? '' : html`<rect class="was" y="8" width="${widthOf(before, most)}" height="3" />`}
  </svg>`;

const HEIGHT = 100;

type Stretch = Trend['stretches'][number];

/** One path for all: each stretch is one wide, and stands on the ground. */
const columns = (trend: Trend, most: number, valueOf: (stretch: Stretch) => number): string =>
  trend.stretches
    .flatMap((stretch, index) => {
      const height = Math.round((HEIGHT * valueOf(stretch)) / most);
      return height === 0 ? [] : [`M${String(index)}.1 ${String(HEIGHT)}v-${String(height)}h.8v${String(height)}z`];
    })
    .join('');

const seenIn = ({ step, stretches }: Trend, busiest: Stretch, clock: LocalClock): string => {
  const all = stretches.reduce((sum, { n }) => sum + n, 0);
  const critical = stretches.reduce((sum, one) => sum + one.critical, 0);
  return `${counted(all, 'incident')}, ${String(critical)} critical; most in the ${step} from ${clock.stamp(busiest.from)}: ${String(busiest.n)}.`;
};

/** How many opened when, the critical ones in their own colour; nothing where none did. */
export const trendBars = (trend: Trend, clock: LocalClock, end: string): Html | '' => {
  const [first] = trend.stretches;
  const busiest = trend.stretches.toSorted((one, other) => other.n - one.n)[0];
  if (first === undefined || busiest === undefined || busiest.n === 0) return '';
  const most = busiest.n;
  return html`<figure>
    <svg
      class="trend"
      viewBox="0 0 ${String(trend.stretches.length)} ${String(HEIGHT)}"
      preserveAspectRatio="none"
      role="img"
      aria-labelledby="trend"
      aria-describedby="trendd"
    >
      <title id="trend">Incidents opened, by the ${trend.step}</title>
      <desc id="trendd">${seenIn(trend, busiest, clock)}</desc>
      <path d="${columns(trend, most, ({ n }) => n)}" />
      <path class="is-critical" d="${columns(trend, most, ({ critical }) => critical)}" />
    </svg>
    <svg class="axis" aria-hidden="true">
      <text y="1.3em">${clock.stamp(first.from)}</text>
      <text class="end" x="100%" y="1.3em">${end}</text>
    </svg>
    <figcaption class="soft">
      <svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="is-critical" width="10" height="10" /></svg
      >critical, <svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" /></svg>others, by
      the ${trend.step}; the highest is ${String(most)}.
    </figcaption>
  </figure>`;
};
