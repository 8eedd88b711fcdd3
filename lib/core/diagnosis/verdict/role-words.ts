import { spokenQuantity, type Unit } from '../../alarm/symptom/quantity.ts';
import { type Instant, MINUTE, spokenDuration } from '../../time.ts';
import { timeMark } from '../../time-mark.ts';
import type { Facts } from '../facts/facts.ts';
import { instantAt } from '../facts/observed.ts';
import type { Role } from '../facts/situation.ts';

const UNITS: Readonly<Record<Role, Unit>> = {
  requests: 'none',
  latency: 's',
  tailLatency: 's',
  serverErrors: 'none',
  balancerErrors: 'none',
  memory: 'percent',
  memoryOfWorst: 'percent',
  dependencyReads: 's',
  dependencyWrites: 's',
  dependencyConnections: 'none',
};

const NAMED: Readonly<Partial<Record<Unit, string>>> = { s: 'Seconds', percent: 'Percent' };

/** As CloudWatch calls it. */
export const unitOf = (role: Role): string => NAMED[UNITS[role]] ?? 'Count';

/** A value of a role as people say it. */
export const spokenValue = (role: Role, value: number): string => spokenQuantity(value, UNITS[role]);

/** `500 a minute`: what is counted says for how long. */
export const spokenTraffic = (requests: number, { window }: Facts): string => {
  const per = window.stepMs === MINUTE ? 'a minute' : `in ${spokenDuration(window.stepMs)}`;
  return `${spokenValue('requests', Math.round(requests))} ${per}`;
};

/** What a role is called in a sentence. */
export const nameOf = (role: Role, { situation: { dependency, watched } }: Facts): string => {
  const names: Readonly<Record<Role, string>> = {
    requests: 'traffic',
    latency: `latency ${watched.latency?.metric.stat ?? ''}`.trim(),
    tailLatency: `latency ${watched.tailLatency?.metric.stat ?? ''}`.trim(),
    serverErrors: 'server errors',
    balancerErrors: 'load balancer errors',
    memory: 'memory',
    memoryOfWorst: 'memory of the fullest task',
    dependencyReads: `${dependency} read`,
    dependencyWrites: `${dependency} write`,
    dependencyConnections: `${dependency} connections`,
  };
  return names[role];
};

/** An instant as people say it: `10:15`, and of another day `03-12 10:15`; a mark where readers have several zones. */
export const spokenInstant = ({ clock, situation }: Facts, at: Instant): string => {
  if (clock === undefined) return timeMark(at);
  return clock.day(at) === clock.day(situation.at) ? clock.minute(at) : clock.stamp(at).slice('2023-'.length);
};

/** When a step begins. */
export const timeOf = (facts: Facts, step: number): string =>
  spokenInstant(facts, instantAt(facts.window, Math.round(step)));

/** Beyond that nobody compares any more; what divides by next to nothing has no end. */
const MOST_TIMES = 1_000;

/** `x2.8`; below ten one digit after the point, from a thousand on `x1000+`. */
export const times = (factor: number): string => {
  if (!(factor < MOST_TIMES)) return `x${String(MOST_TIMES)}+`;
  return `x${factor < 10 ? factor.toFixed(1) : String(Math.round(factor))}`;
};

/** A share as people say it: `3.4 %`, `25 %`. */
export const share = (fraction: number): string => spokenQuantity(100 * fraction, 'percent');

/** `+1.5 %/min`, and slower than a tenth a minute by the hour. */
export const spokenPace = (perStep: number, { window }: Facts): string => {
  const perMinute = (perStep * MINUTE) / window.stepMs;
  return perMinute >= 0.1 ? `+${perMinute.toFixed(1)} %/min` : `+${(60 * perMinute).toFixed(1)} %/h`;
};
