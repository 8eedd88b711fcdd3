import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seriesOf } from '../lib/adapters/recording/recording.ts';
import { instantOf, MINUTE } from '../lib/core/time.ts';
import { type Half, type LabelledRecording, labelledRecordings } from './diagnosis/labelled-recordings.ts';
import { say, sayTable } from './diagnosis/say.ts';
import { type Fired, firedOn, firedOnMemory } from './growth/fired.ts';
import { grownMemory, NOISES, UNTROUBLED } from './growth/made-memory.ts';
import { load, machine } from './machine.ts';
import { percentile } from './percentile.ts';
import { randomFrom } from './random.ts';

const USAGE = 'npm run bench:growth -- [--recordings <folder>] [--half kept|development]';
const OWN = fileURLToPath(new URL('../examples/web-server/corpus/recordings', import.meta.url));

interface Told extends LabelledRecording {
  readonly fired: Fired;
}

const told = (one: LabelledRecording): Told => {
  const span = { from: instantOf(one.from), to: instantOf(one.to) };
  return { ...one, fired: firedOn(seriesOf(one.recording), span) };
};

const minutes = (ms: number | undefined): string => (ms === undefined ? '–' : String(Math.round(ms / MINUTE)));

const leadRow = ({ name, periodMs, truth, fired }: Told): readonly string[] => {
  const [memory, growth] = [fired.memory[0], fired['memory-growth'][0]];
  const since = (at: number | undefined): number | undefined =>
    at === undefined || truth.onset === undefined ? undefined : at - truth.onset;
  const lead = memory === undefined || growth === undefined ? undefined : memory - growth;
  return [name, minutes(periodMs), minutes(since(growth)), minutes(since(memory)), minutes(lead)];
};

const sayRecordings = (all: readonly Told[]): void => {
  const [leaks, others] = [true, false].map((isLeak) =>
    all.filter(({ truth }) => (truth.cause === 'memory-leak') === isLeak),
  );
  const headings = ['leak', 'period, min', 'paged after', 'memory alarm after', 'lead, min'];
  sayTable('Minutes after the onset of recorded leaks (–: not in the recording)', headings, (leaks ?? []).map(leadRow));
  const paged = (others ?? []).filter(({ fired }) => fired['memory-growth'].length > 0).map(({ name }) => name);
  const hours = (others ?? []).reduce((sum, { from, to }) => sum + (to - from) / (60 * MINUTE), 0);
  say(
    `\nRecordings without a leak that page: ${String(paged.length)} of ${String(others?.length)}, ${hours.toFixed(0)} hours ${paged.join(', ')}`,
  );
};

const RUNS = 200;
const WANTED = 10;

const sayMade = (): void => {
  const rows = Object.entries(NOISES).map(([name, noise]) => {
    const leads = Array.from({ length: RUNS }, (_, seed) => {
      const { memory, 'memory-growth': growth } = firedOnMemory(grownMemory(seed, noise).values);
      return (memory[0] ?? NaN) - (growth[0] ?? Infinity);
    });
    const late = leads.filter((lead) => lead < WANTED).length;
    return [
      name,
      ...[0, 5, 50].map((share) => percentile(leads, share).toFixed(0)),
      `${String(late)} of ${String(RUNS)}`,
    ];
  });
  const headings = ['noise', 'least', '5th', 'median', `below ${String(WANTED)}`];
  sayTable('Growth of 45 minutes and more at 15 to 80 %/h: minutes before the memory alarm', headings, rows);
  const pages = Object.entries(UNTROUBLED).map(([name, made]) => {
    const paged = Array.from(
      { length: RUNS },
      (_, seed) => firedOnMemory(made(randomFrom(seed)))['memory-growth'].length,
    );
    return [name, String(paged.filter((count) => count > 0).length)];
  });
  sayTable(`Memory of four hours that is no leak: how many of ${String(RUNS)} page`, ['shape', 'page'], pages);
};

const FORTNIGHT = 14 * 24 * 60;

const sayPace = (): void => {
  const random = randomFrom(1);
  const values = Array.from({ length: FORTNIGHT }, (_, minute) => 50 + 10 * Math.sin(minute / 229) + random());
  const begin = performance.now();
  firedOnMemory(values);
  say(`\nA fortnight of minutes, memory alone, three alarms: ${((performance.now() - begin) / 1_000).toFixed(1)} s`);
};

const asked = (): { readonly folder: string; readonly half: Half } | undefined => {
  const text = { type: 'string' } as const;
  try {
    const { recordings = OWN, half = 'kept' } = parseArgs({ options: { recordings: text, half: text } }).values;
    if (half === 'kept' || half === 'development') return { folder: recordings, half };
  } catch {
    // Said below.
  }
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
  return undefined;
};

const wanted = asked();
if (wanted !== undefined) {
  const { cpu, cores, node } = machine();
  say(`${cpu}, ${String(cores)} cores, Node ${node}, load average ${load()}`);
  sayRecordings(labelledRecordings(wanted.folder, wanted.half).map(told));
  sayMade();
  sayPace();
}
