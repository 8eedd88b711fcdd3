import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sayCalibration } from './diagnosis/calibration.ts';
import { sayExhaustion } from './diagnosis/exhaustion.ts';
import { tocsin } from './diagnosis/judge.ts';
import {
  type Half,
  isOfFiveMinutes,
  type LabelledRecording,
  labelledRecordings,
} from './diagnosis/labelled-recordings.ts';
import { sayPace } from './diagnosis/pace.ts';
import { sayGoals, sayInnocence, sayKinds, sayOutcomes, sayPrecision, sayScan } from './diagnosis/quality.ts';
import { progress, say } from './diagnosis/say.ts';
import { answersOf } from './diagnosis/score.ts';
import { sayBaselines, sayPerturbed } from './diagnosis/side-by-side.ts';
import { load, machine } from './machine.ts';

const USAGE = `npm run bench:diagnosis -- [--recordings <folder>] [--half kept|development] [--nab <folder>] [--memory <file or folder>]
Recordings (schema/recording.schema.json, .json or .json.gz) with what was the matter as "truth": bench/README.md`;

const OWN = fileURLToPath(new URL('../examples/web-server/corpus/recordings', import.meta.url));

interface Asked {
  readonly half: Half;
  readonly recordings: readonly LabelledRecording[];
  /** Commands that are run as well: file, flag, value. */
  readonly others: readonly (readonly string[])[];
}

const asked = (): Asked => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { recordings: text, half: text, nab: text, memory: text } });
  const { recordings: folder = OWN, half = 'kept', nab, memory } = values;
  if (half !== 'kept' && half !== 'development') throw new Error('--half is kept or development');
  const recordings = labelledRecordings(folder, half);
  if (recordings.length === 0) throw new Error(`${folder}: no recording of that half`);
  const others = [
    ['nab.ts', '--nab', nab],
    ['slow-leaks.ts', '--memory', memory],
  ].filter((words): words is string[] => !words.includes(undefined));
  return { half, recordings, others };
};

const sayQuality = (title: string, recordings: readonly LabelledRecording[]): void => {
  if (recordings.length === 0) return;
  progress(title);
  const answers = answersOf(recordings, tocsin);
  say(`\n# ${title}: ${String(recordings.length)} recordings`);
  sayGoals(answers);
  sayOutcomes(answers.judged);
  sayKinds(answers, recordings);
  sayScan(answers.scanned);
  sayInnocence(answers.judged);
  sayPrecision(answers.judged);
  sayExhaustion(answers.judged);
  sayCalibration(answers);
  sayPerturbed(recordings);
  sayBaselines(recordings);
};

const run = ({ half, recordings, others }: Asked): void => {
  const { cpu, cores, node } = machine();
  say(`${cpu}, ${String(cores)} cores, Node ${node}, load average ${load()}`);
  say(
    `The half ${half === 'kept' ? 'kept for this' : 'that the diagnosis was developed on'}; in brackets 95 % intervals (Wilson).`,
  );
  const [longer = [], shorter = []] = [true, false].map((isLong) =>
    recordings.filter((one) => isOfFiveMinutes(one) === isLong),
  );
  sayQuality('By the minute', shorter);
  sayQuality('By five minutes, so many periods (not minutes) after the onset', longer);
  sayPace();
  for (const [file = '', ...words] of others) {
    say(`\n# ${file}\n`);
    const script = fileURLToPath(new URL(file, import.meta.url));
    const { status } = spawnSync(process.execPath, [script, ...words], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = status ?? 1;
  }
};

const askedOrUsage = (): Asked | undefined => {
  try {
    return asked();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exitCode = 2;
    return undefined;
  }
};

const wanted = askedOrUsage();
if (wanted !== undefined) run(wanted);
