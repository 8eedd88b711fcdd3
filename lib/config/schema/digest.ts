import * as z from 'zod';
import type { Configuration } from '../../core/configuration.ts';
import type { Names } from './names.ts';
import { channelTarget, listOfTargets } from './references.ts';
import { timeZone } from './time-zone.ts';

const MOST_TOLD = 10;

/** Who is told of each week. A digest is for everybody: nobody is paged with it. */
export const digest = (names: Names): z.ZodType<Configuration['digest']> =>
  z
    .strictObject({
      to: listOfTargets(channelTarget(names), { least: 1, most: MOST_TOLD }).meta({
        description: 'Channels that get it, described below.',
        examples: [['channel:team']],
      }),
      timeZone: timeZone.prefault('UTC').meta({ description: 'Zone of its weeks and times, and of Monday 07:00.' }),
    })
    .optional()
    .meta({ description: 'What the week before was, sent each Monday at 07:00. Default: none.' });
