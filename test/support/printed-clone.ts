import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect } from 'vitest';
import { ROOT } from './printed-commands.ts';

const RECORDING = 'examples/incidents/2023-08-05-memory-leak/recording.json';
/** In place of what a stack would export. */
export const EXPORTED = 'npx tocsin incidents export --local > incidents.ndjson';
const AS_IT_WAS = 'examples/incidents/2023-08-05-memory-leak/tocsin.yaml';

/** What a command came to. */
export interface Ran {
  readonly command: string;
  readonly code: number | null;
  readonly err: string;
}

/** `tocsin web` ends when it is told to: once it says where it is. */
const RUNS_UNTIL_TOLD = /tocsin web/u;

/** Asks, and where nothing is typed takes its defaults: by a terminal, which `script` is. */
const ASKS = /tocsin init(?!.*--yes)/u;

const asTyped = (command: string): string =>
  ASKS.test(command) ? `printf '\\n%.0s' {1..40} | script -qec ${JSON.stringify(command)} /dev/null` : command;

/** In a shell, as a person pastes it, with nothing but Enter to say. */
export const runPrinted = (command: string, cwd: string, given: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, HOME: cwd, TZ: 'UTC', TOCSIN_RESPONDER: 'alice', ...given };
    const child = spawn('bash', ['-o', 'pipefail', '-c', asTyped(command)], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const err: string[] = [];
    let isTold = false;
    const told = (text: Buffer): void => {
      err.push(text.toString());
      if (isTold || !RUNS_UNTIL_TOLD.test(command) || !/http:\/\//u.test(err.join(''))) return;
      isTold = true;
      process.kill(-(child.pid ?? 0), 'SIGINT');
    };
    child.stdout.on('data', (text: Buffer) => {
      if (RUNS_UNTIL_TOLD.test(command)) told(text);
    });
    child.stderr.on('data', told);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ command, code: isTold ? 0 : code, err: err.join('') });
    });
  });

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const ALARM = {
  AlarmName: 'memory-of-web',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:memory-of-web',
  Namespace: 'AWS/ECS',
  MetricName: 'MemoryUtilization',
  Dimensions: [
    { Name: 'ClusterName', Value: 'prod' },
    { Name: 'ServiceName', Value: 'web' },
  ],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};

/** What the AWS CLI was asked for beforehand. */
const FROM_AWS = {
  'alarms.json': { MetricAlarms: [ALARM], CompositeAlarms: [] },
  'history.json': {
    AlarmHistoryItems: [
      {
        AlarmName: ALARM.AlarmName,
        Timestamp: '2023-08-05T14:00:30.000Z',
        HistoryItemType: 'StateUpdate',
        HistorySummary: 'Alarm updated from OK to ALARM',
      },
    ],
  },
  'tags.json': { ResourceTagMappingList: [{ ResourceARN: ALARM.AlarmArn, Tags: [] }] },
} as const;

/** A clone with everything installed, whose user has nothing but what the AWS CLI printed. */
export const clone = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-printed-'));
  folders.push(folder);
  for (const name of ['bin', 'examples', 'node_modules', 'package.json', 'schema'])
    await symlink(join(ROOT, name), join(folder, name));
  for (const [name, held] of Object.entries(FROM_AWS)) await writeFile(join(folder, name), JSON.stringify(held));
  await mkdir(join(folder, '.config/fish/conf.d'), { recursive: true });
  return folder;
};

/** What somebody has who went through getting started, and through the postmortem's exercises. */
export const furnish = async (folder: string): Promise<void> => {
  await copyFile(join(ROOT, 'examples/tocsin.yaml'), join(folder, 'tocsin.yaml'));
  const recording = await readFile(join(ROOT, RECORDING));
  for (const name of ['recording.json', 'incident.json', 'leak-test.json', 'metrics.json'])
    await writeFile(join(folder, name), recording);
  await writeFile(join(folder, 'recording.json.gz'), gzipSync(recording));
  for (const config of ['tocsin.yaml', AS_IT_WAS])
    expect(await runPrinted(`npx tocsin replay ${RECORDING} --config ${config} --local`, folder)).toMatchObject({
      code: 0,
    });
  await runPrinted(EXPORTED, folder);
};
