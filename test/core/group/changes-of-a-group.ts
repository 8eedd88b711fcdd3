import type { AlarmChange } from '../../../lib/core/alarm/change.ts';
import type { GroupRecord, RegisterEntry } from '../../../lib/core/group/records.ts';
import type { RoutedChange } from '../../../lib/core/group/routed-change.ts';
import type { Route } from '../../../lib/core/service/route-alarm.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import { alarm, minute } from '../../support/incident-spec.ts';

type State = AlarmChange['state'];

/** A state since a minute: `ALARM 19`. */
export type StateAt = `${State} ${number}`;

const read = (text: StateAt): readonly [State, number] => {
  const [state, minutes] = text.split(' ');
  return [state as State, Number(minutes)];
};

interface Said extends Partial<Pick<Route, 'group' | 'runbook' | 'severity'>> {
  readonly messageId?: string;
  readonly previousAt?: number;
}

const WEB: Route = {
  group: 'web',
  service: 'web',
  environment: 'prod',
  severity: 'critical',
  escalation: 'primary',
  recoverAfterMs: 5 * MINUTE,
  cooldownMs: 10 * MINUTE,
  insufficientData: 'ignore',
  how: 'tags',
};

/** A state that an alarm of the group `web` took at that minute; the key of an alarm is its name. */
export const change = (name: string, stateAt: StateAt, said: Said = {}): RoutedChange => {
  const [state, minutes] = read(stateAt);
  const { messageId = `${name} ${stateAt}`, previousAt, ...route } = said;
  const previous = previousAt === undefined ? {} : { previous: { state: 'OK', at: minute(previousAt) } as const };
  return {
    messageId,
    change: { ...alarm(name, minutes, { state }).change, ...previous },
    route: { ...WEB, ...route },
    alarmKey: name,
    alarmId: name,
    dedupKey: `${name} ${stateAt}`,
  };
};

/** What the register holds of one alarm, after so many writes. */
export const entry = (
  name: string,
  stateAt: StateAt,
  { group = 'web', version = 1 } = {},
): readonly [string, RegisterEntry] => {
  const [state, minutes] = read(stateAt);
  return [name, { alarmKey: name, alarmName: name, state, at: minute(minutes), group, version }];
};

export const openRecord: GroupRecord = { group: 'web', incidentId: 'OWN', status: 'open', version: 3 };

/** Resolved, to be reopened until that minute. */
export const resolvedUntil = (minutes: number): GroupRecord => ({
  ...openRecord,
  status: 'resolved',
  reopenUntil: minute(minutes),
});
