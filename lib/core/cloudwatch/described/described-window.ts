import type { MetricAlarm } from '../../alarm/definition.ts';
import { zoneOf } from '../../schedule/zoned-time.ts';
import type { FieldReader } from './field-reader.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_WallClockWindow.html */
const WALL_CLOCK_PERIODS: readonly number[] = [60, 300, 3_600, 86_400, 604_800];
const OFFSET = /^(?:UTC)?[+-](?:0\d|1[0-4]):[0-5][05]$/u;

const isZone = (zone: string): boolean =>
  OFFSET.test(zone) || (/^[A-Za-z][\w/+-]*$/u.test(zone) && zoneOf(zone) !== undefined);

const wallClockOf = (window: FieldReader, periodSeconds: number): string => {
  if (periodSeconds > 0 && !WALL_CLOCK_PERIODS.includes(periodSeconds))
    window.wrong(
      'WallClockWindow',
      `a sliding window for a period of ${String(periodSeconds)} s (wall-clock windows have ${WALL_CLOCK_PERIODS.join(', ')} s)`,
    );
  const wallClock = window.under('WallClockWindow');
  const zone = wallClock.given('Timezone') === undefined ? 'UTC' : wallClock.text('Timezone');
  if (!isZone(zone)) wallClock.wrong('Timezone', 'a zone such as Europe/London, +05:30 or UTC+05:30');
  return zone;
};

/** When an alarm is evaluated: by which clock, and from when on after its creation. */
export const describedWindow = (
  alarm: FieldReader,
  periodSeconds: number,
): Pick<MetricAlarm, 'wallClock' | 'warmUp'> => {
  const window = alarm.under('EvaluationWindow');
  const isWallClock = window.given('WallClockWindow') !== undefined;
  if (alarm.given('EvaluationWindow') !== undefined && !isWallClock && window.given('SlidingWindow') === undefined)
    alarm.wrong('EvaluationWindow', 'SlidingWindow or WallClockWindow');
  const warmUp = alarm.under('WarmUpConfiguration');
  return {
    ...(isWallClock ? { wallClock: wallClockOf(window, periodSeconds) } : {}),
    ...(alarm.given('WarmUpConfiguration') === undefined
      ? {}
      : {
          warmUp: {
            minutes: warmUp.count('WarmUpPeriodDurationInMinutes', 0),
            whole: warmUp.flag('OnlyStartEvaluatingAfterWarmUpPeriodEnds', false),
          },
        }),
  };
};
