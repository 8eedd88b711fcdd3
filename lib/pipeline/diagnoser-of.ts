import type { Configuration } from '../core/configuration.ts';
import { tellingAlarms } from '../core/diagnosis/facts/alarmed-about.ts';
import { foundIn } from '../core/diagnosis/finding.ts';
import { watchesOf } from '../core/service/alarm-watches.ts';
import { type Diagnoser, NoDiagnosisError } from '../ports/diagnoser.ts';
import { readSituation } from './read-situation.ts';
import type { SourcesHost } from './sources.ts';

/**
 * Says what is wrong by what its sources hold of a service: the metrics that tocsin.yaml names, deploys, and incidents of
 * what it depends on.
 *
 * @throws NoDiagnosisError in `diagnose`, of a service that tocsin.yaml does not describe.
 */
export const diagnoserOf = (host: SourcesHost, configuration: Configuration): Diagnoser => ({
  diagnose: async (asked) => {
    const { service, firing } = asked;
    const workload = Object.hasOwn(configuration.services, service)
      ? configuration.services[service]?.workload
      : undefined;
    if (workload === undefined) throw new NoDiagnosisError(`tocsin.yaml describes no service ${service}`);
    const situation = await readSituation(host, { ...asked, workload });
    const alarms = tellingAlarms(firing, watchesOf(configuration, service));
    return { ...foundIn({ ...situation, alarms }), missing: situation.missing };
  },
});
