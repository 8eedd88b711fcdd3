import { alarmNameOf } from '../alarm/alarm-reference.ts';
import type { Configuration } from '../configuration.ts';
import type { HeadAlarm, Incident, Member } from '../incident/incident.ts';
import { alarmInConsole, logsInConsole } from './console-links.ts';
import { workloadLogGroup } from '../service/log-group.ts';
import type { Instant } from '../time.ts';
import type { PageFacts } from './page-facts.ts';
import type { Sending } from './sending.ts';

const logGroupFor = ({ services }: Configuration, service: string, member: Member | undefined): string | undefined => {
  const workload = Object.hasOwn(services, service) ? services[service]?.workload : undefined;
  return (workload && workloadLogGroup(workload)) ?? member?.logGroup;
};

/** A name that the head has cut leads nowhere. */
const wholeNameOf = ({ name, alarmId }: HeadAlarm, member: Member | undefined): string | undefined => {
  // An ARN that had to be cleaned ends with a hash, and is no alarm's.
  if (member !== undefined) return /~[0-9a-f]{16}$/u.test(member.alarmArn) ? undefined : alarmNameOf(member.alarmArn);
  return name.endsWith(`~${alarmId.slice(0, 6)}`) ? undefined : name;
};

/** Of what a replay tells there is nothing in any console. */
const IS_REPLAYED = /^0+$/u;

const placesOf = (
  { region, account }: Incident,
  {
    alarm,
    logGroup,
    at,
  }: { readonly alarm?: string | undefined; readonly logGroup?: string | undefined; readonly at: Instant },
): PageFacts['console'] =>
  IS_REPLAYED.test(account)
    ? undefined
    : {
        alarm: alarm === undefined ? undefined : alarmInConsole(region, alarm),
        logs: logGroup === undefined ? undefined : logsInConsole(region, logGroup, at),
      };

/** What is known of the alarm at hand beside what the head says: what its maker wrote, where to look. */
export const aroundAlarm = (
  incident: Incident,
  alarms: readonly HeadAlarm[],
  { configuration, members = [] }: Sending,
): Pick<PageFacts, 'alarmDescription' | 'console'> => {
  const [alarm] = alarms;
  if (alarm === undefined) return {};
  const member = members.find(({ alarmId }) => alarmId === alarm.alarmId);
  const logGroup = logGroupFor(configuration, incident.service, member);
  return {
    alarmDescription: member?.description,
    console: placesOf(incident, { alarm: wholeNameOf(alarm, member), logGroup, at: alarm.since }),
  };
};
