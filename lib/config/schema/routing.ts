import * as z from 'zod';
import type { RoutingRule } from '../../core/configuration.ts';
import { coversMatch } from '../../core/service/routing-rule.ts';
import { shown } from './expected.ts';
import { nearest } from './nearest.ts';
import type { Names } from './names.ts';
import { EVEN_IF_OTHERS_FAIL, name, url } from './fields.ts';
import { match } from './match.ts';
import { nameOfKind } from './references.ts';

export const severity = z.enum(['critical', 'warning', 'info']).meta({
  description: 'critical pages, warning notifies channels, info is recorded.',
});

export const insufficientData = z.enum(['ignore', 'notify', 'page']);

export const routingRule = (names: Names): z.ZodType<RoutingRule> =>
  z
    .strictObject({
      match,
      service: name.optional().meta({ description: 'The service it belongs to; one not described above needs an escalation.' }),
      escalation: nameOfKind(names, 'escalations').optional().meta({ description: "Default: the service's, else unrouted's." }),
      severity: severity.prefault('critical'),
      insufficientData: insufficientData.optional().meta({
        description: "What it does when it loses its data. Default: as its service; of one not described above: ignore.",
      }),
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

/** The place of the first rule that takes all that this one would; undefined: it may match. */
const takenBy = (rules: readonly RoutingRule[], index: number): number | undefined => {
  const narrow = rules[index];
  const found = narrow && rules.slice(0, index).findIndex((wide) => coversMatch(wide.match, narrow.match));
  return found === undefined || found < 0 ? undefined : found;
};

/** A rule below one that takes every alarm of its own says what never happens. */
export const checkShadowed = (rules: readonly RoutingRule[], context: z.RefinementCtx): void => {
  for (const index of rules.keys()) {
    const before = takenBy(rules, index);
    if (before === undefined) continue;
    const message = `never matches: routing[${String(before)}] takes every alarm that this would, and the first match wins; put this one above it, or leave it out`;
    context.addIssue({ code: 'custom', path: [index, 'match'], message });
  }
};
