import type { Configuration } from '../configuration.ts';
import { alarmsOf } from './service-alarms.ts';

/** What each alarm of a service watches, by the alarm's name; none of a service that is not described. */
export const watchesOf = (
  { services, environment }: Pick<Configuration, 'services' | 'environment'>,
  name: string,
): ReadonlyMap<string, string> => {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  const alarms = service === undefined ? [] : alarmsOf(name, service, environment);
  return new Map(alarms.map((alarm) => [alarm.name, alarm.watches]));
};
