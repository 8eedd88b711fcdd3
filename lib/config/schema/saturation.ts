import * as z from 'zod';
import type { Saturation, SaturationLevel, Window } from '../../core/alarm-settings.ts';
import { expected } from './expected.ts';
import { EVEN_IF_OTHERS_FAIL, wholeNumber } from './fields.ts';
import { isWritten, orOff } from './or-off.ts';
import { checkOrder } from './threshold-alarm.ts';
import { checkWindow, percent, period, window } from './thresholds.ts';

type Level = Exclude<keyof Saturation, 'for' | 'period'>;

/** As people write it: false where one is turned off, undefined where the default stands. */
export type WrittenSaturation = { readonly [L in Level]?: Saturation[L] | false | undefined } & {
  readonly for?: Window | undefined;
  readonly period?: Saturation['period'] | undefined;
};

export const SATURATION = { cpu: 90, throttles: 1, databaseCpu: 90, connections: 'anomaly' } as const;

/** In the order of a page. */
export const LEVELS = Object.keys(SATURATION) as Level[];

export const SATURATION_WINDOW: Window = { datapointsToAlarm: 3, evaluationPeriods: 5 };

/** One number notifies; a mapping says which pages. */
const bySeverity = <T>(most: z.ZodType<T>): z.ZodType<SaturationLevel<T>> =>
  z
    .strictObject({
      critical: most.optional().meta({ description: 'Pages from here on.' }),
      warning: most.optional().meta({ description: 'Notifies from here on.' }),
      for: window.optional(),
    })
    .superRefine(checkOrder('more'), EVEN_IF_OTHERS_FAIL)
    .superRefine(({ critical, warning }, context) => {
      if (critical !== undefined || warning !== undefined) return;
      context.addIssue({ code: 'custom', message: 'expected critical, warning or both in it' });
    });

const levelOrOff = <T>(what: string, most: z.ZodType<T>): z.ZodOptional<z.ZodType<SaturationLevel<T> | false>> =>
  z
    .union([z.literal(false), most, bySeverity(most)], {
      error: ({ input }) =>
        isWritten(input)
          ? undefined
          : expected(`${what}, a mapping with critical or warning, or false`, input),
    })
    .optional();

const count = wholeNumber(1, 1_000_000);
const connections = z.union([z.literal('anomaly'), count], {
  error: ({ input }) => expected('anomaly or a whole number of connections from 1 to 1000000', input),
});

export const saturation: z.ZodType<WrittenSaturation | false> = orOff(
  z
    .strictObject({
      cpu: levelOrOff('a percentage above 0 and at most 100, such as 90', percent).meta({
        description: 'Percent of CPU of the service.',
        default: SATURATION.cpu,
      }),
      throttles: levelOrOff('a whole number of refused calls from 1 to 1000000', count).meta({
        description: 'Calls of one period that AWS refuses to a Lambda function, or on a table.',
        default: SATURATION.throttles,
      }),
      databaseCpu: levelOrOff('a percentage above 0 and at most 100, such as 90', percent).meta({
        description: 'Percent of CPU of the database.',
        default: SATURATION.databaseCpu,
      }),
      connections: levelOrOff<number | 'anomaly'>(
        'anomaly, a whole number of connections from 1 to 1000000',
        connections,
      ).meta({
        description: 'Connections to the database: a number, or anomaly for more than is usual at this hour.',
        default: SATURATION.connections,
      }),
      for: window.optional(),
      period: period.optional(),
    })
    .superRefine(checkWindow, EVEN_IF_OTHERS_FAIL),
);
