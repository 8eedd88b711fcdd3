/**
 * Runs the incident for real and writes its recording:
 *   node examples/web-server/record-incident.ts [--out <file>] [--alarm-at <instant>] [--seconds-per-minute <n>]
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { latencyAlarmOf } from './latency-alarm.ts';
import { recordRun } from './record-run.ts';
import { recordingOf } from './recording.ts';
import { createStore } from './store.ts';

const PRODUCTS = 5_000;
const FOLDER = fileURLToPath(new URL('../incidents/2023-08-05-memory-leak/', import.meta.url));

/** A mistake of whoever started this: exit 2. */
class WrongUse extends Error {}

interface Options {
  readonly out: string;
  readonly alarmAt: number;
  readonly secondsPerMinute: number;
}

const optionsOf = (args: string[]): Options => {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: 'string', default: join(FOLDER, 'recording.json') },
      'alarm-at': { type: 'string', default: '2023-08-05T14:15:00Z' },
      'seconds-per-minute': { type: 'string', default: '2' },
    },
  });
  const alarmAt = Date.parse(values['alarm-at']);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(values['alarm-at']) || Number.isNaN(alarmAt))
    throw new WrongUse(`--alarm-at: expected an instant such as 2023-08-05T14:15:00Z, got ${values['alarm-at']}`);
  const secondsPerMinute = Number(values['seconds-per-minute']);
  if (!(secondsPerMinute >= 1 && secondsPerMinute <= 4))
    throw new WrongUse(
      `--seconds-per-minute: expected a number from 1 to 4 (the visitors are tuned for 2), got ${values['seconds-per-minute']}`,
    );
  if (!existsSync(dirname(values.out)))
    throw new WrongUse(`--out: expected a file in an existing folder, got ${values.out}`);
  return { out: values.out, alarmAt, secondsPerMinute };
};

const main = async (args: string[]): Promise<void> => {
  const { out, alarmAt, secondsPerMinute } = optionsOf(args);
  const alarm = latencyAlarmOf(readFileSync(join(FOLDER, 'tocsin.yaml'), 'utf8'));
  const responses: unknown = JSON.parse(readFileSync(join(FOLDER, 'responses.json'), 'utf8'));
  const temporary = mkdtempSync(join(tmpdir(), 'web-server-'));
  process.once('exit', () => {
    rmSync(temporary, { recursive: true, force: true });
  });
  const store = join(temporary, 'store.db');
  createStore(store, PRODUCTS);
  const { run, alarmMinute } = await recordRun({ store, alarm, secondsPerMinute });
  const start = alarmAt - (alarmMinute + 1) * 60_000;
  writeFileSync(out, `${JSON.stringify(recordingOf(run, start, responses), null, 1)}\n`);
  console.error(`wrote ${out}`);
};

const isWrongUse = (error: unknown): boolean =>
  error instanceof WrongUse || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;

/** So that the exit handlers run: they end the server and remove the store. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`record-incident: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = isWrongUse(error) ? 2 : 1;
}
