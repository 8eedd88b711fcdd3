import type { PageFacts } from './page-facts.ts';

/**
 * The name without what stands beside it anyway, as `lib/core/service` names the alarms that Tocsin makes:
 * `latency-critical` of `tocsin-prod-web-latency-critical`.
 */
export const briefName = (
  { environment, service }: Pick<PageFacts, 'environment' | 'service'>,
  name: string,
): string => {
  const prefix = `tocsin-${environment}-${service}-`;
  return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
};
