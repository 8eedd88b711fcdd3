import { parse } from 'yaml';
import { z } from 'zod';
import { parseDuration } from '../../lib/core/time.ts';

/** Fires when `datapoints` of the newest `periods` minutes are at or above the threshold. */
export interface LatencyAlarm {
  readonly thresholdSeconds: number;
  readonly datapoints: number;
  readonly periods: number;
}

const Config = z.object({
  services: z.object({
    web: z.object({
      alarms: z.object({
        latency: z.object({ stat: z.literal('p99'), critical: z.string(), for: z.string().regex(/^\d+ of \d+$/) }),
      }),
    }),
  }),
});

/** @throws Error the text holds no p99 latency alarm of the service web; the message says what is missing. */
export const latencyAlarmOf = (yaml: string): LatencyAlarm => {
  const config = Config.safeParse(parse(yaml));
  if (!config.success) throw new Error(`no p99 latency alarm for the service web: ${z.prettifyError(config.error)}`);
  const { critical, for: window } = config.data.services.web.alarms.latency;
  const threshold = parseDuration(critical);
  if (threshold === undefined) throw new Error(`expected a duration such as 250ms, got ${critical}`);
  const [datapoints = NaN, periods = NaN] = window.split(' of ').map(Number);
  return { thresholdSeconds: threshold / 1_000, datapoints, periods };
};

/** Index of the minute at whose end the alarm first goes to ALARM; a minute without a value does not count. */
export const firstAlarm = (p99Seconds: readonly (number | undefined)[], alarm: LatencyAlarm): number | undefined => {
  const found = p99Seconds.findIndex((_, index) => {
    const newest = p99Seconds.slice(Math.max(0, index + 1 - alarm.periods), index + 1);
    return newest.filter((value) => value !== undefined && value >= alarm.thresholdSeconds).length >= alarm.datapoints;
  });
  return found === -1 ? undefined : found;
};
