import type { Diagnosis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import { epochOf } from '../../lib/core/time.ts';
import { percentile } from '../percentile.ts';
import { percent, sayTable, shareOf } from './say.ts';
import type { Judged } from './score.ts';

/** What was said of when the memory would be full, beside when it was. */
interface Foreseen {
  /** Fractions of the time from the judgement to the end, and of the time since the onset. */
  readonly error: number;
  readonly errorOfPast: number;
  readonly isCovered: boolean;
  readonly isOpen: boolean;
}

/** Judgements of memory that was full later. */
const filling = (judged: readonly Judged<Diagnosis>[]): readonly Judged<Diagnosis>[] =>
  judged.filter(({ of, at }) => of.truth.exhaustedAt !== undefined && of.truth.exhaustedAt > at);

const foreseenIn = ({ of: { truth }, at, answer }: Judged<Diagnosis>): readonly Foreseen[] => {
  const { exhaustedAt = NaN, onset = NaN } = truth;
  if (answer.memoryExhaustionAt === null) return [];
  const error = Math.abs(epochOf(answer.memoryExhaustionAt) - exhaustedAt);
  const [earliest, latest] = answer.memoryExhaustionRange ?? [answer.memoryExhaustionAt, answer.memoryExhaustionAt];
  return [
    {
      error: error / (exhaustedAt - at),
      errorOfPast: error / (at - onset),
      isCovered: epochOf(earliest) <= exhaustedAt && (latest === null || exhaustedAt <= epochOf(latest)),
      isOpen: latest === null,
    },
  ];
};

const NEAR = 0.2;

const coverage = (foreseen: readonly Foreseen[]): string =>
  shareOf(foreseen.filter(({ isCovered }) => isCovered).length, foreseen.length);

const withinNear = (foreseen: readonly Foreseen[]): string =>
  shareOf(foreseen.filter(({ error }) => error <= NEAR).length, foreseen.length);

const medianError = (foreseen: readonly Foreseen[], of: 'error' | 'errorOfPast'): string =>
  percent(
    percentile(
      foreseen.map((one) => one[of]),
      50,
    ),
  );

const at = (judged: readonly Judged<Diagnosis>[], minutes: number): readonly Judged<Diagnosis>[] =>
  filling(judged).filter((one) => one.minutes === minutes);

/** Figure, number of forecasts, value, goal. */
export const exhaustionGoals = (judged: readonly Judged<Diagnosis>[]): readonly (readonly string[])[] => {
  const [early, late, all] = [at(judged, 20), at(judged, 35), filling(judged)].map((some) => some.flatMap(foreseenIn));
  return [
    ['exhaustion at 20 min, median error', String(early?.length), medianError(early ?? [], 'error'), '≤ 15 %'],
    ['exhaustion at 35 min, within 20 %', String(late?.length), withinNear(late ?? []), '≥ 85 %'],
    ['exhaustion, within its range', String(all?.length), coverage(all ?? []), '80 to 97 %'],
  ];
};

export const sayExhaustion = (judged: readonly Judged<Diagnosis>[]): void => {
  const rows = [10, 20, 35].map((minutes) => {
    const some = at(judged, minutes);
    const foreseen = some.flatMap(foreseenIn);
    return [
      `${String(minutes)} min`,
      `${String(foreseen.length)} of ${String(some.length)}`,
      medianError(foreseen, 'error'),
      medianError(foreseen, 'errorOfPast'),
      withinNear(foreseen),
      coverage(foreseen),
      String(foreseen.filter(({ isOpen }) => isOpen).length),
    ];
  });
  const median = ['median error, of the time left', 'of the time past'];
  sayTable(
    'When memory is full, of memory that was later',
    ['after onset', 'said', ...median, 'within 20 %', 'within the range', 'ranges without end'],
    rows,
  );
};
