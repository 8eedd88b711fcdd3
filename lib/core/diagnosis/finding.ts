import { canonicalJson } from '../canonical-json.ts';
import type { DiagnosisSaid } from '../cause.ts';
import { diagnosedOf } from './diagnose.ts';
import { factsOf } from './facts/facts.ts';
import type { Situation } from './facts/situation.ts';
import { chartOf, type DiagnosisChart } from './summary/chart.ts';
import { diagnosisSaid } from './summary/said.ts';
import type { Diagnosis } from './verdict/diagnosis.ts';

/** What is kept of a diagnosis for screens: whole, with the series that decided. Times in its sentences are marks. */
export interface Finding {
  readonly schema: 'finding/1';
  readonly diagnosis: Diagnosis;
  readonly chart: DiagnosisChart;
}

/** A diagnosis as an incident takes it in: what is said of it, and the whole as one text, which its timeline vouches for. */
export interface Found {
  readonly said: DiagnosisSaid;
  /** Canonical JSON of a `Finding`. */
  readonly body: string;
}

/** What others named holds no time of ours. */
const unmarked = (name: string): string => name.replaceAll('{', '(');

const withPlainNames = (situation: Omit<Situation, 'timeZone'>): Situation => ({
  ...situation,
  timeZone: undefined,
  deploys: situation.deploys?.map(({ revision, ...deploy }) => ({
    ...deploy,
    id: unmarked(deploy.id),
    ...(revision !== undefined && { revision: unmarked(revision) }),
  })),
  alarms: situation.alarms.map((alarm) => ({ ...alarm, name: unmarked(alarm.name) })),
  incidents: situation.incidents.map((one) => ({ ...one, service: unmarked(one.service) })),
});

/** What is wrong, for readers of several zones. */
export const foundIn = (situation: Omit<Situation, 'timeZone'>): Found => {
  const facts = factsOf(withPlainNames(situation));
  const diagnosed = diagnosedOf(facts);
  const { diagnosis } = diagnosed;
  const finding: Finding = { schema: 'finding/1', diagnosis, chart: chartOf({ facts, diagnosis }) };
  return { said: diagnosisSaid(diagnosed), body: canonicalJson(finding) };
};

/** A stored finding; undefined: it is none that this version knows. */
export const findingIn = (body: string): Finding | undefined => {
  try {
    const read = JSON.parse(body) as Partial<Finding> | null;
    return read?.schema === 'finding/1' ? (read as Finding) : undefined;
  } catch {
    return undefined;
  }
};
