import type { AlarmChange } from '../core/alarm/change.ts';
import type { Route } from '../core/service/route-alarm.ts';

/** A change with its keys and where it belongs. */
export interface RoutedChange {
  readonly messageId: string;
  readonly change: AlarmChange;
  readonly route: Route;
  readonly alarmKey: string;
  /** First 16 hex digits of the SHA-256 of the key. */
  readonly alarmId: string;
  readonly dedupKey: string;
}
