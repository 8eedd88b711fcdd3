import { setTimeout as sleep } from 'node:timers/promises';
import { LATEST_ALARM_MINUTE, MINUTES_TO_END, MINUTES_TO_REBOOT, trafficAt } from './incident.ts';
import { firstAlarm, type LatencyAlarm } from './latency-alarm.ts';
import { minuteOf, type Minute } from './minute.ts';
import type { Run } from './recording.ts';
import { Shop } from './shop.ts';

interface Plan {
  /** Path of the store's database file. */
  readonly store: string;
  readonly alarm: LatencyAlarm;
  readonly secondsPerMinute: number;
}

interface RecordedRun {
  readonly run: Run;
  /** At the end of this minute the latency alarm fired. */
  readonly alarmMinute: number;
}

const WARM_UP_MS = 4_000;

/**
 * Quiet, surge, leak; the reboot with the fixed cache 75 minutes after the latency alarm; half an hour more.
 *
 * @throws Error the alarm never fired, or the server could not start.
 */
export const recordRun = async (plan: Plan): Promise<RecordedRun> => {
  const shop = new Shop(plan.store);
  try {
    await shop.open();
    shop.receive(trafficAt(0, 0));
    await sleep(WARM_UP_MS);
    return await record(shop, plan);
  } finally {
    await shop.close();
  }
};

const record = async (shop: Shop, { alarm, secondsPerMinute }: Plan): Promise<RecordedRun> => {
  const minutes: Minute[] = [];
  const deploys: Run['deploys'][number][] = [];
  let before = await shop.stats();
  let alarmMinute: number | undefined;
  shop.take();
  const clock = startClock(secondsPerMinute);
  for (let minute = 0; minute !== (alarmMinute ?? Infinity) + MINUTES_TO_END + 1; minute++) {
    shop.receive(trafficAt(minute, shop.newcomers));
    await clock.untilEndOf(minute);
    const answers = shop.take();
    const now = await shop.stats();
    minutes.push(minuteOf(answers, before, now));
    before = now;
    alarmMinute = alarmMinuteOf(minutes, alarm);
    report(minutes, alarmMinute);
    await shop.revive();
    if (minute - (alarmMinute ?? minute) !== MINUTES_TO_REBOOT) continue;
    await shop.fix();
    deploys.push({
      minute: clock.minuteAt(performance.now()),
      id: 'web-2',
      revision: 'cache bounded',
      actor: 'dev-lead',
    });
  }
  const logs = shop.log.map(({ at, ...line }) => ({ minute: clock.minuteAt(at), ...line }));
  return { run: { minutes, logs, deploys, secondsPerMinute }, alarmMinute: alarmMinute ?? NaN };
};

const alarmMinuteOf = (minutes: readonly Minute[], alarm: LatencyAlarm): number | undefined => {
  const found = firstAlarm(
    minutes.map((each) => each.p99Seconds),
    alarm,
  );
  if (found === undefined && minutes.length > LATEST_ALARM_MINUTE) throw new Error(neverFired(minutes));
  return found;
};

interface RunClock {
  untilEndOf(minute: number): Promise<void>;
  /** Minutes since the recording began, with a fraction. */
  minuteAt(at: number): number;
}

const startClock = (secondsPerMinute: number): RunClock => {
  const startedAt = performance.now();
  const minuteMs = secondsPerMinute * 1_000;
  const minuteAt = (at: number): number => (at - startedAt) / minuteMs;
  return {
    untilEndOf: async (minute) => {
      await sleep(Math.max(0, startedAt + (minute + 1) * minuteMs - performance.now()));
    },
    minuteAt,
  };
};

const milliseconds = (seconds: number | undefined): string => `${((seconds ?? NaN) * 1_000).toFixed(0)} ms`;
const percent = (value: number | undefined): string => `${(value ?? NaN).toFixed(1)} %`;

const report = (minutes: readonly Minute[], alarmMinute: number | undefined): void => {
  const newest = minutes.at(-1);
  if (newest === undefined) return;
  const minute = minutes.length - 1;
  console.error(
    `minute ${String(minute)}: ${String(newest.requests)} requests, p50 ${milliseconds(newest.p50Seconds)}, ` +
      `p99 ${milliseconds(newest.p99Seconds)}, memory ${percent(newest.memoryPercent)}, ` +
      `CPU ${percent(newest.cpuPercent)}, ${String(newest.serverErrors)} errors, ${String(newest.cachedPages ?? NaN)} pages` +
      (alarmMinute === undefined ? '' : `, ${String(minute - alarmMinute)} min after the alarm`),
  );
};

const neverFired = (minutes: readonly Minute[]): string =>
  `the latency alarm did not fire in ${String(minutes.length)} minutes: p99 was at most ` +
  `${milliseconds(Math.max(...minutes.map((each) => each.p99Seconds ?? 0)))}, memory at most ` +
  `${percent(Math.max(...minutes.map((each) => each.memoryPercent ?? 0)))}; ` +
  'bring more visitors (examples/web-server/incident.ts) or lower the threshold in the tocsin.yaml beside the recording';
