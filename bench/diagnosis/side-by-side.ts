import { BASELINES } from './baselines.ts';
import { type Judge, tocsin } from './judge.ts';
import type { LabelledRecording } from './labelled-recordings.ts';
import { PERTURBATIONS, perturbed } from './perturbations.ts';
import { falseRefutations } from './quality.ts';
import { counted, outcomeCells, OUTCOME_HEADINGS, progress, sayTable, shareOf } from './say.ts';
import { answersOf, type Answers, namesCause } from './score.ts';

type All = readonly LabelledRecording[];

const scanCells = ({ scanned }: Answers): readonly string[] => [String(scanned.length), counted(scanned, namesCause)];
const SCAN_HEADINGS = ['quiet instants', 'a cause named'];

export const sayPerturbed = (recordings: All): void => {
  const rows = PERTURBATIONS.map(([name, perturbation]) => {
    progress(name);
    const answers = answersOf(perturbed(recordings, perturbation), tocsin, 20);
    const refuted = shareOf(...falseRefutations(answers.judged));
    return [name, ...outcomeCells(answers.judged), refuted, ...scanCells(answers)];
  });
  const headings = ['', ...OUTCOME_HEADINGS, 'true cause refuted', ...SCAN_HEADINGS];
  sayTable('Perturbed, each alone, 20 min after the onset', headings, rows);
};

export const sayBaselines = (recordings: All): void => {
  const contestants: readonly (readonly [string, Judge])[] = [['Tocsin', tocsin], ...BASELINES];
  const rows = contestants.map(([name, judge]) => {
    progress(name);
    const answers = answersOf(recordings, judge, 20);
    return [name, ...outcomeCells(answers.judged), ...scanCells(answers)];
  });
  sayTable('Beside simpler ways, 20 min after the onset', ['', ...OUTCOME_HEADINGS, ...SCAN_HEADINGS], rows);
};
