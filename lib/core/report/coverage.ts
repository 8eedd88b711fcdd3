import type { HeadAlarm, Incident } from '../incident/incident.ts';
import { counted } from '../words.ts';
import type { Instant } from '../time.ts';
import type { Voice } from './voice.ts';

const counts = ({ state, silenced }: HeadAlarm): boolean => state !== 'OK' && !silenced;

/** Names of what nobody has, where the newest alarms tell them apart: as many as are counted. */
const uncoveredNames = ({
  alarms,
  counts: { uncovered },
  owner,
  believed,
}: Incident): readonly string[] | undefined => {
  const critical = alarms.filter((alarm) => alarm.severity === 'critical' && counts(alarm));
  const since = owner?.at ?? believed?.at ?? '';
  return [
    critical,
    critical.filter(({ alarmId }) => owner?.shown?.includes(alarmId) === false),
    critical.filter((alarm) => alarm.since > since),
  ]
    .find(({ length }) => length === uncovered)
    ?.map(({ name }) => name);
};

const uncovered = (incident: Incident): readonly string[] => {
  const { uncovered: count } = incident.counts;
  if (count === 0) return [];
  const names = uncoveredNames(incident);
  const which = names === undefined ? '' : `: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;
  return [`${counted(count, 'critical alarm')} not covered${which}.`];
};

/** What is critical and nobody has, and what a resolution still holds: told only where somebody has a part of it. */
export const coverageInWords = (incident: Incident, voice: Voice, time: (at: Instant) => string): readonly string[] => {
  const { counts: all, owner, believed, resolution } = incident;
  if (resolution !== undefined || (owner ?? believed) === undefined) return [];
  if (believed === undefined || all.believed === 0) return uncovered(incident);
  const held = `${voice.responder(believed.by)} resolved ${counted(all.believed, 'critical alarm')} before`;
  return [...uncovered(incident), `${held}: believed until ${time(believed.until)}.`];
};
