import type { Configuration } from '../configuration.ts';

/** Services that this one depends on: their trouble becomes its own. */
export const upstreamOf = ({ services }: Configuration, service: string): readonly string[] =>
  Object.hasOwn(services, service) ? (services[service]?.dependsOn ?? []) : [];

/** Services that depend on this one: they suffer from its trouble. */
export const downstreamOf = ({ services }: Configuration, service: string): readonly string[] =>
  Object.entries(services)
    .filter(([, { dependsOn = [] }]) => dependsOn.includes(service))
    .map(([name]) => name);
