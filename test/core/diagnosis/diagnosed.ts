import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'vitest';
import { diagnose } from '../../../lib/core/diagnosis/diagnose.ts';
import type { Situation } from '../../../lib/core/diagnosis/facts/situation.ts';
import { type Cause, CAUSES } from '../../../lib/core/cause.ts';
import type { Diagnosis, Hypothesis } from '../../../lib/core/diagnosis/verdict/diagnosis.ts';
import { POWER } from '../../../lib/core/diagnosis/verdict/judge.ts';
import { type Happening, serviceWith } from './situations.ts';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const schema = fileURLToPath(new URL('../../../schema/diagnosis.schema.json', import.meta.url));
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

const hasPower = ({ evidence }: Hypothesis): boolean =>
  evidence.some(({ power, points = 0 }) => power === true && points >= POWER.after);

/** Points before the onset and after it, without which nothing is refuted. */
const expectEnough = (evidence: Hypothesis['evidence']): void => {
  const [{ points = 0, baseline } = { points: 0 }] = evidence;
  expect(points).toBeGreaterThanOrEqual(POWER.after);
  expect(baseline?.points).toBeGreaterThanOrEqual(POWER.before);
};

/** What holds of every diagnosis, whatever the matter. */
export const soundDiagnosis = (situation: Situation): Diagnosis => {
  const diagnosis = diagnose(situation);
  validate(diagnosis);
  expect(validate.errors).toBeNull();
  const text = JSON.stringify(diagnosis, (_, value: unknown) => (typeof value === 'number' ? String(value) : value));
  expect(/.{0,40}(?:NaN|Infinity|undefined).{0,20}/.exec(text)?.[0]).toBeUndefined();
  expect(diagnosis.headline).toMatch(/^\S.{0,78}\S$/);
  expect(diagnosis.hypotheses.map(({ cause }) => cause).toSorted()).toEqual(CAUSES.toSorted());
  for (const { verdict, why, wouldChange, evidence } of diagnosis.hypotheses) {
    expect([why, wouldChange].every((words) => words.length > 0 && !words.includes('\n'))).toBe(true);
    expect(evidence.length).toBeGreaterThan(0);
    if (verdict === 'refuted') expectEnough(evidence);
  }
  const [first, last] = diagnosis.onsetRange ?? [];
  if (first !== undefined)
    expect([first <= (diagnosis.onset ?? ''), (last ?? '') >= (diagnosis.onset ?? '')]).toEqual([true, true]);
  const { memoryExhaustionAt: full, memoryExhaustionRange: range } = diagnosis;
  if (range !== null)
    expect([diagnosis.at, range[0], full, range[1] ?? '9'].toSorted()).toEqual([
      diagnosis.at,
      range[0],
      full,
      range[1] ?? '9',
    ]);
  const times = diagnosis.timeline.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
  return diagnosis;
};

export const diagnosed = (happenings: readonly Happening[], seed = 1): Diagnosis =>
  soundDiagnosis(serviceWith(happenings, seed));

/** Whatever the noise. */
const SEEDS = [1, 2, 3, 4];

export const diagnosesOf = (...happenings: readonly Happening[]): readonly Diagnosis[] =>
  SEEDS.map((seed) => diagnosed(happenings, seed));

export const hypothesisIn = ({ hypotheses }: Diagnosis, cause: Cause): Hypothesis => {
  const found = hypotheses.find((one) => one.cause === cause);
  if (found === undefined) throw new Error(`no hypothesis ${cause}`);
  return found;
};

/** That each says this cause, beside others in any case. */
export const expectCause = (diagnoses: readonly Diagnosis[], cause: Diagnosis['cause']): void => {
  expect(diagnoses.map((one) => one.cause)).toEqual(diagnoses.map(() => cause));
};

export const expectVerdict = (
  diagnoses: readonly Diagnosis[],
  cause: Cause,
  ...verdicts: readonly Hypothesis['verdict'][]
): void => {
  for (const diagnosis of diagnoses) expect(verdicts).toContain(hypothesisIn(diagnosis, cause).verdict);
};

export const isRefutedWithPower = (hypothesis: Hypothesis): boolean =>
  hypothesis.verdict === 'refuted' && hasPower(hypothesis);
