import { alarmKeyOf, dedupKeyOf } from '../alarm/alarm-identity.ts';
import type { AlarmChange, TagsFound } from '../alarm/change.ts';
import { sha256Hex } from '../hash.ts';
import type { Route } from '../service/route-alarm.ts';

/** A change with its keys and where it belongs. */
export interface RoutedChange {
  readonly messageId: string;
  readonly change: AlarmChange;
  readonly route: Route;
  readonly alarmKey: string;
  /** First 16 hex digits of the SHA-256 of the key. */
  readonly alarmId: string;
  readonly dedupKey: string;
  /** What looking its tags up came to; absent: nobody did. */
  readonly lookedUp?: TagsFound;
}

export const routedChange = (messageId: string, change: AlarmChange, route: Route): RoutedChange => {
  const alarmKey = alarmKeyOf(change);
  return {
    messageId,
    change,
    route,
    alarmKey,
    alarmId: sha256Hex(alarmKey).slice(0, 16),
    dedupKey: dedupKeyOf(change),
  };
};
