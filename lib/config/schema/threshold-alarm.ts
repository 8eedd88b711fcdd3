import * as z from 'zod';
import type { PeriodSeconds, ThresholdAlarm, Window } from '../../core/alarm-settings.ts';
import { EVEN_IF_OTHERS_FAIL } from './fields.ts';
import { orOff } from './or-off.ts';
import { checkWindow, missingData, period, window } from './thresholds.ts';

export interface Severities {
  readonly critical?: unknown;
  readonly warning?: unknown;
}

/** `written` with its default for what it leaves out; thresholds are left out only together. */
export const filled = <A extends Severities>(written: Partial<A>, defaults: A): A => {
  const isGiven = written.critical !== undefined || written.warning !== undefined;
  const kept = isGiven ? { ...defaults, critical: undefined, warning: undefined } : defaults;
  const merged = Object.entries({ ...kept, ...written }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged) as unknown as A;
};

/** Whether more is worse, or less of it. */
export type Worse = 'more' | 'less';

/** Looks at numbers only: what else is wrong in the same alarm is told by itself. */
export const checkOrder =
  (worse: Worse) =>
  ({ critical, warning }: Severities, context: z.RefinementCtx): void => {
    if (typeof critical !== 'number' || typeof warning !== 'number') return;
    if (worse === 'more' ? warning < critical : warning > critical) return;
    const side = worse === 'more' ? 'below' : 'above';
    context.addIssue({
      code: 'custom',
      path: ['warning'],
      message: `the warning threshold must be ${side} the critical one`,
    });
  };

interface Written {
  readonly critical?: number | undefined;
  readonly warning?: number | undefined;
  readonly for?: Window | undefined;
  readonly treatMissingData?: ThresholdAlarm['treatMissingData'] | undefined;
  readonly period?: PeriodSeconds | undefined;
}

interface Threshold<A extends ThresholdAlarm> {
  /** One threshold, with what crossing it means. */
  readonly of: z.ZodType<number>;
  /** Of critical and of warning. */
  readonly examples: readonly [critical: unknown, warning: unknown];
  /** After `Pages` and `Notifies`: `from here on`. */
  readonly when?: string;
  readonly worse?: Worse;
  readonly defaults: A;
}

/** An alarm that compares a metric with a number, by severity; `more`: keys that it alone has. */
export const thresholdAlarm = <A extends ThresholdAlarm>(
  { of, examples: [critical, warning], when = 'from here on', worse = 'more', defaults }: Threshold<A>,
  more: z.ZodRawShape = {},
): z.ZodType<A | false> =>
  orOff(
    z
      .strictObject({
        ...more,
        critical: of.optional().meta({ description: `Pages ${when}.`, examples: [critical] }),
        warning: of.optional().meta({ description: `Notifies ${when}.`, examples: [warning] }),
        for: window.optional(),
        period: period.optional(),
        treatMissingData: missingData.optional(),
      })
      .superRefine(checkOrder(worse), EVEN_IF_OTHERS_FAIL)
      .superRefine(checkWindow, EVEN_IF_OTHERS_FAIL)
      .transform((written: Written) => filled(written as Partial<A>, defaults)),
  );
