import type { Incident } from '../incident/incident.ts';
import { earliest, type Instant, later, MINUTE } from '../time.ts';

/** Since when something is wrong: by its diagnosis, else since the first of the alarms that fire. */
export const beganAt = ({ inquiry, alarms, openedAt }: Incident): Instant => {
  const { said } = inquiry ?? {};
  if (said !== undefined && said.minutesAfterOnset !== null) return later(said.at, -said.minutesAfterOnset * MINUTE);
  const firing = alarms.filter(({ state, silenced, cleared }) => state === 'ALARM' && !silenced && cleared !== true);
  return earliest(firing.map(({ since }) => since)) ?? openedAt;
};
