import type { Configuration, Service } from '../../core/configuration.ts';
import { enumerated } from '../../core/words.ts';
import { UsageError } from '../terminal/command-error.ts';

/** What `--service` names in the file of `--config`. @throws UsageError */
export const describedService = (
  { services }: Configuration,
  { service, config }: { readonly service: string; readonly config: string },
): Service => {
  const found = Object.hasOwn(services, service) ? services[service] : undefined;
  if (found !== undefined) return found;
  const names = enumerated(Object.keys(services));
  throw new UsageError(`--service: ${config} has no service ${JSON.stringify(service)}: expected one of ${names}`);
};
