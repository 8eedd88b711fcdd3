import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { latency, memory, minute, slowFromTen, teamYaml } from '../simulator/replaying.ts';
import { type Ran, run, temporaryFolder, writeJson } from './running.ts';

const folder = await temporaryFolder();
const local = join(folder, 'incidents');

/** A team whose names are wide, combined and of several code points. */
const yaml = teamYaml()
  .replace('Alice Ferreira', '王小明')
  .replace('Bob Osei', 'Zoe\u0301 👍🏽')
  .replace('Carol Lindqvist', '開発チームリーダー')
  .replace('"#ops"', '"#運用と監視"')
  .replace(
    'escalation: primary\n',
    'escalation: primary\n    description: 決済サービスの全体を担当するウェブアプリケーション\n',
  );
const config = await writeJson(folder, 'tocsin.yaml', yaml);
const recording = await writeJson(folder, 'recording.json', {
  ...latency(slowFromTen, [
    { at: '+20m', action: 'acknowledge', by: 'bob' },
    {
      at: '+21m',
      action: 'note',
      by: 'bob',
      text: 'データベースの接続数が上限に達しているため、キャッシュを確認しています',
    },
  ]),
  description: '決済サービスの応答が遅くなり、十時から三十分のあいだ続きました。',
});
const metrics = await writeJson(
  folder,
  'metrics.json',
  memory([
    [10, 50],
    [5, 90],
    [45, 50],
  ]),
);

const described = (AlarmName: string, changes: object = {}): object => ({
  AlarmName,
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
  ...changes,
});
const alarms = await writeJson(folder, 'alarms.json', {
  MetricAlarms: [
    described('決済サービスのメモリ使用率が高すぎます'),
    described('me\u0301moire 👍🏽', { Threshold: 99 }),
    described('other', { MetricName: '接続数' }),
  ],
});

const at = (width: number, ...args: readonly string[]): Promise<Ran> => run(args, { width });

const SWEEP = ['--sweep', 'threshold=70..95:5', '--onset', minute(8)] as const;
const COMMANDS: readonly (readonly [what: string, args: readonly string[]])[] = [
  ['a replay', ['replay', recording, '--config', config]],
  ['the incidents', ['incidents', 'list', '--config', config, '--local', local]],
  ['that there are none', ['incidents', 'list', '--local', local, '--status', 'resolved']],
  ['one incident', ['incidents', 'show', '01', '--config', config, '--local', local]],
  ['that timelines are whole', ['incidents', 'verify', '--local', local]],
  ['a report', ['report', '--compare', '--config', config, '--local', local]],
  ['a backtest', ['backtest', '--alarms', alarms, '--metrics', metrics, '--chart', 'all']],
  ['a diagnosis', ['diagnose', recording, '--config', config]],
  ['a sweep', ['backtest', '--alarms', alarms, '--metrics', metrics, ...SWEEP]],
];

/** What a person may have to copy is wider than some terminals, and stays whole. */
const COPIED = new RegExp(`${folder}\\S*`, 'gu');

await run(['replay', recording, '--config', config, '--local', local]);

/** At which column of the terminal a word of a line begins. */
const columnOf = (word: string, line: string | undefined): number => {
  const index = line?.indexOf(word) ?? -1;
  return index < 0 ? -1 : stringWidth(line?.slice(0, index) ?? '');
};

const lineWith = ({ out }: Ran, ...words: readonly string[]): string =>
  out.split('\n').find((line) => words.every((word) => line.includes(word))) ?? '';

describe('a terminal of 60 columns', () => {
  it.each(COMMANDS)('has room for %s', async (_what, args) => {
    const { code, out } = await at(60, ...args);
    expect(code).toBe(0);
    const tooWide = out
      .replaceAll(COPIED, '')
      .split('\n')
      .filter((line) => stringWidth(line) > 60);
    expect(tooWide).toEqual([]);
  });

  it('begins every column of a replay where the others do', async () => {
    const replay = await at(60, 'replay', recording, '--config', config);
    expect(columnOf('paged', lineWith(replay, 'paged 王小明'))).toBe(17);
    expect(columnOf('Zo', lineWith(replay, '👍🏽 acknowledged'))).toBe(17);
    expect(replay.out).toMatch(/ {17}データベースの接続数が上限に達しているため\n {17}、キャッシュを確認しています$/mu);
  });

  it('aligns a table of alarms with wide names, and cuts them in the middle', async () => {
    const backtest = await at(60, 'backtest', '--alarms', alarms, '--metrics', metrics);
    const [heading, first] = [lineWith(backtest, 'TIMES'), lineWith(backtest, '決済', '…', 'OK')];
    expect(first).toMatch(/^決済サービス.*….*高すぎます {2,}1 /u);
    expect(columnOf('OK', first)).toBe(columnOf('AT END', heading));
    expect(columnOf('OK', lineWith(backtest, 'me\u0301moire', 'OK'))).toBe(columnOf('AT END', heading));
  });

  it('leaves out of a list what has no room', async () => {
    const { out } = await at(60, 'incidents', 'list', '--local', local);
    expect(out).toMatch(/^ID +OPENED +SERVICE +STATUS$/m);
    expect((await at(120, 'incidents', 'list', '--local', local)).out).toMatch(/RESOLVED AFTER +SEVERITY +ALARM$/m);
  });
});

describe('a terminal of 40 columns', () => {
  it.each(COMMANDS)('has room for %s, but for names and ids that are wider', async (_what, args) => {
    const { out } = await at(40, ...args);
    const tooWide = out
      .replaceAll(COPIED, '')
      .split('\n')
      .filter((line) => stringWidth(line) > 40);
    expect(tooWide.filter((line) => line.trim().includes(' '))).toEqual([]);
  });

  it('has what happened under its time', async () => {
    const { out } = await at(40, 'replay', recording, '--config', config);
    expect(out).toMatch(/^10:13 {4}\+0 min\n {2}paged 王小明: level 1 of 3$/m);
  });
});
