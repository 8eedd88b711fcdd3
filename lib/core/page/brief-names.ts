import type { PageFacts } from './page-facts.ts';

/** As `lib/core/service` names the alarms that Tocsin makes: the rest says which of the service's it is. */
const brief = ({ environment, service }: PageFacts): ((name: string) => string) => {
  const prefix = `tocsin-${environment}-${service}-`;
  return (name) => (name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name);
};

/** The same without what a short form says beside the name anyway: `latency-critical` of `tocsin-prod-web-latency-critical`. */
export const withBriefNames = (facts: PageFacts): PageFacts => {
  const briefly = brief(facts);
  return {
    ...facts,
    alarms: facts.alarms.map((alarm) => ({ ...alarm, name: briefly(alarm.name) })),
    ...(facts.names === undefined ? {} : { names: facts.names.map(briefly) }),
  };
};
