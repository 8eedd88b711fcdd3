import type { Configuration } from '../configuration.ts';
import { turns } from '../schedule/on-call.ts';
import type { Span } from '../series/period-grid.ts';
import { epochOf, HOUR } from '../time.ts';
import { groupedBy } from './group-counts.ts';

interface Stretch {
  readonly responder: string;
  readonly from: number;
  readonly to: number;
}

/** Of a service only the schedules that its levels page. */
const schedulesOf = (configuration: Configuration, service: string | undefined): readonly string[] => {
  const { schedules, services, escalations } = configuration;
  const names = Object.keys(schedules);
  if (service === undefined) return names;
  const policy = Object.hasOwn(services, service) ? services[service]?.escalation : undefined;
  const levels = policy === undefined ? [] : (escalations[policy]?.levels ?? []);
  return names.filter((name) => levels.some(({ page }) => page.includes(`schedule:${name}`)));
};

const stretchesOf = ({ schedules }: Configuration, name: string, { from, to }: Span): readonly Stretch[] => {
  const schedule = schedules[name];
  if (schedule === undefined) return [];
  return turns(schedule, from, to).flatMap((turn) =>
    turn.responder === undefined ? [] : [{ responder: turn.responder, from: epochOf(turn.from), to: epochOf(turn.to) }],
  );
};

/** Two schedules at once are one time on call. */
const together = (stretches: readonly Stretch[]): number => {
  let [total, end] = [0, -Infinity];
  for (const { from, to } of stretches.toSorted((one, other) => one.from - other.from)) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
};

/** By responder, as the schedules of today's configuration say of that time. */
export const hoursOnCall = (
  configuration: Configuration,
  span: Span,
  service: string | undefined,
): ReadonlyMap<string, number> => {
  const all = schedulesOf(configuration, service).flatMap((name) => stretchesOf(configuration, name, span));
  return new Map(
    [...groupedBy(all, ({ responder }) => responder)].map(([responder, own]) => [
      responder,
      Math.round((together(own) / HOUR) * 100) / 100,
    ]),
  );
};
