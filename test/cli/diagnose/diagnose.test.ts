import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../lib/core/diagnosis/verdict/diagnosis.ts';
import { instantOf, MINUTE } from '../../../lib/core/time.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const INCIDENT = root('examples/incidents/2023-08-05-memory-leak/recording.json');
const CONFIG = root('examples/tocsin.yaml');
const PAGED = '2023-08-05T14:15:00Z';

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(root('schema/diagnosis.schema.json'), 'utf8')) as object);

const folder = await temporaryFolder();
const START = Date.parse('2023-08-05T12:00:00Z');
const minute = (minutes: number): string => instantOf(START + minutes * MINUTE);

type Valued = (minute: number) => number;

const series = (metricName: string, stat: string, value: Valued): object => {
  const minutes = Array.from({ length: 120 }, (_, index) => index);
  return {
    namespace: metricName === 'MemoryUtilization' ? 'AWS/ECS' : 'AWS/ApplicationELB',
    metricName,
    dimensions: {},
    stat,
    periodSeconds: 60,
    timestamps: minutes.map(minute),
    values: minutes.map(value),
  };
};

const recordingOf = (all: readonly object[], more: object = {}): object => ({
  schema: 'recording/1',
  service: 'web',
  series: all,
  ...more,
});

/** Of a value of about `level`, as no service has it for long. */
const noisy =
  (level: number): Valued =>
  (at) =>
    level * (1 + 0.05 * Math.sin(at * 7.3));

/** A service that a deploy makes six times as slow after an hour. */
const slowed = (id: string, more: object = {}): object =>
  recordingOf(
    [
      series('RequestCount', 'Sum', noisy(600)),
      series('TargetResponseTime', 'p50', (at) => noisy(at < 61 ? 0.05 : 0.3)(at)),
      series('TargetResponseTime', 'p99', (at) => noisy(at < 61 ? 0.1 : 0.6)(at)),
      series('MemoryUtilization', 'Average', noisy(40)),
    ],
    {
      deploys: [
        { at: minute(59), id, system: 'ecs', service: 'web', status: 'STARTED' },
        { at: minute(61), id, system: 'ecs', service: 'web', status: 'SUCCEEDED' },
      ],
      ...more,
    },
  );

const requests = series('RequestCount', 'Sum', noisy(600));
const regressed = await writeJson(folder, 'regressed.json', slowed('web-2'));

const diagnosisIn = ({ code, out, err }: Ran): Diagnosis => {
  expect([code, err]).toEqual([0, '']);
  const diagnosis = JSON.parse(out) as Diagnosis;
  validate(diagnosis);
  expect(validate.errors).toBeNull();
  return diagnosis;
};

const sectionOf = ({ out }: Ran, heading: string): string =>
  out.split('\n\n').find((part) => part.startsWith(`${heading}\n`)) ?? '';

describe('a diagnosis of a recording', () => {
  it('says first what is wrong, then since when, and whom it hurts', async () => {
    const { code, out, err } = await run(['diagnose', INCIDENT, '--at', PAGED], { width: 120 });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^memory leak/);
    expect(out).toMatch(/^Service +web$/m);
    expect(out).toMatch(/^At +2023-08-05 14:15; all times are UTC$/m);
    expect(out).toMatch(/^Onset +13:\d\d \(between 13:\d\d and 13:\d\d\), .+ before$/m);
    expect(out).toMatch(/^Impact +\d+ % of requests are slow, none fail, since 13:\d\d$/m);
    expect(out).toMatch(/^Memory +96 % of its limit, \+\d+ % an hour: full$/m);
    const earlier = await run(['diagnose', INCIDENT, '--at', '2023-08-05T13:50:00Z'], { width: 120 });
    expect(earlier.out).toMatch(/^Memory +\d\d % of its limit, \+\d+ % an hour; full about 14:\d\d \(/m);
  });

  it('tells what came after what', async () => {
    const events = sectionOf(await run(['diagnose', INCIDENT, '--at', PAGED]), 'Order of events');
    expect(events).toMatch(/ {2}13:\d\d {2}memory \+.* %\/min/);
    expect(events).toMatch(/ {2}13:27 {2}traffic x4\.0/);
  });

  it('gives the numbers of the cause that it names, and what would change its mind', async () => {
    const why = sectionOf(await run(['diagnose', INCIDENT, '--at', PAGED]), 'Why memory leak');
    expect(why).toMatch(/from \d+ % to \d+ %/);
    expect(why).toContain('What would change this: ');
  });

  it('says of every other cause how it stands, and by what', async () => {
    const others = sectionOf(await run(['diagnose', INCIDENT, '--at', PAGED]), 'Also looked at');
    expect(others).toMatch(/^ {2}deploy: inconclusive\n {4}no deploy was seen/m);
    expect(others).toMatch(/^ {2}traffic surge: (inconclusive|refuted)\n {4}a surge of traffic, x4\.0/m);
    expect(others).toMatch(/^ {2}dependency DB: (inconclusive|refuted)\n {4}\S/m);
    expect(others.match(/What would change this: /g)).toHaveLength(3);
  });

  it('draws the memory that leaks up to its limit, the traffic that came with it, and marks the onset', async () => {
    const { out } = await run(['diagnose', INCIDENT, '--at', PAGED]);
    expect(out).toContain('\nmemory, percent (╌ the limit)\n       100 ┤');
    expect(out).toContain('\ntraffic, count a minute\n');
    expect(out).toMatch(/\n {12}12:25 +\d\d:\d\d +14:15\n +\^\n {12}\^ onset 13:\d\d$/);
  });

  it('marks deploys where they began', async () => {
    const { out } = await run(['diagnose', regressed, '--at', minute(75)]);
    expect(out).toMatch(/^bad deploy web-2, /);
    expect(out).toContain('\nlatency p50, milliseconds\n');
    expect(out).toMatch(/\n +d +\^\n {12}d deploy web-2 12:59 {3}\^ onset 13:01$/);
  });

  it('says that little time has passed since the onset', async () => {
    const { out } = await run(['diagnose', regressed, '--at', minute(70)]);
    expect(out).toMatch(/^Onset .*; early: it may change\s+with more data$/m);
  });

  it('looks at the whole recording where no instant is named', async () => {
    const { out } = await run(['diagnose', regressed]);
    expect(out).toMatch(/^At +2023-08-05 14:00;/m);
  });

  it('reads what gzip packed', async () => {
    const packed = join(folder, 'regressed.json.gz');
    await writeFile(packed, gzipSync(JSON.stringify(slowed('web-2'))));
    expect(await run(['diagnose', packed])).toEqual(await run(['diagnose', regressed]));
  });

  it('is not changed by what came later', async () => {
    const cut = (values: unknown[]): unknown[] => values.slice(0, 75);
    const whole = slowed('web-2') as { series: { timestamps: unknown[]; values: unknown[] }[] };
    const early = await writeJson(folder, 'early.json', {
      ...whole,
      series: whole.series.map((one) => ({ ...one, timestamps: cut(one.timestamps), values: cut(one.values) })),
    });
    const args = ['--at', minute(75)];
    expect(await run(['diagnose', early, ...args])).toEqual(await run(['diagnose', regressed, ...args]));
  });
});

describe('tocsin diagnose --json', () => {
  it.each([
    ['2023-08-05T12:26:00Z', 'unknown'],
    ['2023-08-05T12:40:00Z', 'unknown'],
    ['2023-08-05T13:20:00Z', 'none'],
    ['2023-08-05T13:50:00Z', 'memory-leak'],
    [PAGED, 'memory-leak'],
    ['2023-08-05T16:00:00Z', undefined],
  ])('is one document of its schema at %s', async (at, cause) => {
    const diagnosis = diagnosisIn(await run(['diagnose', INCIDENT, '--at', at, '--json']));
    expect(diagnosis).toMatchObject({ schema: 'diagnosis/1', service: 'web', at: at.replace('Z', '.000Z') });
    if (cause !== undefined) expect(diagnosis.cause).toBe(cause);
  });

  it('names the deploy that the trouble began with', async () => {
    const diagnosis = diagnosisIn(await run(['diagnose', regressed, '--at', minute(75), '--json']));
    expect(diagnosis).toMatchObject({ cause: 'deploy-regression', deployImplicated: 'web-2' });
  });

  it('says which series are not there', async () => {
    const diagnosis = diagnosisIn(await run(['diagnose', regressed, '--json']));
    expect(diagnosis.data.missing).toEqual([
      { series: 'errors', reason: 'no-data' },
      { series: 'DB latency', reason: 'no-data' },
    ]);
  });
});

describe('tocsin diagnose --config', () => {
  it('marks the alarms of the service that fire by then', async () => {
    const slow = slowed('web-2', {});
    const { series: all } = slow as { series: { metricName: string; stat: string; values: number[] }[] };
    for (const one of all) if (one.stat === 'p99') one.values = one.values.map((value) => value * 5);
    const dimensions = { LoadBalancer: 'app/web/50dc6c495c0c9188' };
    const file = await writeJson(folder, 'alarmed.json', {
      ...slow,
      series: all.map((one) => ({ ...one, dimensions })),
    });
    const { code, out } = await run(['diagnose', file, '--at', minute(75), '--config', CONFIG], { width: 120 });
    expect(code).toBe(0);
    expect(out).toMatch(/! tocsin-prod-web-latency-critical 13:0\d/);
  });

  it('knows the metrics of a workload that is described by them', async () => {
    const dimensions = { Queue: 'orders' };
    const own = { namespace: 'Shop/Worker', dimensions };
    const file = await writeJson(
      folder,
      'worker.json',
      recordingOf(
        [
          { ...series('Handled', 'Sum', noisy(600)), ...own },
          { ...series('Latency', 'p50', (at) => noisy(at < 61 ? 50 : 300)(at)), ...own },
          { ...series('MemoryBytes', 'Average', noisy(200 * 1_024 ** 2)), ...own, unit: 'Bytes' },
        ],
        { service: 'worker' },
      ),
    );
    const { data, trafficSurge } = diagnosisIn(
      await run(['diagnose', file, '--config', root('examples/tocsin.full.yaml'), '--json']),
    );
    expect(trafficSurge).toBe(false);
    expect(data.missing.map((one) => one.series)).toEqual(['errors', 'DB latency']);
  });

  it('finds in memory of bytes what it finds in percent of their limit', async () => {
    const fills: Valued = (at) => 40 + 0.6 * Math.max(0, at - 60) + 0.1 * Math.sin(at * 7.3);
    const own = { namespace: 'Shop/Worker', metricName: 'Memory', dimensions: {} };
    const found = async (memory: object, recorded: object): Promise<Diagnosis> => {
      const config = await writeJson(folder, 'memory.yaml', {
        services: { worker: { escalation: 'p', workload: { kind: 'custom', metrics: { memory } } } },
        responders: { alice: { name: 'Alice' } },
        escalations: { p: { levels: [{ page: ['responder:alice'] }] } },
      });
      const all = [{ ...recorded, ...own }];
      const file = await writeJson(folder, 'memory.json', recordingOf(all, { service: 'worker' }));
      return diagnosisIn(await run(['diagnose', file, '--config', config, '--json']));
    };
    const percent = await found(own, series('Memory', 'Average', fills));
    const bytes = await found(
      { metric: { ...own, unit: 'bytes' }, limit: '512MB' },
      { ...series('Memory', 'Average', (at) => (fills(at) / 100) * 512 * 1_024 ** 2), unit: 'Bytes' },
    );
    expect(bytes).toEqual(percent);
    expect(bytes).toMatchObject({ cause: 'memory-leak', memory: { limitPercent: 100 } });
    expect(bytes.memory?.nowPercent).toBeCloseTo(75.5, 0);
  });
});

describe('a wrong use of tocsin diagnose', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, out, err } = await run(['diagnose', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain('    at ');
    return err;
  };

  it('is an instant that the recording does not hold', async () => {
    const span = `${INCIDENT} goes from 2023-08-05T12:25:00.000Z to 2023-08-05T16:00:00.000Z`;
    for (const at of ['2023-08-05T12:25:00Z', '2023-08-05T16:00:01Z', '2024-08-05'])
      expect(await refused(INCIDENT, '--at', at)).toMatch(`--at: ${span}, and 202`);
    expect(await refused(INCIDENT, '--at', 'noon')).toContain('--at: expected an instant such as');
  });

  it('is another service than that of the recording', async () => {
    expect(await refused(INCIDENT, '--service', 'api')).toBe(
      `--service: ${INCIDENT} is of the service "web", not of "api": leave --service out, or name another recording`,
    );
    expect((await run(['diagnose', INCIDENT, '--service', 'web'])).code).toBe(0);
  });

  it('is a tocsin.yaml that does not describe the service', async () => {
    const file = await writeJson(folder, 'other.json', slowed('web-2', { service: 'toString' }));
    expect(await refused(file, '--config', CONFIG)).toContain(
      'the recording is of the service "toString", which it does not describe (it describes: web)',
    );
    expect(await refused(file, '--config', join(folder, 'none.yaml'))).toContain('none.yaml');
  });

  it('is a file that is no recording, or holds no value, or more years than anybody looks at', async () => {
    expect(await refused(join(folder, 'none.json'))).toContain('there is no such file: name a recording');
    expect(await refused(CONFIG)).toContain('not JSON');
    const none = { timestamps: [], values: [] };
    const empty = await writeJson(folder, 'empty.json', recordingOf([{ ...requests, ...none }]));
    expect(await refused(empty)).toBe(`${empty}: there is not one value in it`);
    const years = { timestamps: [minute(0), '9023-08-05T14:00:00Z'], values: [1, 2] };
    const long = await writeJson(folder, 'long.json', recordingOf([{ ...requests, ...years }]));
    expect(await refused(long)).toContain('is a timestamp mistyped?');
  });
});

const few = { timestamps: [minute(0), minute(1)], values: [50, 51] };
const memory = (value: Valued): object => series('MemoryUtilization', 'Average', value);
const latency = (value: Valued): object => series('TargetResponseTime', 'p50', value);

const ODD: readonly (readonly [what: string, all: readonly object[]])[] = [
  ['one series', [requests]],
  ['metrics that nobody knows', [series('QueueDepth', 'Average', noisy(5))]],
  ['two minutes', [{ ...memory(noisy(50)), ...few }]],
  ['values that never change', [memory(() => 50), latency(() => 0.1)]],
  ['nothing but zeros', [memory(() => 0), latency(() => 0), series('RequestCount', 'Sum', () => 0)]],
  ['negative values', [memory(() => -5), latency((at) => Math.sin(at))]],
  ['memory at its ceiling', [memory(() => 100), latency(noisy(0.1))]],
  ['memory in bytes', [{ ...memory((at) => 2e9 + at * 1e7), unit: 'Bytes' }]],
  ['huge values', [memory(() => 1e308), latency((at) => (at < 60 ? 1e-300 : 1e300))]],
  [
    'no answer from half-time on',
    [latency(noisy(0.1)), series('HTTPCode_ELB_5XX_Count', 'Sum', (at) => (at < 60 ? 0 : 9))],
  ],
];

describe('a recording of', () => {
  it.each(ODD)('%s is diagnosed without a number that is none', async (what, all) => {
    const file = await writeJson(folder, `${what}.json`, recordingOf(all));
    diagnosisIn(await run(['diagnose', file, '--json']));
    const { code, out } = await run(['diagnose', file]);
    expect(code).toBe(0);
    expect(out).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
  });
});

describe('names in a recording', () => {
  const hostile = 'x\u001b[31mred\u001b[0m\u0007\u202e\r\nService  forged';

  it('reach the terminal as text in one line', async () => {
    const file = await writeJson(folder, 'hostile.json', slowed(hostile, { service: hostile, deploys: [] }));
    const { code, out } = await run(['diagnose', file]);
    expect(code).toBe(0);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(out).not.toMatch(/^Service +forged/m);
  });

  it('of deploys neither', async () => {
    const file = await writeJson(folder, 'hostile-deploy.json', slowed(hostile));
    const { code, out } = await run(['diagnose', file, '--at', minute(75)]);
    expect(code).toBe(0);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(out).not.toMatch(/^Service +forged/m);
  });

  it('that are long leave the chart within the terminal', async () => {
    const file = await writeJson(folder, 'long-deploy.json', slowed('v'.repeat(300)));
    const { out } = await run(['diagnose', file, '--at', minute(75)]);
    const legend = out.split('\n').filter((line) => /[d^] (deploy|onset)/u.test(line));
    expect(legend.every((line) => stringWidth(line) <= 80)).toBe(true);
  });
});
