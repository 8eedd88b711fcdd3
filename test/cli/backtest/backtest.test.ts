import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it, vi } from 'vitest';
import { later } from '../../../lib/core/time.ts';
import type { BacktestOutput } from '../../../lib/simulator/backtest/backtest-output.ts';
import { asPredicted, recordedAt, valuesOf } from '../../simulator/backtest/backtesting.ts';
import { memory, minute, teamYaml } from '../../simulator/replaying.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(path('schema/backtest.schema.json'), 'utf8')) as object);

const folder = await temporaryFolder();

/** High from 14:10 to 14:15 and from 14:18 to 14:28, two hours in all. */
const stretches = [
  [10, 50],
  [5, 90],
  [3, 50],
  [10, 90],
  [92, 50],
] as const;
const metrics = await writeJson(folder, 'metrics.json', { ...memory(stretches), service: 'not in tocsin.yaml' });

const described = (name: string, changes: object = {}): object => ({
  AlarmName: name,
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
    described('memory'),
    described('quiet', { Threshold: 99 }),
    described('other', { MetricName: 'Other' }),
  ],
  CompositeAlarms: [
    {
      AlarmName: 'impact',
      AlarmRule: 'ALARM(memory)',
      ActionsSuppressor: 'quiet',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    },
  ],
});
const oneAlarm = await writeJson(folder, 'one.json', { MetricAlarms: [described('memory')] });

const historyOf = (changes: readonly { at: string; from: string; to: string; alarmName: string }[]): object => ({
  AlarmHistoryItems: changes.toReversed().map(({ at, from, to, alarmName }) => ({
    AlarmName: alarmName,
    Timestamp: at,
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${to}`,
  })),
});
const history = await writeJson(folder, 'history.json', historyOf(asPredicted));
const otherHistory = await writeJson(folder, 'other-history.json', historyOf([recordedAt(60, 'ALARM')]));
const otherAlarmsHistory = await writeJson(
  folder,
  'other-alarms-history.json',
  historyOf([{ ...recordedAt(60, 'ALARM'), alarmName: 'ghost' }]),
);

const backtest = (...args: readonly string[]): Promise<Ran> => run(['backtest', ...args]);

const outputOf = ({ out }: Ran): BacktestOutput => {
  const output = JSON.parse(out) as BacktestOutput;
  validate(output);
  expect(validate.errors).toBeNull();
  return output;
};

const json = async (...args: readonly string[]): Promise<BacktestOutput['alarms']> => {
  const ran = await backtest(...args, '--json');
  expect(ran.code).toBe(0);
  return outputOf(ran).alarms;
};

const ON_FILE = ['--alarms', alarms, '--metrics', metrics] as const;
const ONE = ['--alarms', oneAlarm, '--metrics', metrics] as const;

describe('tocsin backtest', () => {
  it('tells of each alarm what it did, and draws those that changed', async () => {
    const { code, out, err } = await backtest(...ON_FILE);
    expect([code, err]).toEqual([0, '']);
    expect(out.replace(/\s+/g, ' ')).toContain('2023-08-05 14:00 to 16:00 UTC (2 h); every alarm starts');
    expect(out).toMatch(/^ALARM +TIMES +IN ALARM +EVALUATIONS +AT END$/m);
    expect(out).toMatch(/^memory +2 +15 min +120 +OK$/m);
    expect(out).toMatch(/^quiet +0 +- +120 +OK$/m);
    expect(out).toMatch(/^other +- +- +- +-$/m);
    expect(out).toMatch(/Not evaluated: other: no data of AWS\/ECS Other Average \(ClusterName prod/);
    expect(out.match(/^ {5}state /gm)).toHaveLength(2);
    expect(out).toMatch(/^ +90 ┤ +⡏⠉⢱ ⢸/m);
    expect(out).toMatch(/^ +14:00 +15:00 +16:00$/m);
    expect(out).toMatch(/^ {2}14:11 {2}ALARM\n {4}Threshold Crossed: 1 out of the last 1 datapoints \[90\.0/m);
  });

  it('says what a column with a short ALARM means, where there is one', async () => {
    const legend = '▄ in ALARM for less than half of its ';
    const long = await writeJson(folder, 'long.json', memory([...stretches, [1_320, 50]]));
    expect((await backtest('--alarms', oneAlarm, '--metrics', long)).out).toContain(`${legend}21 min 11 s`);
    expect((await backtest(...ON_FILE, '--alarm', 'quiet')).out).not.toContain('▄');
  });

  it('draws where the axis begins under a threshold in its last row', async () => {
    const low = await writeJson(folder, 'low.json', { MetricAlarms: [described('memory', { Threshold: 6 })] });
    const { out } = await backtest('--alarms', low, '--metrics', metrics);
    expect(out).toMatch(/^ +6 ┤.*\n +0 └\n +state /m);
  });

  it('tells of many alarms that could not be evaluated in few lines', async () => {
    const lost = Array.from({ length: 40 }, (_, index) =>
      described(`lost ${String(index)}`, { MetricName: `Lost${String(Math.max(5, index))}` }),
    );
    const many = await writeJson(folder, 'many.json', { MetricAlarms: [described('memory'), ...lost] });
    const { out } = await backtest('--alarms', many, '--metrics', metrics);
    expect(out).toContain('Not evaluated: lost 0, lost 1, lost 2 and 3 more: no data of AWS/ECS Lost5');
    const lines = out.split('\n');
    const told = lines.findIndex((line) => line.startsWith('Not evaluated'));
    const end = lines.findIndex((line) => line.includes('(--json lists all)'));
    expect(end - told).toBeLessThanOrEqual(10);
    const groups = lines.slice(told, end).filter((line) => line.startsWith('Not evaluated')).length;
    expect(lines[end]).toBe(`  … and ${String(40 - 6 - (groups - 1))} more (--json lists all)`);
  });

  it('keeps within the columns of the terminal', async () => {
    for (const width of [60, 80, 120]) {
      const { out } = await run(['backtest', ...ON_FILE, '--chart', 'all'], { width });
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(out.match(/^ {5}state /gm)).toHaveLength(3);
    }
  });

  it('says which time the values are of, where another was asked for', async () => {
    const { err } = await backtest(...ONE, '--to', '2023-08-05T17:00:00Z');
    expect(err).toContain('metrics.json holds values from 2023-08-05T14:00:00.000Z to 2023-08-05T16:00:00.000Z only');
    expect(err).toContain('counts as missing data');
    const elsewhere = await backtest(...ONE, '--from', '2022-08-05', '--to', '2022-08-06');
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.err).toContain('none of 2022-08-05T00:00:00.000Z to 2022-08-06T00:00:00.000Z');
    const after = await backtest(...ONE, '--from', '2023-08-06');
    expect(after).toMatchObject({ code: 2, out: '' });
    expect(after.err).toContain('without --to the time is 2023-08-05T14:00:00.000Z to 2023-08-05T16:00:00.000Z');
  });

  it('labels a threshold as the number it is, and no two alike', async () => {
    const close = await writeJson(folder, 'close.json', { MetricAlarms: [described('memory', { Threshold: 89.97 })] });
    const { out } = await backtest('--alarms', close, '--metrics', metrics);
    expect(out).toMatch(/^ {5}89\.97 ┤/m);
    const flat = await writeJson(
      folder,
      'flat.json',
      memory([
        [60, 99.99],
        [60, 100.01],
      ]),
    );
    const level = await writeJson(folder, 'level.json', { MetricAlarms: [described('memory', { Threshold: 100 })] });
    const drawn = await backtest('--alarms', level, '--metrics', flat);
    expect([...drawn.out.matchAll(/^ *(\S+) ┤/gm)].map(([, label]) => label)).toEqual(['100.01', '100', '99.99']);
  });

  it('draws long periods over the states that they led to', async () => {
    const days = [
      [6, 10],
      [24, 100],
      [54, 10],
    ] as const;
    const [series, ...others] = memory(days).series;
    const timestamps = series?.values.map((_, hour) => new Date(Date.UTC(2023, 7, 5, 18 + hour)).toISOString());
    const hourly = await writeJson(folder, 'hourly.json', {
      ...memory(days),
      series: [{ ...series, periodSeconds: 3_600, timestamps }, ...others],
    });
    const daily = await writeJson(folder, 'daily.json', {
      MetricAlarms: [described('memory', { Period: 86_400, EvaluationWindow: { WallClockWindow: {} } })],
    });
    const { out } = await backtest('--alarms', daily, '--metrics', hourly);
    const lineWith = (mark: string): string => out.split('\n').find((line) => line.includes(mark)) ?? '';
    // The day ends where its alarm begins, which lasts a day too.
    const [day, states] = [lineWith('100 ┤'), lineWith('state ')];
    expect(states.indexOf('█') - (day.length - 1)).toBe(0);
    const [, high = ''] = /100 ┤ +(\S+)$/u.exec(day) ?? [];
    expect(Math.abs(states.split('█').length - 1 - high.length)).toBeLessThanOrEqual(1);
  });

  it('tells an alarm that fired at the very end from one that never did', async () => {
    const { out } = await backtest(...ONE, '--to', '2023-08-05T14:11:00Z', '--chart', 'none');
    expect(out).toMatch(/^memory +1 +0 s +11 +ALARM$/m);
  });

  it('names a configuration that lies beside the recording', async () => {
    const beside = await temporaryFolder();
    await writeJson(beside, 'tocsin.yaml', teamYaml());
    const recording = await writeJson(beside, 'recording.json', memory(stretches));
    const { code, err } = await backtest('--metrics', recording, '--config', join(folder, 'missing.yaml'));
    expect([code, err]).toEqual([2, expect.stringContaining(`--config ${join(beside, 'tocsin.yaml')}`)]);
  });

  it('draws nothing with --chart none', async () => {
    expect((await backtest(...ON_FILE, '--chart', 'none')).out).not.toContain('state');
  });

  it('is one JSON document with --json', async () => {
    const [first, second, third, impact] = await json(...ON_FILE);
    expect(first).toMatchObject({
      alarmName: 'memory',
      stateAtEnd: 'OK',
      timesInAlarm: 2,
      secondsInAlarm: 900,
      evaluations: 120,
      unsupported: null,
      approximations: [],
    });
    expect(first?.transitions.map(({ at, to }) => [at, to])).toEqual([
      [minute(1), 'OK'],
      [minute(11), 'ALARM'],
      [minute(16), 'OK'],
      [minute(19), 'ALARM'],
      [minute(29), 'OK'],
    ]);
    expect(first).not.toHaveProperty('agreement');
    expect(second).toMatchObject({ timesInAlarm: 0, secondsInAlarm: 0 });
    expect(third).toMatchObject({ transitions: [], evaluations: 0, stateAtEnd: 'INSUFFICIENT_DATA' });
    expect(third?.unsupported).toContain('no data');
    expect(impact?.actions?.[0]).toEqual({ at: minute(2), state: 'OK' });
  });

  it('evaluates from --from to --to itself', async () => {
    const ran = await backtest(...ONE, '--from', minute(12), '--to', minute(16), '--json');
    const output = outputOf(ran);
    expect([output.from, output.to]).toEqual([minute(12), minute(16)]);
    expect(output.alarms[0]?.evaluations).toBe(4);
    expect(output.alarms[0]?.transitions.at(-1)).toMatchObject({ at: minute(16), to: 'OK' });
  });

  it('reads times as durations back from now', async () => {
    const { from } = outputOf(await run(['backtest', ...ONE, '--from', '1h', '--json'], { now: () => minute(90) }));
    expect(from).toBe(minute(30));
  });

  it('picks one alarm with --alarm, a composite one with what is below it', async () => {
    expect((await json(...ON_FILE, '--alarm', 'memory')).map(({ alarmName }) => alarmName)).toEqual(['memory']);
    expect(await json(...ON_FILE, '--alarm', 'impact')).toMatchObject([{ alarmName: 'impact', timesInAlarm: 2 }]);
  });

  it('reads what aws cloudwatch get-metric-data printed', async () => {
    const values = valuesOf(stretches);
    const printed = await writeJson(folder, 'get-metric-data.json', {
      MetricDataResults: [
        {
          Id: 'm1',
          Label: 'MemoryUtilization',
          Timestamps: values.map((_, index) => minute(index)),
          Values: values,
          StatusCode: 'Complete',
        },
      ],
      Messages: [],
    });
    const [alarm] = await json('--alarms', oneAlarm, '--metrics', printed);
    expect(alarm).toMatchObject({ timesInAlarm: 2, secondsInAlarm: 900 });
  });

  it('lets nothing in a file reach the terminal but text', async () => {
    const hostile = await writeJson(folder, 'hostile.json', [
      described('\u001b[31mred\u001b[0m\u202egnp'),
      described('x\u0007', { MetricName: '\u001b[2J' }),
    ]);
    const { out } = await backtest('--alarms', hostile, '--metrics', metrics);
    expect(out).toContain('redgnp');
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('fails when no alarm at all could be evaluated, and says why', async () => {
    const other = await writeJson(folder, 'elsewhere.json', [described('other', { MetricName: 'Other' })]);
    const ran = await backtest('--alarms', other, '--metrics', metrics, '--json');
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('no alarm could be evaluated: no data of AWS/ECS Other');
    expect(outputOf(ran).alarms).toHaveLength(1);
  });
});

describe('tocsin backtest on files that are packed by gzip', () => {
  const packed = async (file: string): Promise<string> => {
    await writeFile(`${file}.gz`, gzipSync(readFileSync(file)));
    return `${file}.gz`;
  };

  it('reads alarms, values and history as those that are not', async () => {
    const temporary = await temporaryFolder();
    vi.stubEnv('TMPDIR', temporary);
    const files = await Promise.all([oneAlarm, metrics, history].map(packed));
    const [alarm = '', values = '', changes = ''] = files;
    expect(await json('--alarms', alarm, '--metrics', values, '--history', changes)).toEqual(
      await json(...ONE, '--history', history),
    );
    expect(readdirSync(temporary)).toEqual([]);
    vi.unstubAllEnvs();
  });

  it('says which one is broken', async () => {
    const broken = join(folder, 'broken.json.gz');
    await writeFile(broken, gzipSync(readFileSync(metrics)).subarray(0, 100));
    const ran = await backtest('--alarms', oneAlarm, '--metrics', broken);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(`${broken}: cannot be read: unexpected end of`)]);
    const alarm = await backtest('--alarms', broken, '--metrics', metrics);
    expect([alarm.code, alarm.err]).toEqual([2, expect.stringContaining(`${broken}: cannot be read: unexpected end`)]);
  });
});

describe('tocsin backtest --history', () => {
  it('tells how far it agrees with what CloudWatch did', async () => {
    expect(await json(...ONE, '--history', history)).toMatchObject([
      { agreement: { recorded: 4, predicted: 4, matched: 4, score: 1 } },
    ]);
    expect((await backtest(...ONE, '--history', history)).out).toMatch(/^memory +2 +15 min +1\.00 +0 s +OK$/m);
  });

  it('says that it does not reproduce it, and gives no advice', async () => {
    const told = await backtest(...ONE, '--history', otherHistory);
    expect(told.code).toBe(0);
    expect(told.out.replace(/\s+/g, ' ')).toContain(
      'does not reproduce what CloudWatch did: of 1 recorded and 4 predicted',
    );
    const advice = await backtest(...ONE, '--history', otherHistory, '--sweep', 'threshold=70..95:5');
    expect(advice.code).toBe(1);
    expect(advice.out.replace(/\s+/g, ' ')).toContain('No table: this backtest does not reproduce');
    expect(advice.out).not.toContain('THRESHOLD');
    expect(advice.err).toContain('no advice for memory');
  });

  it('leaves an alarm out of which the history says nothing', async () => {
    const [first, second] = await json(...ON_FILE, '--history', history);
    expect(first?.agreement).toMatchObject({ score: 1 });
    expect(second?.agreement).toBeNull();
  });
});

describe('tocsin backtest against a history that is late', () => {
  const late = (seconds: (index: number) => number): ReturnType<typeof historyOf> =>
    historyOf(asPredicted.map((one, index) => ({ ...one, at: later(one.at, 1_000 * seconds(index)) })));

  it('matches what changed long after its period, and says how long', async () => {
    const file = await writeJson(
      folder,
      'late.json',
      late(() => 92),
    );
    const { out } = await backtest(...ONE, '--history', file);
    expect(out).toMatch(/^ALARM .* AGREEMENT +LAG +AT END$/m);
    expect(out).toMatch(/^memory +2 +15 min +1\.00 +92 s +OK$/m);
    const lagSeconds = { median: 92, most: 92, from: 'history' };
    expect(await json(...ONE, '--history', file)).toMatchObject([{ agreement: { matched: 4, score: 1, lagSeconds } }]);
  });

  it('says the longest lag where each change has another', async () => {
    const file = await writeJson(
      folder,
      'uneven.json',
      late((index) => [1, 305, 90, 200][index] ?? 0),
    );
    expect((await backtest(...ONE, '--history', file)).out).toMatch(/^memory .* 1\.00 +145, max 305 s +OK$/m);
  });

  it('gives advice on it', async () => {
    const file = await writeJson(
      folder,
      'advised.json',
      late(() => 265),
    );
    expect((await backtest(...ONE, '--history', file, '--sweep', 'threshold=70..90:10')).code).toBe(0);
  });

  it('compares one that goes on elsewhere from where it begins, and says so', async () => {
    const cut = { ...historyOf(asPredicted.slice(2)), NextToken: 'more' };
    const ran = await backtest(...ONE, '--history', await writeJson(folder, 'cut.json', cut), '--json');
    expect(ran.err).toContain(`it has a NextToken, so older changes are left out: compared from ${minute(19)} on`);
    expect(outputOf(ran).alarms).toMatchObject([{ agreement: { recorded: 2, predicted: 2, matched: 2 } }]);
  });
});

describe('tocsin backtest of a metric without a value', () => {
  const heartbeat = described('heartbeat', { TreatMissingData: 'breaching', MetricName: 'Heartbeat' });
  const quiet = described('errors', { TreatMissingData: 'notBreaching', MetricName: 'Errors' });
  const TIMES = ['--from', minute(0), '--to', minute(60)];
  const on = async (alarm: object, held: object, ...args: readonly string[]): Promise<Ran> => {
    const files = await temporaryFolder();
    const watched = await writeJson(files, 'alarms.json', { MetricAlarms: [alarm] });
    return backtest('--alarms', watched, '--metrics', await writeJson(files, 'held.json', held), '--json', ...args);
  };
  const EMPTY = { MetricDataResults: [], Messages: [] };
  const WITHOUT = { MetricDataResults: [{ Id: 'm1', Label: 'Heartbeat', Timestamps: [], Values: [] }] };

  it.each([
    ['of a file without results', EMPTY],
    ['of a result without values', WITHOUT],
    ['of a recording that does not hold it', memory(stretches)],
  ])('is in ALARM where that is breaching: %s', async (_, held) => {
    const ran = await on(heartbeat, held, ...TIMES);
    expect(ran.code).toBe(0);
    const [alarm] = outputOf(ran).alarms;
    expect(alarm).toMatchObject({ stateAtEnd: 'ALARM', evaluations: 60, unsupported: null });
    expect(alarm?.remarks).toEqual([
      expect.stringMatching(/^there is not one value of AWS\/ECS Heartbeat .* evaluated on missing data alone$/),
    ]);
  });

  it('is evaluated over the day before now where nothing says when', async () => {
    const ran = await on(heartbeat, EMPTY);
    expect(ran.err).toContain('there is not one value in it: alarms are evaluated on missing data from 2023-08-04T15');
    expect(outputOf(ran).alarms).toMatchObject([{ stateAtEnd: 'ALARM', evaluations: 1_440 }]);
  });

  it('is evaluated from --from to --to, whatever becomes of missing data', async () => {
    expect(outputOf(await on(quiet, EMPTY, ...TIMES)).alarms).toMatchObject([{ stateAtEnd: 'OK', evaluations: 60 }]);
  });

  it('says which results there are, none of which is its own', async () => {
    const resultOf = (Id: string): object => ({ Id, Label: `Other ${Id}`, Timestamps: [minute(5)], Values: [1] });
    const other = { MetricDataResults: [resultOf('m1'), resultOf('m2')] };
    const ran = await on(heartbeat, other, ...TIMES);
    expect(ran.err).toContain(
      'Evaluated on missing data: no result of get-metric-data can be told to be AWS/ECS Heart',
    );
    expect(outputOf(ran).alarms).toMatchObject([{ stateAtEnd: 'ALARM' }]);
  });

  it('is not evaluated where a recording does not hold it and nobody named the time', async () => {
    expect((await on(quiet, memory(stretches))).err).toContain(
      'no alarm could be evaluated: no data of AWS/ECS Errors',
    );
  });
});

describe('tocsin backtest of what says little', () => {
  it('says that not one evaluation fits, and what span it needs', async () => {
    const daily = await writeJson(folder, 'wall-clock.json', {
      MetricAlarms: [described('daily', { Period: 86_400, EvaluationWindow: { WallClockWindow: {} } })],
    });
    const [alarm] = await json('--alarms', daily, '--metrics', metrics);
    expect(alarm).toMatchObject({ evaluations: 0, transitions: [] });
    expect(alarm?.remarks).toEqual([
      expect.stringMatching(/^not one evaluation fits into the 2 h from .* and needs at least 1 d of data/),
    ]);
    const { out } = await backtest('--alarms', daily, '--metrics', metrics);
    expect(out).toMatch(/^daily +0 +- +0 +-$/m);
    expect(out).toContain('daily: not one evaluation fits');
  });

  it('begins with the values that the alarms look at, not with a history beside them', async () => {
    const { series, ...rest } = memory(stretches);
    const history = [-600, -300].map(minute);
    const beside = { ...series[0], periodSeconds: 300, timestamps: history, values: [50, 50] };
    const file = await writeJson(folder, 'beside.json', { ...rest, series: [beside, ...series] });
    expect(outputOf(await backtest('--alarms', oneAlarm, '--metrics', file, '--json')).from).toBe(minute(0));
  });

  it.each([
    [80_000, 'no value came near the threshold 80000: the largest was 90, a factor of 889'],
    [9_000, 'no value came near the threshold 9000: the largest was 90, a factor of 100'],
    [0.5, 'no value came near the threshold 0.5: the smallest was 50, a factor of 100'],
    [0.08, 'no value came near the threshold 0.08: the smallest was 50, a factor of 625'],
  ])('says that no value came near a threshold of %d', async (Threshold, remark) => {
    const far = await writeJson(folder, 'far.json', { MetricAlarms: [described('memory', { Threshold })] });
    const [alarm] = await json('--alarms', far, '--metrics', metrics);
    expect(alarm?.remarks).toEqual([`${remark}; is it in the unit of the metric?`]);
  });

  it.each([
    [-80_000, 'the largest was -90, a factor of 889; is it in the unit of the metric?'],
    [-0.5, 'the smallest was -50, a factor of 100; is it in the unit of the metric?'],
    [80, 'all were from -90 to -50; is its sign meant?'],
  ])('says so of values below 0 and a threshold of %d', async (Threshold, remark) => {
    const negative = memory(stretches.map(([minutes, value]) => [minutes, -value]));
    const values = await writeJson(folder, 'negative.json', negative);
    const far = await writeJson(folder, 'far.json', { MetricAlarms: [described('memory', { Threshold })] });
    const [alarm] = await json('--alarms', far, '--metrics', values);
    expect(alarm?.remarks).toEqual([`no value came near the threshold ${String(Threshold)}: ${remark}`]);
    const near = await writeJson(folder, 'near.json', { MetricAlarms: [described('memory', { Threshold: -80 })] });
    expect(await json('--alarms', near, '--metrics', values)).toMatchObject([{ remarks: [] }]);
  });

  it('asks for the sign of a threshold below 0 where no value is', async () => {
    const other = await writeJson(folder, 'other.json', { MetricAlarms: [described('memory', { Threshold: -80 })] });
    expect(await json('--alarms', other, '--metrics', metrics)).toMatchObject([
      { remarks: ['no value came near the threshold -80: all were from 50 to 90; is its sign meant?'] },
    ]);
  });

  it.each([8_900, 0.9, 0, 80])('says nothing of a threshold of %d', async (Threshold) => {
    const near = await writeJson(folder, 'near.json', { MetricAlarms: [described('memory', { Threshold })] });
    expect(await json('--alarms', near, '--metrics', metrics)).toMatchObject([{ remarks: [] }]);
  });
});

describe('tocsin backtest --sweep', () => {
  const sweep = (...args: readonly string[]): Promise<Ran> =>
    backtest(...ONE, '--sweep', 'threshold=70..95:5,for=1of1,3of5', ...args);

  it('prints a table of other settings, the alarm as it stands marked', async () => {
    const { code, out, err } = await sweep();
    expect(code).toBe(0);
    expect(err).toContain('--onset <time>');
    expect(out).toMatch(/^ {2}THRESHOLD +FOR +ALARMS\/WK +IN ALARM +PAGES\/WK$/m);
    expect(out).toMatch(/^▸ 80 +1 of 1 +168 \(2\) +13 % +84 \(1\)$/m);
    expect(out).toMatch(/^ {2}95 +3 of 5 +0 \(0\) +0 % +0 \(0\)$/m);
    expect(out.match(/^[▸ ] \d/gm)).toHaveLength(12);
    expect(out.replace(/\s+/g, ' ')).toContain('Counted in 2 h, in brackets; a week is extrapolated from that.');
  });

  it('tells what is seldom from what never is', async () => {
    const days = [
      [10, 50],
      [2, 90],
      [30_000, 50],
    ] as const;
    const weeks = await writeJson(folder, 'weeks.json', memory(days));
    const { out } = await backtest('--alarms', oneAlarm, '--metrics', weeks, '--sweep', 'threshold=80,95');
    expect(out).toMatch(/^▸ 80 .* <0\.1 %/m);
    expect(out).toMatch(/^ {2}95 .* 0 %/m);
  });

  it('tells how long after an onset each fires', async () => {
    const { out, err } = await sweep('--onset', minute(8), minute(17));
    expect(err).toBe('');
    expect(out).toMatch(/FROM ONSET$/m);
    expect(out).toMatch(/^▸ 80 .* 2 min 30 s \(2\/2\)$/m);
    expect(out).toMatch(/^ {2}95 .* not seen \(0\/2\)$/m);
  });

  it('says which onset is outside of the data', async () => {
    const { out, err } = await sweep('--onset', minute(8), minute(500));
    expect(err).toMatch(/^--onset: 2023-08-05T22:20:00\.000Z is not between .*: it does not count$/);
    expect(out).toContain('(1/1)');
  });

  it('says nothing of onsets outside of the time', async () => {
    const { out, err } = await sweep('--onset', '2020-01-01');
    expect(err).toContain('it does not count');
    expect(out).toMatch(/^▸ 80 .* -$/m);
    expect(out).not.toContain('not seen');
  });

  it('says where its advice was compared with nothing', async () => {
    const { err } = await sweep('--history', otherAlarmsHistory);
    expect(err).toContain('--history: it is of ghost only: memory: not compared with what CloudWatch did');
  });

  it('takes the recorded changes to ALARM for onsets', async () => {
    expect((await sweep('--history', history)).out).toMatch(/^▸ 80 .* 0 s \(2\/2\)$/m);
  });

  it('keeps within the columns of the terminal', async () => {
    for (const width of [60, 80, 120]) {
      const { out } = await run(['backtest', ...ONE, '--sweep', 'for=1of1,3of5', '--onset', minute(8)], { width });
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(out).not.toContain('…');
    }
  });

  it('puts its rows into the JSON of the alarm', async () => {
    const [alarm] = await json(...ONE, '--sweep', 'threshold=90', '--onset', minute(8));
    expect(alarm?.sweep).toMatchObject({
      rows: [{ threshold: 90, asItStands: false, timesInAlarm: 2, timesInAlarmPerWeek: 168, shareInAlarm: 0.125 }],
      asItStands: { threshold: 80, asItStands: true, pages: 1, fromOnset: { onsets: 1, seen: 1, medianSeconds: 180 } },
    });
  });

  it('says of each alarm that cannot be swept why', async () => {
    const { code, out } = await backtest(...ON_FILE, '--sweep', 'threshold=70..90:10');
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain('other No table: it was not evaluated: no data');
    expect(out.replace(/\s+/g, ' ')).toContain('impact No table: a composite alarm has neither threshold nor periods');
    const onlyImpact = await backtest(...ON_FILE, '--alarm', 'impact', '--sweep', 'for=1of1');
    expect([onlyImpact.code, onlyImpact.err.split('\n').at(-1)]).toEqual([1, 'no alarm could be swept']);
  });
});

describe('tocsin backtest --config', () => {
  const recording = path('examples/incidents/2023-08-05-memory-leak/recording.json');
  const config = path('examples/tocsin.yaml');

  it('evaluates the alarms that a deploy would create, of the service that was recorded', async () => {
    const all = await json('--metrics', recording, '--config', config);
    const critical = all.find(({ alarmName }) => alarmName === 'tocsin-prod-web-memory-critical');
    expect(critical?.transitions.map(({ at, to }) => `${at.slice(11, 16)} ${to}`)).toEqual([
      '12:26 OK',
      '13:58 ALARM',
      '15:33 OK',
    ]);
    expect(critical).toMatchObject({ evaluations: 215, secondsInAlarm: 5_700, unsupported: null });
    expect(all.every(({ alarmName }) => alarmName.startsWith('tocsin-prod-web-'))).toBe(true);
  });

  it('counts the pages of critical alarms only', async () => {
    const pages = async (severity: string) => {
      const [alarm] = await json(
        ...['--metrics', recording, '--config', config, '--sweep', 'threshold=70'],
        ...['--alarm', `tocsin-prod-web-memory-${severity}`],
      );
      return alarm?.sweep;
    };
    expect(await pages('critical')).toMatchObject({ rows: [{ pages: 1 }] });
    expect(await pages('warning')).toMatchObject({ rows: [{ timesInAlarm: 1, pages: 0 }] });
  });

  it('sweeps how soon memory growth pages, and says how long before the memory alarm', async () => {
    const swept = ['--metrics', recording, '--config', config, '--sweep', 'exhaustionWithin=10m..1h:25m'];
    const { code, out } = await backtest(...swept);
    expect(code).toBe(0);
    expect(out).toMatch(/^ *THRESHOLD +FOR .* BEFORE MEMORY$/m);
    expect(out).toMatch(/^ {2}10 min +1 of 3 .* 2 min \(1\/1\)$/m);
    expect(out).toMatch(/^▸ 1 h +1 of 3 .* 17 min \(1\/1\)$/m);
    expect(out).not.toContain('No table');
    const all = await json(...swept);
    expect(all.flatMap(({ alarmName, sweep }) => (sweep === undefined ? [] : [alarmName]))).toEqual([
      'tocsin-prod-web-memory-growth-critical',
    ]);
    const ofOthers = await backtest(...swept, '--alarm', 'tocsin-prod-web-memory-critical');
    expect(ofOthers.code).toBe(1);
    expect(ofOthers.out.replace(/\s+/g, ' ')).toContain('exhaustionWithin= is of the alarm on memory growth');
  });

  it('takes the service that --service names', async () => {
    const team = await writeJson(folder, 'team.yaml', teamYaml({ alarms: '{ memory: { critical: 80 } }' }));
    const all = await json('--metrics', metrics, '--config', team, '--service', 'web');
    expect(all.find(({ alarmName }) => alarmName.endsWith('memory-critical'))?.timesInAlarm).toBe(2);
    const unknown = await backtest('--metrics', metrics, '--config', team);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(/metrics\.json: .*describes no service "not in tocsin.yaml" \(it describes: web\)/);
  });
});

describe('wrong use of tocsin backtest', () => {
  const empty = join(folder, 'none.json');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  it.each([
    [[...ON_FILE, '--service', 'web'], /--alarms names the alarms itself/],
    [[...ON_FILE, '--config', 'tocsin.yaml'], /--alarms names the alarms itself/],
    [
      ['--alarms', empty, '--metrics', metrics],
      /none\.json: there is no such file; expected what `aws cloudwatch describe-alarms`/,
    ],
    [['--alarms', folder, '--metrics', metrics], /is a directory/],
    [
      ['--alarms', metrics, '--metrics', metrics],
      /metrics\.json: expected the output of `aws cloudwatch describe-alarms`/,
    ],
    [['--alarms', alarms, '--metrics', empty], /none\.json: there is no such file/],
    [['--alarms', alarms, '--metrics', alarms], /alarms\.json/],
    [
      ['--alarms', alarms, '--metrics', pipe],
      /pipe is a pipe, and values are read from a file only: write them to one/,
    ],
    [['--alarms', alarms, '--metrics', '/dev/null'], /null is no file/],
    [[...ONE, '--history', alarms], /alarms\.json: .*AlarmHistoryItems/],
    [[...ONE, '--alarm', 'typo'], /--alarm: there is no alarm "typo"; there are: memory/],
    [[...ONE, '--from', 'yesterday'], /--from: expected an instant .*got "yesterday"/],
    [[...ONE, '--from', minute(9), '--to', minute(3)], /expected a beginning before the end/],
    [[...ONE, '--from', '1023-08-05T14:00:00Z'], /at most 800 d can be backtested/],
    [[...ONE, '--sweep', 'for=3'], /--sweep: for: expected datapoints of periods such as 3of5/],
    [[...ONE, '--onset', '1h'], /--onset is for a table of other thresholds: add --sweep/],
    [[...ONE, '--sweep', 'for=1of1', '--onset', 'soon'], /--onset: expected an instant/],
    [[...ONE, '--chart', 'some'], /changed, all, none/],
  ])('%j exits with 2 and says what to do', async (args, expected) => {
    const { code, out, err } = await backtest(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(expected);
    expect(err).not.toContain('    at ');
  });
});
