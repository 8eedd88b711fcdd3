import { type Instant, SECOND } from '../../time.ts';
import { safeText } from '../../safe-text.ts';
import { instantAt } from '../facts/observed.ts';
import { median } from '../statistics/robust.ts';
import { knownOf } from '../statistics/values.ts';
import { numberOf } from '../verdict/evidence.ts';
import { nameOf, unitOf } from '../verdict/role-words.ts';
import { CHART_LIMITS } from './chart-limits.ts';
import { hurtRole, type Pictured, pictureOf } from './picture.ts';

/** The series that decide, for a screen to draw: at most four of at most 180 values, oldest first. */
export interface DiagnosisChart {
  readonly from: Instant;
  readonly stepSeconds: number;
  readonly series: readonly {
    readonly name: string;
    /** As CloudWatch calls it: `Percent`, `Seconds`, `Count`. */
    readonly unit: string;
    /** Of memory: where a process dies of it. */
    readonly limit: number | null;
    /** Null: missing. */
    readonly values: readonly (number | null)[];
  }[];
  /** What happened, oldest first: at most six. */
  readonly marks: readonly { readonly at: Instant; readonly what: string }[];
}

const LONGEST_MARK = 60;

/** The median of each so many values. */
const thinned = (values: Float64Array, each: number): readonly (number | null)[] =>
  Array.from({ length: Math.ceil(values.length / each) }, (_, index) =>
    numberOf(median(knownOf(values.subarray(index * each, (index + 1) * each)))),
  );

const marksOf = ({ facts, diagnosis: { onset } }: Pictured): DiagnosisChart['marks'] => {
  const { rollouts, situation, window } = facts;
  const deploys = rollouts.map(({ id, start }) => ({ at: instantAt(window, Math.round(start)), what: `deploy ${id}` }));
  const alarms = situation.alarms.map(({ name, since }) => ({ at: since, what: name }));
  return [...(onset === null ? [] : [{ at: onset, what: 'onset' }]), ...deploys.slice(-2), ...alarms]
    .slice(0, CHART_LIMITS.marks)
    .map(({ at, what }) => ({ at, what: safeText(what, LONGEST_MARK) }))
    .sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
};

export const chartOf = (pictured: Pictured): DiagnosisChart => {
  const { facts } = pictured;
  const { span, stepMs, drawn } = pictureOf(pictured, [hurtRole(pictured), 'requests', 'memory']);
  const longest = Math.max(0, ...drawn.map(({ values }) => values.length));
  const each = Math.max(1, Math.ceil(longest / CHART_LIMITS.values));
  return {
    from: span.from,
    stepSeconds: (each * stepMs) / SECOND,
    series: drawn.slice(0, CHART_LIMITS.series).map(({ role, values }) => ({
      name: nameOf(role, facts),
      unit: unitOf(role),
      limit: role.startsWith('memory') ? facts.situation.memoryLimitPercent : null,
      values: thinned(values, each),
    })),
    marks: marksOf(pictured),
  };
};
