import * as z from 'zod';
import type { Configuration } from '../../core/configuration.ts';
import { orOff } from './or-off.ts';
import { bytes } from './sizes.ts';

const DEFAULT = '20GB';

/** As AWS counts what it scans. */
const scanned = bytes({ example: DEFAULT, least: '100MB', most: '10TB', base: 1_000 });

/** What looking at logs may cost. */
export const logs: z.ZodType<Configuration['logs']> = orOff(
  z
    .strictObject({
      scanPerDay: scanned.prefault(DEFAULT).meta({
        description: 'Logs scanned on one day of UTC at most, which AWS charges; of it one incident a fifth.',
      }),
    })
    .transform(({ scanPerDay }) => ({ scanPerDayBytes: scanPerDay })),
)
  .prefault({})
  .meta({
    description: 'Logs of a service are looked at around its incidents, by Logs Insights; false: nobody does.',
  });
