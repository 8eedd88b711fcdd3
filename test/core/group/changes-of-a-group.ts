import type { AlarmChange } from '../../../lib/core/alarm/change.ts';
import type { GroupRecord, RegisterEntry } from '../../../lib/core/group/records.ts';
import type { RoutedChange } from '../../../lib/core/group/routed-change.ts';
import type { Route } from '../../../lib/core/service/route-alarm.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import { alarm, minute, mutedUntil } from '../../support/incident-spec.ts';

type State = AlarmChange['state'];

/** A state since a minute: `ALARM 19`. */
export type StateAt = `${State} ${number}`;

const read = (text: StateAt): readonly [State, number] => {
  const [state, minutes] = text.split(' ');
  return [state as State, Number(minutes)];
};

interface Said extends Partial<Pick<Route, 'group' | 'runbook' | 'severity' | 'escalation' | 'insufficientData'>> {
  readonly messageId?: string;
  /** The state before it, `OK` unless it is given, and the minute since when. */
  readonly previous?: State;
  readonly previousAt?: number;
  /** Of an OK: whether it rests on real data. */
  readonly onRealData?: boolean;
  readonly mutedUntil?: number;
  readonly kind?: AlarmChange['kind'];
}

const WEB: Route = {
  group: 'web',
  service: 'web',
  environment: 'prod',
  severity: 'critical',
  recoverAfterMs: 5 * MINUTE,
  cooldownMs: 10 * MINUTE,
  insufficientData: 'ignore',
  how: 'tags',
};

/** A state that an alarm of the group `web` took at that minute; the key of an alarm is its name. */
export const change = (name: string, stateAt: StateAt, said: Said = {}): RoutedChange => {
  const [state, minutes] = read(stateAt);
  const { messageId = `${name} ${stateAt}`, previous = 'OK', previousAt, ...others } = said;
  const { onRealData = true, mutedUntil: until, kind = 'state', ...route } = others;
  const before = previousAt === undefined ? {} : { previous: { state: previous, at: minute(previousAt) } };
  const silence = until === undefined ? {} : mutedUntil(until);
  return {
    messageId,
    change: { ...alarm(name, minutes, { state, onRealData, kind, ...silence }).change, ...before },
    route: { ...WEB, ...route },
    alarmKey: name,
    alarmId: name,
    dedupKey: `${name} ${stateAt}`,
  };
};

type Kept = Partial<Pick<RegisterEntry, 'group' | 'version' | 'incidentId'>> & {
  readonly clearedAt?: number;
  readonly noDataAt?: number;
  readonly noDataToldAt?: number;
  readonly noDataDueAt?: number;
};

/** What the register holds of one alarm, after so many writes. */
export const entry = (
  name: string,
  stateAt: StateAt,
  { group = 'web', version = 1, incidentId, clearedAt, ...losses }: Kept = {},
): readonly [string, RegisterEntry] => {
  const [state, minutes] = read(stateAt);
  const at = (kept: number | undefined): string | undefined => (kept === undefined ? undefined : minute(kept));
  const known = { state, at: minute(minutes), incidentId, clearedAt: at(clearedAt) };
  const lost = {
    noDataAt: at(losses.noDataAt),
    noDataToldAt: at(losses.noDataToldAt),
    noDataDueAt: at(losses.noDataDueAt),
  };
  return [name, { alarmKey: name, alarmName: name, group, version, ...known, ...lost }];
};

export const openRecord: GroupRecord = { group: 'web', incidentId: 'OWN', status: 'open', version: 3 };

/** Resolved, to be reopened until that minute. */
export const resolvedUntil = (minutes: number): GroupRecord => ({
  ...openRecord,
  status: 'resolved',
  reopenUntil: minute(minutes),
});
