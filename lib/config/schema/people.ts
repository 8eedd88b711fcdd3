import * as z from 'zod';
import type { Channel, Responder } from '../../core/configuration.ts';
import { line } from './fields.ts';
import { timeZone } from './time-zone.ts';

/** Somebody who can be paged. Addresses and numbers stay out of the file: they live in SNS subscriptions only. */
export const responder: z.ZodType<Responder> = z.strictObject({
  name: line(100).meta({ description: 'Display name.', examples: ['Alice Ferreira'] }),
  timeZone: timeZone.prefault('UTC').meta({ description: 'Times in their pages are shown in this zone too.' }),
});

export const channel: z.ZodType<Channel> = z.strictObject({
  name: line(100).meta({ description: 'Display name; quote one that begins with #.', examples: ['#ops'] }),
  kind: z.enum(['chat', 'email', 'https']).meta({ description: 'What is subscribed: it decides how messages are written.' }),
});
