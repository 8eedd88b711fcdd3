import type { Span } from '../../series/period-grid.ts';
import { epochOf, instantOf, MINUTE } from '../../time.ts';
import type { Facts } from '../facts/facts.ts';
import { daysOf, instantAt } from '../facts/observed.ts';
import type { Role } from '../facts/situation.ts';
import type { Diagnosis } from '../verdict/diagnosis.ts';

/** What is drawn of one role. */
export interface Drawn {
  readonly role: Role;
  readonly values: Float64Array;
}

/** The series that decide, the one that says most first: values every `stepMs` from `span.from` on, NaN where missing. */
export interface Picture {
  readonly span: Span;
  readonly stepMs: number;
  readonly drawn: readonly Drawn[];
}

/** What a picture is of. */
export interface Pictured {
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
}

const LONG_STEP = 5 * MINUTE;
const DAYS = 7;

/** What people are hurt by. */
export const hurtRole = ({ diagnosis: { impact }, facts: { observed, trouble } }: Pictured): Role => {
  if (impact !== null && impact.failedPercent > impact.slowPercent)
    return observed.serverErrors === undefined ? 'balancerErrors' : 'serverErrors';
  return trouble?.role ?? (observed.latency === undefined ? 'tailLatency' : 'latency');
};

const besideLeak = ({ trafficSurge }: Diagnosis): readonly Role[] => (trafficSurge === true ? ['requests'] : []);

const risen = ({ rise }: Facts): readonly Role[] => (rise === undefined || rise.isNormal ? [] : [rise.role]);

const decisiveRoles = (pictured: Pictured): readonly Role[] => {
  const { diagnosis, facts } = pictured;
  const { cause } = diagnosis;
  if (cause === 'memory-leak') return [facts.leak?.role ?? 'memory', ...besideLeak(diagnosis)];
  if (cause === 'traffic-surge') return [hurtRole(pictured), 'requests'];
  return cause === 'dependency' || cause === 'unknown' ? [hurtRole(pictured), ...risen(facts)] : [hurtRole(pictured)];
};

const isKnown = ({ values }: Drawn): boolean => values.some((value) => !Number.isNaN(value));

/** A leak of days is nothing to see in hours. */
const slowPicture = ({ facts: { leak, situation } }: Pictured): Picture | undefined => {
  if (leak?.isSlow !== true) return undefined;
  const values = daysOf(situation, leak.role, DAYS);
  if (values === undefined) return undefined;
  const toMs = Math.floor(epochOf(situation.at) / LONG_STEP) * LONG_STEP;
  const span = { from: instantOf(toMs - values.length * LONG_STEP), to: instantOf(toMs) };
  return { span, stepMs: LONG_STEP, drawn: [{ role: leak.role, values }] };
};

/** Those of these that have values; where none has, whatever has. */
const pictureIn = ({ facts }: Pictured, roles: readonly Role[]): Picture => {
  const { window, observed } = facts;
  const drawnOf = (role: Role): readonly Drawn[] => {
    const values = observed[role];
    return values === undefined ? [] : [{ role, values }].filter(isKnown);
  };
  const decisive = [...new Set(roles)].flatMap(drawnOf);
  const any = (['memory', 'requests', 'serverErrors'] as const).flatMap(drawnOf).slice(0, 1);
  return {
    span: { from: instantAt(window, 0), to: instantAt(window, window.count) },
    stepMs: window.stepMs,
    drawn: decisive.length === 0 ? any : decisive,
  };
};

/** The series that decide, and where there is room those beside them. */
export const pictureOf = (pictured: Pictured, beside: readonly Role[] = []): Picture =>
  slowPicture(pictured) ?? pictureIn(pictured, [...decisiveRoles(pictured), ...beside]);
