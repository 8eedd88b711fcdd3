import * as z from 'zod';
import type { PeriodSeconds, Window } from '../../core/alarm-settings.ts';
import { expected, textField } from './expected.ts';
import type { Reading } from './expected.ts';

const DAY_SECONDS = 86_400;
/** One-minute periods in a day: CloudWatch looks no further back. */
const MOST_PERIODS = DAY_SECONDS / 60;

/** `3 of 5` */
export const window = textField<Window>('"M of N", such as 3 of 5', (text) => {
  const [, m, n] = /^(\d{1,9}) of (\d{1,9})$/.exec(text) ?? [];
  if (m === undefined || n === undefined) return {};
  const [datapointsToAlarm, evaluationPeriods] = [Number(m), Number(n)];
  if (evaluationPeriods > MOST_PERIODS) return { advice: `N is at most ${String(MOST_PERIODS)}, a day` };
  const inRange = datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods;
  return inRange ? { value: { datapointsToAlarm, evaluationPeriods } } : { advice: 'M is from 1 to N' };
}).meta({
  description: 'How many of the last periods must breach.',
  examples: ['3 of 5', '5 of 5', '1 of 1'],
  pattern: '^[0-9]+ of [0-9]+$',
});

const PERIODS = '60 or 300, the seconds of a period';
export const period: z.ZodType<PeriodSeconds> = z
  .union([z.literal(60), z.literal(300)], { error: ({ input }) => expected(PERIODS, input) })
  .meta({
    description: 'Seconds of a period, a minute or five: 300 for what comes every five minutes, or seldom. Counts are counted in one.',
    default: 60,
  });

interface Windowed {
  readonly for?: unknown;
  readonly period?: unknown;
}

/** Whether the periods of a window are a day together at most. */
export const checkWindow = ({ for: of, period: seconds }: Windowed, context: z.RefinementCtx): void => {
  if (seconds !== 300 || typeof of !== 'object' || of === null) return;
  const { evaluationPeriods } = of as Window;
  const most = DAY_SECONDS / seconds;
  if (evaluationPeriods <= most) return;
  const message = `N is at most ${String(most)} with period: 300, a day: got ${String(evaluationPeriods)}`;
  context.addIssue({ code: 'custom', path: ['for'], message });
};

const PERCENT = 'a percentage above 0 and at most 100, such as 90';
const percentError = ({ input }: { readonly input?: unknown }): string => expected(PERCENT, input);
export const percent = z.number({ error: percentError }).gt(0, { error: percentError }).max(100, { error: percentError });

const BAND = 'a number above 0 and at most 100, such as 3';
const bandError = ({ input }: { readonly input?: unknown }): string => expected(BAND, input);
/** Width of an anomaly band in standard deviations. */
export const band = z.number({ error: bandError }).gt(0, { error: bandError }).max(100, { error: bandError });

export const missingData = z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).meta({
  description: 'How CloudWatch treats periods without data. Default: what fits the metric; breaching for availability only.',
});

const STAT = /^(?:p[5-9]\d(?:\.\d)?|tm(?!00)\d{2}(?:\.\d)?|Average|Maximum)$/;
export const stat = textField('a statistic (p50 to p99.9, tm01 to tm99, Average or Maximum)', (text): Reading<string> =>
  STAT.test(text) ? { value: text } : {},
).meta({
  description: 'Which statistic of a minute is compared.',
  examples: ['p99', 'p95', 'tm99', 'Average'],
  pattern: STAT.source,
});
