import type { Configuration, Schedule, Target } from '../configuration.ts';
import { epochOf, type Instant, instantOf } from '../time.ts';
import { changesOf, covering } from './layer.ts';
import { type Zone, zoneOf } from './zoned-time.ts';

/** Somebody's unbroken time on call (nobody's when `responder` is undefined), `to` excluded. */
export interface Turn {
  readonly responder: string | undefined;
  readonly from: Instant;
  readonly to: Instant;
}

const responderAt = ({ layers }: Schedule, zone: Zone, epochMs: number): string | undefined => {
  for (const layer of layers.toReversed()) {
    const responder = covering(layer, zone, epochMs);
    if (responder !== undefined) return responder;
  }
  return undefined;
};

/** The responder on call; undefined when the schedule names nobody then. */
export const onCall = (schedule: Schedule, at: Instant): string | undefined => {
  const [zone, epochMs] = [zoneOf(schedule.timeZone), epochOf(at)];
  return zone === undefined || Number.isNaN(epochMs) ? undefined : responderAt(schedule, zone, epochMs);
};

/** Who is on call from `from` until just before `to`: in order, without gaps, neighbours differ; empty when `to` is not after `from`. */
export const turns = (schedule: Schedule, from: Instant, to: Instant): readonly Turn[] => {
  const zone = zoneOf(schedule.timeZone);
  const [start, end] = [epochOf(from), epochOf(to)];
  if (!(start < end)) return [];
  if (zone === undefined) return [{ responder: undefined, from, to }];
  const changes = schedule.layers.flatMap((layer) => changesOf(layer, zone, { from: start, to: end }));
  const inside = changes.filter((epochMs) => epochMs > start && epochMs < end);
  const begins: { readonly responder: string | undefined; readonly at: number }[] = [];
  for (const at of [start, ...new Set(inside)].sort((one, other) => one - other)) {
    const responder = responderAt(schedule, zone, at);
    if (begins.length === 0 || begins.at(-1)?.responder !== responder) begins.push({ responder, at });
  }
  return begins.map(({ responder, at }, index) => ({
    responder,
    from: instantOf(at),
    to: instantOf(begins[index + 1]?.at ?? end),
  }));
};

/** Every responder and channel. */
export const everyoneIn = ({ responders, channels }: Configuration): readonly Target[] => [
  ...Object.keys(responders).map((name): Target => `responder:${name}`),
  ...Object.keys(channels).map((name): Target => `channel:${name}`),
];

/** Who is on call at an instant, by schedule; nobody in a schedule that is configured no more. */
export const onCallAt =
  ({ schedules }: Configuration, at: Instant): ((schedule: string) => string | undefined) =>
  (name) => {
    const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
    return schedule && onCall(schedule, at);
  };
