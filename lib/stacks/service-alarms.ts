import type { Construct } from 'constructs';
import { DefinedAlarms } from '../constructs/defined-alarms.ts';
import type { Configuration } from '../core/configuration.ts';
import { alarmsOf } from '../core/service/service-alarms.ts';
import { givenConfiguration, type GivenConfiguration } from './given-configuration.ts';
import { notePrerequisites, refuseSameNames } from './service-notes.ts';

export interface ServiceAlarmsProps {
  /** That of the pager: path of its `tocsin.yaml`, or what would stand in one, as an object. */
  readonly configuration: GivenConfiguration;
  /**
   * Names of the services whose alarms are made here.
   *
   * @default - all of the configuration
   */
  readonly services?: readonly string[] | undefined;
  /**
   * Web address of a folder that holds a copy of `docs/runbooks`; the descriptions of alarms end with it.
   *
   * @default - alarms name the file in the package: `docs/runbooks/service-memory.md`
   */
  readonly runbookBase?: string | undefined;
}

const chosen = (
  { services }: Configuration,
  names: readonly string[] = Object.keys(services),
): Configuration['services'] =>
  Object.fromEntries(
    names.map((name) => {
      const service = services[name];
      if (service !== undefined) return [name, service];
      throw new Error(
        `there is no service ${JSON.stringify(name)}: expected one of ${Object.keys(services).join(', ')}`,
      );
    }),
  );

/**
 * The alarms of services alone, in the stack where the services are: they are tagged, so that the pager of the account
 * and Region, deployed with `serviceAlarms: false`, knows whose they are. They act on nobody themselves.
 *
 * @example
 * new ServiceAlarms(stack, 'Alarms', { configuration: 'tocsin.yaml', services: ['web'] });
 */
export class ServiceAlarms extends DefinedAlarms {
  /** @throws Error everything that is wrong with the configuration, where, and what is expected */
  constructor(scope: Construct, id: string, { configuration, services: names, runbookBase }: ServiceAlarmsProps) {
    const given = givenConfiguration(configuration);
    const services = chosen(given, names);
    const definitions = Object.entries(services).flatMap(([name, one]) => alarmsOf(name, one, given.environment));
    super(scope, id, { definitions, runbookBase });
    refuseSameNames(this, definitions);
    notePrerequisites(this, services);
  }
}
