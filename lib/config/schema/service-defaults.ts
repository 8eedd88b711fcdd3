import * as z from 'zod';
import { insufficientData } from './routing.ts';
import { alarms } from './alarms.ts';
import { line, quietTime, url } from './fields.ts';
import type { Names } from './names.ts';
import { nameOfKind } from './references.ts';

/** What services repeat: each may say otherwise, and says by itself what it runs on. */
export const serviceDefaults = (names: Names): z.ZodType =>
  z
    .strictObject({
      owner: line(100).optional(),
      runbook: url(['https:', 'http:']).optional(),
      escalation: nameOfKind(names, 'escalations').optional(),
      alarms: alarms
        .optional()
        .meta({ description: 'Of each service those that its workload can have; what it says of an alarm itself counts.' }),
      recoverAfter: quietTime('5m').optional(),
      cooldown: quietTime('10m').optional(),
      insufficientData: insufficientData.optional(),
    })
    .meta({ description: 'What every service has that does not say otherwise.' });
