import type { Configuration } from '../configuration.ts';

/** Whose alarms become one incident, and whom it pages where that is not the service's own policy. */
interface Grouped {
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly environment: string;
  readonly escalation?: string | undefined;
}

/** The service's own policy stands in no key: who is paged by it may change while an incident is open. */
export const serviceGroup = ({ account, region, service, environment, escalation }: Grouped): string =>
  JSON.stringify([account, region, service, environment, ...(escalation === undefined ? [] : [escalation])]);

/** Every group that alarms of a service may be of: its own, and those of rules that name another policy for it. */
export const groupsOf = (
  { routing, environment, services }: Configuration,
  service: string,
  place: Pick<Grouped, 'account' | 'region'>,
): readonly string[] => {
  const own = Object.hasOwn(services, service) ? services[service]?.escalation : undefined;
  const others = routing
    .filter((rule) => rule.service === service && rule.escalation !== own)
    .map(({ escalation }) => escalation);
  return [...new Set([undefined, ...others])].map((escalation) =>
    serviceGroup({ ...place, service, environment, escalation }),
  );
};
