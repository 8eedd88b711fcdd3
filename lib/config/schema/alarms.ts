import * as z from 'zod';
import { DEFAULT_ALARMS, type SingleAlarms } from './alarm-defaults.ts';
import { expected } from './expected.ts';
import { duration, EVEN_IF_OTHERS_FAIL, wholeNumber } from './fields.ts';
import { orOff } from './or-off.ts';
import { saturation, SATURATION, type WrittenSaturation } from './saturation.ts';
import { bytes } from './sizes.ts';
import { filled, thresholdAlarm } from './threshold-alarm.ts';
import { band, checkWindow, percent, period, stat, window } from './thresholds.ts';

/** As people write them: undefined where the file says nothing. */
export interface WrittenAlarms extends Partial<SingleAlarms> {
  readonly saturation?: WrittenSaturation | false | undefined;
  readonly userImpact?: boolean | undefined;
}

const GIVEN = 'Giving critical or warning means that only the given ones exist; with neither, the defaults stand. false: none.';
const OPT_IN = 'There only where it is written.';

const count = wholeNumber(1, 1_000_000_000);

const memoryGrowth = orOff(
  z
    .strictObject({ exhaustionWithin: duration({ example: '60m', least: '5m', most: '24h' }).optional().meta({ description: 'How soon is soon.', default: '60m' }) })
    .transform(({ exhaustionWithin }) => ({
      exhaustionWithinMs: exhaustionWithin ?? DEFAULT_ALARMS.memoryGrowth.exhaustionWithinMs,
    })),
);

const anomaly = z.literal('anomaly', { error: ({ input }) => expected('anomaly', input) });
const traffic = orOff(
  z
    .strictObject({
      critical: anomaly.optional().meta({ description: 'Pages when requests leave the band.' }),
      warning: anomaly.optional().meta({ description: 'Notifies when requests leave the band.' }),
      band: band.optional().meta({ description: 'Width of the band in standard deviations.', default: 3 }),
      for: window.optional(),
      period: period.optional(),
    })
    .superRefine(checkWindow, EVEN_IF_OTHERS_FAIL)
    .transform((written) => filled(written, DEFAULT_ALARMS.traffic)),
);

const depth = thresholdAlarm({ of: count, examples: [10_000, 1_000], defaults: DEFAULT_ALARMS.depth }).superRefine(
  (written, context) => {
    if (written === false || written.critical !== undefined || written.warning !== undefined) return;
    const message = 'expected critical or warning, how many messages are too many: no number fits every queue';
    context.addIssue({ code: 'custom', message });
  },
);

/** The alarms of one service; undefined where it says nothing of one. */
export const alarms: z.ZodType<WrittenAlarms> = z.strictObject({
  memory: thresholdAlarm({ of: percent, examples: [90, 75], defaults: DEFAULT_ALARMS.memory })
    .optional()
    .meta({ description: `Percent of the memory limit. ${GIVEN}`, default: { critical: 90, warning: 75, for: '3 of 5' } }),
  memoryGrowth: memoryGrowth
    .optional()
    .meta({ description: 'Pages when memory will run out soon. false: none.', default: { exhaustionWithin: '60m' } }),
  slowLeak: orOff(z.strictObject({}))
    .optional()
    .meta({ description: 'Notifies when memory has leaked slowly for a day and more. false: none.', default: {} }),
  latency: thresholdAlarm(
    { of: duration({ example: '800ms or 1s', least: '1ms', most: '1h' }), examples: ['1s', '800ms'], defaults: DEFAULT_ALARMS.latency },
    { stat: stat.optional() },
  )
    .optional()
    .meta({ description: `Thresholds are durations. ${GIVEN}`, default: { stat: 'p99', critical: '1s', for: '3 of 5' } }),
  errors: thresholdAlarm({ of: percent, examples: [5, 1], defaults: DEFAULT_ALARMS.errors })
    .optional()
    .meta({ description: `Percent of requests that fail. ${GIVEN}`, default: { critical: 5, for: '3 of 5' } }),
  errorCount: thresholdAlarm({ of: count, examples: [50, 10], defaults: DEFAULT_ALARMS.errorCount })
    .optional()
    .meta({
      description: `Errors of one period, whatever part they are of the requests; of a table its system errors. Of all but tables: ${OPT_IN}`,
      default: { warning: 1, for: '3 of 5' },
    }),
  availability: thresholdAlarm({
    of: wholeNumber(1, 1_000),
    examples: [1, 2],
    when: 'below so many healthy targets or running tasks',
    worse: 'less',
    defaults: DEFAULT_ALARMS.availability,
  })
    .optional()
    .meta({
      description: `Healthy targets of the target group, or running tasks. ${GIVEN}`,
      default: { critical: 1, for: '2 of 3' },
    }),
  traffic: traffic.optional().meta({
    description: `Requests outside what is usual at this hour, more or fewer. ${GIVEN}`,
    default: { warning: 'anomaly', band: 3, for: '3 of 5' },
  }),
  lowTraffic: thresholdAlarm({
    of: count,
    examples: [1, 100],
    when: 'below so many requests in one period',
    worse: 'less',
    defaults: DEFAULT_ALARMS.lowTraffic,
  })
    .optional()
    .meta({ description: `Requests, fewer than a number. ${OPT_IN}`, default: { critical: 1, for: '15 of 15' } }),
  age: thresholdAlarm({ of: duration({ example: '15m', least: '1s', most: '24h' }), examples: ['15m', '5m'], defaults: DEFAULT_ALARMS.age })
    .optional()
    .meta({
      description: `How long the oldest message of a queue has waited, or record of a stream. Of functions: ${OPT_IN}`,
      default: { critical: '15m', warning: '5m', for: '3 of 5' },
    }),
  depth: depth.optional().meta({ description: `Messages that wait in a queue. ${OPT_IN}` }),
  deadLetters: thresholdAlarm({ of: count, examples: [1, 1], defaults: DEFAULT_ALARMS.deadLetters })
    .optional()
    .meta({ description: `Messages in the dead-letter queue. ${GIVEN}`, default: { warning: 1, for: '1 of 1' } }),
  storage: thresholdAlarm({
    of: bytes({ example: '2GB', least: '100MB', most: '64TB', base: 1_024 }),
    examples: ['2GB', '5GB'],
    when: 'below so much free storage',
    worse: 'less',
    defaults: DEFAULT_ALARMS.storage,
  })
    .optional()
    .meta({
      description: `Free storage of the database. Of what only depends on it: ${OPT_IN}`,
      default: { critical: '2GB', warning: '5GB', for: '3 of 5' },
    }),
  disk: thresholdAlarm({ of: percent, examples: [95, 85], defaults: DEFAULT_ALARMS.disk })
    .optional()
    .meta({ description: `Percent of a disk. ${GIVEN}`, default: { critical: 95, warning: 85, for: '3 of 5' } }),
  saturation: saturation.optional().meta({
    description: 'Notifies when what the service runs on is full. Each key has its default; false: none.',
    default: { ...SATURATION, for: '3 of 5' },
  }),
  userImpact: z.boolean().optional().meta({
    description: 'One alarm over the critical ones on latency, errors and availability.',
    default: true,
  }),
});
