import type { Traffic } from './load.ts';

/** Regular visitors come at this pace; newcomers are what a cache without a bound never forgets. */
const QUIET: Traffic = { connections: 50, requestsPerSecond: 250, newcomers: 0.002 };
const QUIET_MINUTES = 62;

const crowd = { connections: 100, requestsPerSecond: 1_000 };

/** A campaign mail brings a crowd that stays: first nearly all new, then fewer and fewer. `until`: so many came. */
const CAMPAIGN: readonly { readonly until: number; readonly traffic: Traffic }[] = [
  { until: 22_500, traffic: { ...crowd, newcomers: 0.4 } },
  { until: 26_700, traffic: { ...crowd, newcomers: 0.12 } },
  { until: 27_270, traffic: { ...crowd, newcomers: 0.03 } },
];
const AFTERWARDS: Traffic = { ...crowd, newcomers: 0.001 };

/** From the alarm, in recorded minutes: as in the postmortem (10:15 alarm, 11:30 reboot) and half an hour more. */
export const MINUTES_TO_REBOOT = 75;
export const MINUTES_TO_END = 105;
/** A run whose alarm has not fired by then is no recording of this incident. */
export const LATEST_ALARM_MINUTE = 150;

/** What the shop's visitors do in one minute, given how many of them have come for the first time. */
export const trafficAt = (minute: number, newcomers: number): Traffic => {
  if (minute < QUIET_MINUTES) return QUIET;
  return CAMPAIGN.find(({ until }) => newcomers < until)?.traffic ?? AFTERWARDS;
};
