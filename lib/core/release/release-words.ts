import { MOST_MINUTES } from '../diagnosis/forecast/memory-forecast.ts';
import type { Comparison, ReleaseVerdict } from './release-verdict.ts';

const SPOKEN: Readonly<Record<Comparison['what'], string>> = {
  latency: 'latency',
  errors: 'failing requests',
  restarts: 'restarts',
  cpu: 'CPU a request',
  memory: 'memory',
  growth: 'time until memory is full',
};

const numberOf = (value: number): string => String(Number(value.toPrecision(2)));

const amountOf = (value: number, { what, unit }: Comparison): string => {
  if (what === 'growth' && value === MOST_MINUTES) return 'no growth';
  if (unit === 's') return value < 1 ? `${numberOf(1_000 * value)} ms` : `${numberOf(value)} s`;
  return unit === 'count' ? String(value) : `${numberOf(value)} ${unit === '% a request' ? '%' : unit}`;
};

const spokenOf = (all: readonly Comparison[]): string =>
  all.map((one) => `${SPOKEN[one.what]} ${amountOf(one.before, one)} → ${amountOf(one.after, one)}`).join(', ');

const ORDER = ['worse', 'unsteady', 'better', 'same'] as const;

const BEGINS: Readonly<Record<Comparison['says'], string>> = {
  worse: '',
  better: '',
  same: 'no difference that matters: ',
  unsteady: 'another in a part of the half hour only: ',
};

/** What is worse decides, else what came and went: that did not begin with the deploy, or does not last. */
export const decided = (compared: readonly Comparison[]): Pick<ReleaseVerdict, 'verdict' | 'why'> => {
  const said = ORDER.find((says) => compared.some((one) => one.says === says)) ?? 'same';
  const telling = compared.filter(({ says }) => says === said);
  const verdict = said === 'unsteady' ? 'cannot-tell' : said;
  return { verdict, why: `${BEGINS[said]}${spokenOf(telling)}` };
};
