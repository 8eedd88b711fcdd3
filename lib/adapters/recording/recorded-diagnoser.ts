import type { Configuration } from '../../core/configuration.ts';
import { alarmedAbout } from '../../core/diagnosis/facts/alarmed-about.ts';
import type { FiringAlarm } from '../../core/diagnosis/facts/situation.ts';
import { foundIn } from '../../core/diagnosis/finding.ts';
import { alarmsOf } from '../../core/service/service-alarms.ts';
import { usualMetricIn } from '../../core/service/usual-metric.ts';
import type { Diagnoser, DiagnosisAsked } from '../../ports/diagnoser.ts';
import { recordedSituation } from './recorded-situation.ts';
import { type Recording, spanOf } from './recording.ts';

/** Of the alarms that fire, those of the service that say that somebody is hurt. */
const tellingAlarms = (
  { service: name, firing }: DiagnosisAsked,
  { services, environment }: Configuration,
): readonly FiringAlarm[] => {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  const watched = new Map((service ? alarmsOf(name, service, environment) : []).map((one) => [one.name, one.watches]));
  return firing.flatMap((alarm) => {
    const about = alarmedAbout(watched.get(alarm.name) ?? '');
    return about === undefined ? [] : [{ ...alarm, about }];
  });
};

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
      resolve(foundIn({ ...situation, alarms: tellingAlarms(asked, configuration) }));
    }),
});
