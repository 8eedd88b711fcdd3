import * as z from 'zod';
import type { AlarmSettings, ThresholdAlarm, TrafficAlarm } from '../../core/configuration.ts';
import { HOUR, SECOND } from '../../core/time.ts';
import { expected } from './expected.ts';
import { duration, EVEN_IF_OTHERS_FAIL, wholeNumber } from './fields.ts';
import { orOff } from './or-off.ts';
import { saturation, SATURATION, type WrittenSaturation } from './saturation.ts';
import { band, missingData, percent, stat, window } from './thresholds.ts';

const WINDOW = { datapointsToAlarm: 3, evaluationPeriods: 5 };
const MEMORY: ThresholdAlarm = { critical: 90, warning: 75, for: WINDOW };
const MEMORY_GROWTH = { exhaustionWithinMs: HOUR };
const LATENCY: ThresholdAlarm & { readonly stat: string } = { stat: 'p99', critical: SECOND, for: WINDOW };
const ERRORS: ThresholdAlarm = { critical: 5, for: WINDOW };
/** Two minutes without a healthy target are an outage, one may be a deploy that was too quick for the health check. */
const AVAILABILITY: ThresholdAlarm = { critical: 1, for: { datapointsToAlarm: 2, evaluationPeriods: 3 } };
const TRAFFIC: TrafficAlarm = { warning: 'anomaly', band: 3, for: WINDOW };

/** Those that the file turns on and off by one key each. */
export type SingleAlarms = Omit<AlarmSettings, 'saturation' | 'userImpact'>;

/** What a service has that names no alarm. */
export const DEFAULT_ALARMS: SingleAlarms = {
  memory: MEMORY,
  memoryGrowth: MEMORY_GROWTH,
  slowLeak: {},
  latency: LATENCY,
  errors: ERRORS,
  availability: AVAILABILITY,
  traffic: TRAFFIC,
};

/** As people write them: undefined where the file says nothing. */
export interface WrittenAlarms extends Partial<SingleAlarms> {
  readonly saturation?: WrittenSaturation | false | undefined;
  readonly userImpact?: boolean | undefined;
}

const GIVEN = 'Giving critical or warning means that only the given ones exist; with neither, the defaults stand. false: none.';

interface Severities {
  readonly critical?: unknown;
  readonly warning?: unknown;
}

/** `written` with its default for what it leaves out; thresholds are left out only together. */
const filled = <A extends Severities>(written: Partial<A>, defaults: A): A => {
  const isGiven = written.critical !== undefined || written.warning !== undefined;
  const kept = isGiven ? { ...defaults, critical: undefined, warning: undefined } : defaults;
  const merged = Object.entries({ ...kept, ...written }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged) as unknown as A;
};

/** Looks at numbers only: what else is wrong in the same alarm is told by itself. */
const checkOrder = ({ critical, warning }: Severities, context: z.RefinementCtx): void => {
  if (typeof critical !== 'number' || typeof warning !== 'number' || warning < critical) return;
  context.addIssue({ code: 'custom', path: ['warning'], message: 'the warning threshold must be below the critical one' });
};

/** Fewer healthy targets are worse. */
const checkTargets = ({ critical, warning }: Severities, context: z.RefinementCtx): void => {
  if (typeof critical !== 'number' || typeof warning !== 'number' || warning > critical) return;
  context.addIssue({ code: 'custom', path: ['warning'], message: 'the warning threshold must be above the critical one' });
};

const severity = <T>(from: z.ZodType<T>, does: string, example: unknown): z.ZodOptional<z.ZodType<T>> =>
  from.optional().meta({ description: `${does} from here on.`, examples: [example] });

const ofPercent = (defaults: ThresholdAlarm, [critical, warning]: readonly [number, number]): z.ZodType<ThresholdAlarm | false> =>
  orOff(
    z
      .strictObject({
        critical: severity(percent, 'Pages', critical),
        warning: severity(percent, 'Notifies', warning),
        for: window.optional(),
        treatMissingData: missingData.optional(),
      })
      .superRefine(checkOrder, EVEN_IF_OTHERS_FAIL)
      .transform((written) => filled(written, defaults)),
  );

const latency = orOff(
  z
    .strictObject({
      stat: stat.optional(),
      critical: severity(duration('800ms or 1s'), 'Pages', '1s'),
      warning: severity(duration('800ms or 1s'), 'Notifies', '800ms'),
      for: window.optional(),
      treatMissingData: missingData.optional(),
    })
    .superRefine(checkOrder, EVEN_IF_OTHERS_FAIL)
    .transform((written) => filled(written, LATENCY)),
);

const targets = (does: string, example: number): z.ZodOptional<z.ZodType<number>> =>
  wholeNumber(1, 1_000)
    .optional()
    .meta({ description: `${does} below so many healthy targets.`, examples: [example] });

const availability = orOff(
  z
    .strictObject({
      critical: targets('Pages', 1),
      warning: targets('Notifies', 2),
      for: window.optional(),
      treatMissingData: missingData.optional(),
    })
    .superRefine(checkTargets, EVEN_IF_OTHERS_FAIL)
    .transform((written) => filled(written, AVAILABILITY)),
);

const memoryGrowth = orOff(
  z
    .strictObject({ exhaustionWithin: duration('60m').optional().meta({ description: 'How soon is soon.', default: '60m' }) })
    .transform(({ exhaustionWithin }) => ({ exhaustionWithinMs: exhaustionWithin ?? MEMORY_GROWTH.exhaustionWithinMs })),
);

const anomaly = z.literal('anomaly', { error: ({ input }) => expected('anomaly', input) });
const traffic = orOff(
  z
    .strictObject({
      critical: anomaly.optional().meta({ description: 'Pages when requests leave the band.' }),
      warning: anomaly.optional().meta({ description: 'Notifies when requests leave the band.' }),
      band: band.optional().meta({ description: 'Width of the band in standard deviations.', default: 3 }),
      for: window.optional(),
    })
    .transform((written) => filled(written, TRAFFIC)),
);

/** The alarms of one service; undefined where it says nothing of one. */
export const alarms: z.ZodType<WrittenAlarms> = z.strictObject({
  memory: ofPercent(MEMORY, [90, 75])
    .optional()
    .meta({ description: `Percent of the memory limit. ${GIVEN}`, default: { critical: 90, warning: 75, for: '3 of 5' } }),
  memoryGrowth: memoryGrowth
    .optional()
    .meta({ description: 'Pages when memory will run out soon. false: none.', default: { exhaustionWithin: '60m' } }),
  slowLeak: orOff(z.strictObject({}))
    .optional()
    .meta({ description: 'Notifies when memory has leaked slowly for a day and more. false: none.', default: {} }),
  latency: latency
    .optional()
    .meta({ description: `Thresholds are durations. ${GIVEN}`, default: { stat: 'p99', critical: '1s', for: '3 of 5' } }),
  errors: ofPercent(ERRORS, [5, 1])
    .optional()
    .meta({ description: `Percent of requests that fail. ${GIVEN}`, default: { critical: 5, for: '3 of 5' } }),
  availability: availability.optional().meta({
    description: `Healthy targets of the target group. ${GIVEN}`,
    default: { critical: 1, for: '2 of 3' },
  }),
  traffic: traffic.optional().meta({
    description: `Requests outside what is usual at this hour, more or fewer. ${GIVEN}`,
    default: { warning: 'anomaly', band: 3, for: '3 of 5' },
  }),
  saturation: saturation.optional().meta({
    description: 'Notifies when what the service runs on is full. Each key has its default; false: none.',
    default: { ...SATURATION, for: '3 of 5' },
  }),
  userImpact: z.boolean().optional().meta({
    description: 'One alarm over the critical ones on latency, errors and availability.',
    default: true,
  }),
});
