import type { Missing } from '../facts/situation.ts';

/** Sources beside the metrics, as a diagnosis names what it could not have. */
export const DEPLOYS_SOURCE = 'deploys';
export const OPEN_INCIDENTS_SOURCE = 'open incidents';
const BESIDE_METRICS: readonly string[] = [DEPLOYS_SOURCE, OPEN_INCIDENTS_SOURCE];

const WORDS: Readonly<Record<Missing['reason'], string>> = {
  'no-data': 'no data',
  timeout: 'no answer',
  partial: 'in part only',
  throttled: 'throttled',
  denied: 'denied',
  'not-configured': 'not configured',
};

/** CloudWatch has no value of traffic where there is none: that nobody asked for anything is not that it could not be read. */
const wordsOf = ({ series, reason }: Missing): string =>
  series === 'traffic' && reason === 'no-data' ? 'no requests seen' : WORDS[reason];

/** `latency (denied)` */
export const missingSaid = (missing: Missing): string => `${missing.series} (${wordsOf(missing)})`;

/** A source that did not give what it was asked for. */
export interface Gap {
  readonly source: string;
  /** `denied: latency, errors` */
  readonly reason: string;
}

/** By source and reason; what nobody has configured was asked of nobody, and what is said already is no news. */
export const gapsIn = (missing: readonly Missing[], isSaid: (said: string) => boolean): readonly Gap[] => {
  const news = missing.filter((one) => one.reason !== 'not-configured' && !isSaid(missingSaid(one)));
  const beside = news
    .filter(({ series }) => BESIDE_METRICS.includes(series))
    .map((one) => ({ source: one.series, reason: wordsOf(one) }));
  const metrics = news.filter(({ series }) => !BESIDE_METRICS.includes(series));
  const byWords = Map.groupBy(metrics, wordsOf);
  return [
    ...beside,
    ...[...byWords].map(([words, of]) => ({
      source: 'metrics',
      reason: `${words}: ${of.map(({ series }) => series).join(', ')}`,
    })),
  ];
};
