import * as z from 'zod';
import type { Saturation, Window } from '../../core/configuration.ts';
import { expected } from './expected.ts';
import { wholeNumber } from './fields.ts';
import { orOff } from './or-off.ts';
import { percent, window } from './thresholds.ts';

type Level = Exclude<keyof Saturation, 'for'>;

/** As people write it: false where one is turned off, undefined where the default stands. */
export type WrittenSaturation = { readonly [L in Level]?: Saturation[L] | false | undefined } & {
  readonly for?: Window | undefined;
};

export const SATURATION = { cpu: 90, throttles: 1, databaseCpu: 90, connections: 'anomaly' } as const;

/** In the order of a page. */
export const LEVELS = Object.keys(SATURATION) as Level[];

export const SATURATION_WINDOW: Window = { datapointsToAlarm: 3, evaluationPeriods: 5 };

const levelOrOff = <T>(what: string, ...options: readonly z.ZodType<T>[]): z.ZodOptional<z.ZodType<T | false>> =>
  z.union([z.literal(false), ...options], { error: ({ input }) => expected(`${what}, or false`, input) }).optional();

const count = wholeNumber(1, 1_000_000);

export const saturation: z.ZodType<WrittenSaturation | false> = orOff(
  z.strictObject({
    cpu: levelOrOff('a percentage above 0 and at most 100, such as 90', percent).meta({
      description: 'Percent of CPU of the service.',
      default: SATURATION.cpu,
    }),
    throttles: levelOrOff('a whole number of refused calls from 1 to 1000000', count).meta({
      description: 'Calls a minute that AWS refuses to a Lambda function.',
      default: SATURATION.throttles,
    }),
    databaseCpu: levelOrOff('a percentage above 0 and at most 100, such as 90', percent).meta({
      description: 'Percent of CPU of the database.',
      default: SATURATION.databaseCpu,
    }),
    connections: levelOrOff<number | 'anomaly'>(
      'anomaly, a whole number of connections from 1 to 1000000',
      z.literal('anomaly'),
      count,
    ).meta({
      description: 'Connections to the database: a number, or anomaly for more than is usual at this hour.',
      default: SATURATION.connections,
    }),
    for: window.optional(),
  }),
);
