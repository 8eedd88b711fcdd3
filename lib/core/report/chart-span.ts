import { type Instant, later, SECOND } from '../time.ts';

interface Drawn {
  readonly from: Instant;
  readonly stepSeconds: number;
  readonly series: readonly { readonly values: readonly unknown[] }[];
}

/** From the first value of a chart to the end of its last. */
export const chartSpan = ({ from, stepSeconds, series }: Drawn): { readonly from: Instant; readonly to: Instant } => {
  const columns = Math.max(0, ...series.map(({ values }) => values.length));
  return { from, to: later(from, columns * stepSeconds * SECOND) };
};
