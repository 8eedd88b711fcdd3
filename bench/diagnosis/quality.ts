import type { Diagnosis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import { exhaustionGoals } from './exhaustion.ts';
import type { LabelledRecording } from './labelled-recordings.ts';
import { counted, outcomeCells, OUTCOME_HEADINGS, sayTable, shareOf } from './say.ts';
import { type Answers, type Judged, namesCause, type Scanned, trueHypothesis } from './score.ts';
import { deployAtFault, hasSurge, isShort, phaseAt } from './truth.ts';

type All = readonly Judged<Diagnosis>[];
type Choice = readonly [name: string, isChosen: (one: Judged<Diagnosis>) => boolean];

const isWrong = ({ outcome }: Judged<Diagnosis>): boolean => outcome === 'wrong';
const isRight = ({ outcome }: Judged<Diagnosis>): boolean => outcome === 'right';
const after = (judged: All, minutes: number): All => judged.filter((one) => one.minutes === minutes);

export const falseRefutations = (judged: All): readonly [count: number, total: number] => {
  const tested = judged.map(trueHypothesis).filter((one) => one !== undefined);
  return [tested.filter(({ verdict }) => verdict === 'refuted').length, tested.length];
};

export const sayGoals = ({ judged, scanned }: Answers<Diagnosis>): void => {
  const [refuted, tested] = falseRefutations(judged);
  const at20 = after(judged, 20);
  sayTable(
    'Goals',
    ['', 'of', 'share (95 % interval)', 'goal'],
    [
      ['right at 20 min', String(at20.length), counted(at20, isRight), '≥ 95 %'],
      ['wrong cause, at any time', String(judged.length), counted(judged, isWrong), '≤ 2 %'],
      ['true cause refuted while it lasts', String(tested), shareOf(refuted, tested), '≤ 2 %'],
      ['a cause named in quiet time', String(scanned.length), counted(scanned, namesCause), '≤ 0.5 %'],
      ...exhaustionGoals(judged),
    ],
  );
};

const GROUPS: readonly Choice[] = [
  ['all', () => true],
  ['a cause at work', ({ of, at }) => phaseAt(of.truth, at) !== 'over' && of.truth.cause !== 'none'],
  ['nothing wrong, or no more', ({ of, at }) => phaseAt(of.truth, at) === 'over' || of.truth.cause === 'none'],
  ['mild', ({ of }) => of.truth.isMild],
  ['not mild', ({ of }) => !of.truth.isMild],
  ['short, 8 min at most', ({ of }) => isShort(of.truth)],
  ['longer', ({ of }) => !isShort(of.truth)],
];

export const sayOutcomes = (judged: All): void => {
  const rows = [5, 10, 20, 35].flatMap((minutes) =>
    GROUPS.map(([name, isChosen]) => [
      `${String(minutes)} min, ${name}`,
      ...outcomeCells(after(judged, minutes).filter(isChosen)),
    ]),
  );
  sayTable('What it said so long after the onset', ['', ...OUTCOME_HEADINGS], rows);
};

const plain = (count: number, of: number): string => (of === 0 ? '–' : `${String(count)}/${String(of)}`);

export const sayKinds = ({ judged, scanned }: Answers<Diagnosis>, recordings: readonly LabelledRecording[]): void => {
  const kinds = [...new Set(recordings.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const at20 = after(judged, 20).filter(({ of }) => of.kind === kind);
    const quiet = scanned.filter(({ of }) => of.kind === kind);
    const outcomes = ['right', 'abstained', 'wrong'].map((wanted) =>
      plain(at20.filter(({ outcome }) => outcome === wanted).length, at20.length),
    );
    const recorded = recordings.filter((one) => one.kind === kind).length;
    return [kind, String(recorded), ...outcomes, plain(quiet.filter(namesCause).length, quiet.length)];
  });
  const headings = ['recordings', 'right at 20 min', 'abstained', 'wrong', 'named in quiet time'];
  sayTable('By kind', ['', ...headings], rows);
};

export const sayScan = (scanned: readonly Scanned<Diagnosis>[]): void => {
  const cells = (some: readonly Scanned<Diagnosis>[]): readonly string[] => [
    String(some.length),
    counted(some, namesCause),
    counted(some, ({ answer }) => answer.trafficSurge === true),
    counted(some, ({ answer }) => answer.deployImplicated !== null),
  ];
  const isUntroubled = ({ of }: Scanned<Diagnosis>): boolean => of.truth.onset === undefined;
  sayTable(
    'Quiet time, every 5 min',
    ['', 'instants', 'a cause', 'a surge', 'a deploy at fault'],
    [
      ['before an onset', ...cells(scanned.filter((one) => !isUntroubled(one)))],
      ['untroubled recordings', ...cells(scanned.filter(isUntroubled))],
      ['both', ...cells(scanned)],
    ],
  );
};

export const sayInnocence = (judged: All): void => {
  const leaks = judged.filter(({ of, at }) => of.truth.cause === 'memory-leak' && phaseAt(of.truth, at) === 'during');
  const rows = [20, 35].map((minutes) => {
    const verdicts = after(leaks, minutes).flatMap(({ answer }) =>
      answer.hypotheses.filter(({ cause }) => cause === 'dependency').map(({ verdict }) => verdict),
    );
    const shares = (['refuted', 'inconclusive', 'no-data', 'supported'] as const).map((wanted) =>
      counted(verdicts, (verdict) => verdict === wanted),
    );
    return [`${String(minutes)} min`, String(verdicts.length), ...shares];
  });
  sayTable(
    'The dependency in leaks',
    ['after onset', 'judgements', 'refuted', 'inconclusive', 'no data', 'supported'],
    rows,
  );
};

/** What it said, and what it should have. */
type Pair = readonly [said: string | null, truth: string | null];

const precisionRow = (name: string, pairs: readonly Pair[]): readonly string[] => {
  const hits = pairs.filter(([said, truth]) => said !== null && said === truth).length;
  const [claimed, real] = [0, 1].map((side) => pairs.filter((pair) => pair[side] !== null).length);
  return [name, String(pairs.length), shareOf(hits, claimed ?? 0), shareOf(hits, real ?? 0)];
};

const surgePair = ({ of, at, answer }: Judged<Diagnosis>): readonly Pair[] => {
  const truth = hasSurge(of.truth, at);
  return truth === undefined ? [] : [[answer.trafficSurge === true ? 'surge' : null, truth ? 'surge' : null]];
};

const deployPair = ({ of, at, answer }: Judged<Diagnosis>): readonly Pair[] => {
  const truth = deployAtFault(of.truth, at);
  return truth === undefined ? [] : [[answer.deployImplicated, truth]];
};

export const sayPrecision = (judged: All): void => {
  const rows = [10, 20].flatMap((minutes) => [
    precisionRow(`surge, ${String(minutes)} min`, after(judged, minutes).flatMap(surgePair)),
    precisionRow(`deploy at fault, ${String(minutes)} min`, after(judged, minutes).flatMap(deployPair)),
  ]);
  sayTable('Surges and deploys', ['', 'judgements', 'precision', 'recall'], rows);
};
