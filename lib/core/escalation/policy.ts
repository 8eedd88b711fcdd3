import type { Configuration, EscalationPolicy } from '../configuration.ts';
import type { Opening } from '../incident/incident.ts';
import { HOUR, MINUTE } from '../time.ts';

const named = <T>(all: Readonly<Record<string, T>>, name: string | undefined): T | undefined =>
  name !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;

/** A configuration without a policy for what is unrouted is refused when it is loaded. */
const NOBODY: EscalationPolicy = {
  levels: [],
  repeat: 0,
  acknowledgementTimeoutMs: 30 * MINUTE,
  notify: [],
  unanswered: [],
  unansweredEveryMs: HOUR,
};

/** Name of the policy that today's configuration gives an incident: its rule's, else its service's, else that of what is unrouted. */
export const policyNameOf = (
  { escalations, services, unrouted }: Configuration,
  { escalation, service }: Pick<Opening, 'escalation' | 'service'>,
): string =>
  [escalation, named(services, service)?.escalation].find((name) => named(escalations, name) !== undefined) ??
  unrouted.escalation;

/** Whom an incident pages and when, by today's configuration. */
export const policyOf = (
  configuration: Configuration,
  opening: Pick<Opening, 'escalation' | 'service'>,
): EscalationPolicy => named(configuration.escalations, policyNameOf(configuration, opening)) ?? NOBODY;
