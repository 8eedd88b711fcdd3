import * as z from 'zod';
import type { RoutingRule } from '../../core/configuration.ts';
import { shown } from './expected.ts';
import { nearest } from './nearest.ts';
import type { Names } from './names.ts';
import { EVEN_IF_OTHERS_FAIL, line, name, url } from './fields.ts';
import { nameOfKind } from './references.ts';

export const severity = z.enum(['critical', 'warning', 'info']).meta({
  description: 'critical pages, warning notifies channels, info is recorded.',
});

const match = z
  .strictObject({
    namePrefix: line(255).optional().meta({ description: "Beginning of the alarm's name." }),
    name: line(255).optional().meta({ description: "The alarm's whole name." }),
    tags: z
      .record(line(128), z.string().max(256, { error: 'expected at most 256 characters' }))
      .refine((tags) => Object.keys(tags).length > 0, { error: 'expected at least one tag, got an empty mapping' })
      .optional()
      .meta({ description: 'Tags that the alarm has.' }),
  })
  .refine((written) => Object.keys(written).length > 0, {
    error: 'expected at least one of namePrefix, name, tags: an empty match would take every alarm (unrouted does that)',
  })
  .meta({ description: 'Every given key has to match.' });

export const routingRule = (names: Names): z.ZodType<RoutingRule> =>
  z
    .strictObject({
      match,
      service: name.optional().meta({ description: 'The service it belongs to; one not described above needs an escalation.' }),
      escalation: nameOfKind(names, 'escalations').optional().meta({ description: "Default: the service's, else unrouted's." }),
      severity: severity.prefault('critical'),
      runbook: url(['https:', 'http:']).optional(),
    })
    .superRefine(({ service, escalation }: Partial<Record<string, unknown>>, context) => {
      if (typeof service !== 'string' || escalation !== undefined || names.services.includes(service)) return;
      const near = nearest(service, names.services);
      const add = 'add escalation with the policy for it';
      const advice = near === undefined ? add : `did you mean "${near}"? Else ${add}`;
      const message = `${shown(service)} is not described under services: ${advice}`;
      context.addIssue({ code: 'custom', path: ['service'], message });
    }, EVEN_IF_OTHERS_FAIL);
