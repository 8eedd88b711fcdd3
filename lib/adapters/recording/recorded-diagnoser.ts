import type { Configuration } from '../../core/configuration.ts';
import { tellingAlarms } from '../../core/diagnosis/facts/alarmed-about.ts';
import { foundIn } from '../../core/diagnosis/finding.ts';
import { watchesOf } from '../../core/service/alarm-watches.ts';
import { usualMetricIn } from '../../core/service/usual-metric.ts';
import type { Diagnoser } from '../../ports/diagnoser.ts';
import { recordedSituation } from './recorded-situation.ts';
import { type Recording, spanOf } from './recording.ts';

/** Says of a recording what was known by an instant; of a later one than its end what was known then. */
export const recordedDiagnoser = (recording: Recording, configuration: Configuration): Diagnoser => ({
  diagnose: (asked) =>
    new Promise((resolve) => {
      const { services } = configuration;
      const { to = asked.at } = spanOf(recording) ?? {};
      const workload = Object.hasOwn(services, asked.service) ? services[asked.service]?.workload : undefined;
      const situation = recordedSituation(recording, {
        at: asked.at < to ? asked.at : to,
        service: asked.service,
        timeZone: undefined,
        ...(workload && { usualOf: usualMetricIn(workload) }),
      });
      resolve(foundIn({ ...situation, alarms: tellingAlarms(asked.firing, watchesOf(configuration, asked.service)) }));
    }),
});
