import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelledResult } from '../../../lib/adapters/recording/labelled-result.ts';
import type { Metric, MetricAlarm } from '../../../lib/core/alarm/definition.ts';
import { alarmOn, at, boundTo, memory, opened, refusalOf, shown, start } from './files.ts';

const result = (Id: string, Label: string, changes: object = {}): object => ({
  ...{ Id, Label, Timestamps: [at(2), at(0)], Values: [52, 50], StatusCode: 'Complete' },
  ...changes,
});

const output = (...MetricDataResults: unknown[]): object => ({ MetricDataResults, Messages: [] });

const metric = (metricName: string, changes: Partial<Metric> = {}): Metric => ({ ...memory, metricName, ...changes });

const held = [[[0, 60, 50, NaN, 52]]];

const errorRate: MetricAlarm = {
  ...alarmOn(memory, 'error rate'),
  signal: {
    kind: 'math',
    returned: 'e1',
    queries: [
      { id: 'e1', expression: '100*FILL(errors,0)/requests' },
      { id: 'errors', metric: metric('Errors', { stat: 'Sum' }) },
      { id: 'requests', metric: metric('Requests', { stat: 'Sum' }) },
    ],
  },
};

describe('the output of get-metric-data', () => {
  it('may be newest first or oldest first, in ISO times of any zone or epoch seconds', async () => {
    const oldestFirst = { Timestamps: [start / 1_000, '2023-08-05T10:02:00-04:00'], Values: [50, 52] };
    for (const changes of [{}, oldestFirst]) {
      const file = await opened(output(result('m1', 'memory', changes)));
      expect([file.kind, file.service, boundTo(file, alarmOn(memory))]).toEqual(['get-metric-data', undefined, held]);
      expect(file.extent).toEqual({ from: '2023-08-05T14:00:00.000Z', to: '2023-08-05T14:03:00.000Z' });
    }
  });

  it('holds the pages of a result one by one', async () => {
    const pages = [
      result('m1', 'memory', { Timestamps: [at(2)], Values: [52], StatusCode: 'PartialData' }),
      result('m1', 'memory', { Timestamps: [at(0)], Values: [50] }),
    ];
    const file = await opened(output(...pages));
    expect([boundTo(file, alarmOn(memory)), file.remarks]).toEqual([held, []]);
  });

  it('may hold a result without values', async () => {
    const file = await opened(output(result('m1', 'memory', { Timestamps: [], Values: [] })));
    expect([boundTo(file, alarmOn(memory)), file.extent]).toEqual([[[[expect.any(Number), 60]]], undefined]);
  });

  it('is remarked upon where it is not whole', async () => {
    const results = output(
      result('m1', 'a', { StatusCode: 'PartialData' }),
      result('m2', 'b', { StatusCode: 'InternalError' }),
    );
    const { remarks } = await opened({ ...results, Messages: [{ Code: 'Slow', Value: 'try again' }] });
    expect(remarks).toEqual([
      expect.stringMatching(/json: m1 "a": PartialData: .*fetch it again$/u),
      expect.stringMatching(/json: m2 "b": InternalError: .*fetch it again$/u),
      expect.stringMatching(/CloudWatch says Slow: try again$/u),
    ]);
  });

  it.each([
    [result('m1', 'a', { Values: [1] }), 'MetricDataResults[0].Values: expected as many Values as Timestamps'],
    [result('m1', 'a', { Values: ['1', 2] }), 'MetricDataResults[0].Values[0]: Invalid input'],
    [
      result('m1', 'a', { Timestamps: ['today', at(0)] }),
      'MetricDataResults[0].Timestamps[0]: expected an instant such as',
    ],
    [result('m1', 'a', { Timestamps: undefined }), 'MetricDataResults[0].Timestamps: Invalid input'],
    [result('', 'a'), 'MetricDataResults[0].Id: Too small'],
    [null, 'MetricDataResults[0]: Invalid input'],
    [
      result('m1', 'a', { Timestamps: [0, 1e11] }),
      'MetricDataResults[0].Timestamps: expected at most 10000000 periods',
    ],
  ])('is refused with %j', async (element, problem) => {
    expect(await refusalOf(output(element))).toContain(problem);
  });
});

describe('the period of a result', () => {
  const every = (seconds: number, count: number): object => ({
    Timestamps: Array.from({ length: count }, (_, index) => start / 1_000 + index * seconds),
    Values: Array.from({ length: count }, (_, index) => index),
  });

  it.each([
    [60, 60, 60],
    [300, 300, 300],
    [60, 300, 60],
    [60, 120, 60],
    [900, 3_600, 300],
    [7_200, 86_400, 3_600],
    [5, 60, 5],
    [7, 60, 1],
    [60, 10, 10],
  ])('whose values are %i s apart is, for an alarm of %i s, %i s', async (apart, asked, period) => {
    const file = await opened(output(result('m1', 'memory', every(apart, 3))));
    const bound = file.bind(alarmOn({ ...memory, periodSeconds: asked }));
    const series = 'unsupported' in bound ? [] : bound({ ...memory, periodSeconds: asked });
    expect(series.map(({ periodMs }) => periodMs)).toEqual([period * 1_000]);
    expect(series.map(({ values }) => values.filter((value) => !Number.isNaN(value)))).toEqual([
      Float64Array.of(0, 1, 2),
    ]);
  });

  it.each([
    [300, 6, 300],
    [300, 5, 60],
    [120, 20, 60],
    [60, 20, 60],
    [3_600, 400, 3_600],
  ])(
    'of values %i s apart without a gap, %i of them, is for an alarm of a minute %i s',
    async (apart, count, period) => {
      const file = await opened(output(result('m1', 'memory', every(apart, count))));
      const bound = file.bind(alarmOn(memory));
      expect('unsupported' in bound ? bound : bound(memory).map(({ periodMs }) => periodMs)).toEqual([period * 1_000]);
    },
  );

  it('may begin at any minute, as CloudWatch counts periods from the one it is asked from', async () => {
    const { Timestamps, Values } = every(300, 6) as { Timestamps: number[]; Values: number[] };
    const at02 = Timestamps.map((seconds) => seconds + 120);
    const pages = [result('m1', 'memory', { Timestamps: at02.slice(2), Values: Values.slice(2) })];
    pages.push(result('m1', 'memory', { Timestamps: at02.slice(0, 2), Values: Values.slice(0, 2) }));
    const file = await opened(output(...pages));
    const five = { ...memory, periodSeconds: 300 };
    expect(boundTo(file, alarmOn(five))).toEqual([[[2, 300, 0, 1, 2, 3, 4, 5]]]);
    expect(boundTo(file, alarmOn(memory))).toEqual([[[2, 300, 0, 1, 2, 3, 4, 5]]]);
  });

  it('is that of each alarm, whatever was asked before', async () => {
    const file = await opened(output(result('m1', 'memory')));
    const periods = [60, 120, 60].map((periodSeconds) => boundTo(file, alarmOn({ ...memory, periodSeconds })));
    expect(periods).toEqual([held, [[[0, 120, 50, 52]]], held]);
  });

  it('is a minute for the extent of a single value', async () => {
    const { extent } = await opened(output(result('m1', 'memory', { Timestamps: [at(0)], Values: [50] })));
    expect(extent).toEqual({ from: '2023-08-05T14:00:00.000Z', to: '2023-08-05T14:01:00.000Z' });
  });
});

describe('an alarm is given the result', () => {
  it('that has the id of its metric math, where all alarms mean the same by it', async () => {
    const file = await opened(output(result('requests', 'x'), result('errors', 'y', { Values: [2, 1] })));
    expect(boundTo(file, errorRate)).toEqual([[[0, 60, 1, NaN, 2]], held[0]]);
    const other = {
      ...errorRate,
      signal: { kind: 'math', returned: 'e', queries: [{ id: 'requests', metric: memory }] },
    } as MetricAlarm;
    expect(boundTo(file, errorRate, [errorRate, other])).toContain('no result of get-metric-data can be told to be');
  });

  it('whose label names it, though the id is that of another metric', async () => {
    const errors = { Values: [2, 1] };
    const file = await opened(output(result('requests', 'Errors', errors), result('errors', 'Requests')));
    expect(boundTo(file, errorRate)).toEqual([[[0, 60, 1, NaN, 2]], held[0]]);
  });

  it('that CloudWatch named by the dimensions alone, as it does where metrics differ in nothing else', async () => {
    const [web, api] = ['web', 'api'].map((ServiceName) =>
      alarmOn({ ...memory, dimensions: { ClusterName: 'prod', ServiceName } }, ServiceName),
    );
    if (web === undefined || api === undefined) throw new Error('two alarms');
    const other = { Values: [1, 1] };
    const file = await opened(output(result('m1', 'prod api', other), result('m2', 'prod web')));
    expect(boundTo(file, web, [web, api])).toEqual(held);
    const short = await opened(output(result('m1', 'memory of api', other), result('m2', 'web')));
    expect(boundTo(short, web, [web, api])).toEqual(held);
    const doubtful = await opened(output(result('m1', 'prod', other), result('m2', 'prod')));
    expect(boundTo(doubtful, web, [web, api])).toContain('no result of get-metric-data can be told to be');
    const cpu = alarmOn({ ...memory, metricName: 'CPUUtilization' }, 'cpu');
    expect(boundTo(file, web, [web, cpu])).toContain('no result of get-metric-data can be told to be');
  });

  it('that has its name', async () => {
    const file = await opened(output(result('m1', 'memory high'), result('m2', 'MemoryUtilization')));
    expect(boundTo(file, alarmOn(memory, 'memory high'))).toEqual(held);
    expect(boundTo(file, alarmOn(memory, 'm1'))).toEqual(held);
  });

  it('whose label names its metric as whole words', async () => {
    const file = await opened(
      output(result('m1', 'MemoryUtilization'), result('m2', 'MemoryUtilizationReserved', { Values: [1, 1] })),
    );
    expect(boundTo(file, alarmOn(memory))).toEqual(held);
    expect(shown(file.lookup(memory))).toEqual(held[0]);
  });

  it('whose label names its dimensions or statistic best', async () => {
    const other = { Values: [1, 1] };
    const both = [result('m1', 'web: MemoryUtilization'), result('m2', 'web-2: MemoryUtilization', other)];
    expect(boundTo(await opened(output(...both)), alarmOn(memory))).toEqual(held);
    const stats = [result('m1', 'MemoryUtilization Maximum', other), result('m2', 'MemoryUtilization Average')];
    expect(boundTo(await opened(output(...stats)), alarmOn(memory))).toEqual(held);
  });

  it('whose label names its metric, whatever characters the names are of', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => /^\S+$/u.test(text));
    fc.assert(
      fc.property(name, name, (metricName, ServiceName) => {
        const own = metric(metricName, { dimensions: { ServiceName } });
        const label = `Team ${metricName} Average ${ServiceName}`;
        const found = labelledResult({ ...own, namespace: 'Team' }, [{ id: 'm1', label }], []);
        expect(found).toEqual({ id: 'm1', label });
      }),
    );
    const file = await opened(
      output(result('m1', 'MemoryUtilization (web-1/a.b)'), result('m2', 'MemoryUtilization web')),
    );
    expect(boundTo(file, alarmOn({ ...memory, dimensions: { ServiceName: 'web-1/a.b' } }))).toEqual(held);
  });

  it('that is the only one, when only its metric is watched', async () => {
    const file = await opened(output(result('m1', 'blue line')));
    const [average, maximum] = [alarmOn(memory), alarmOn({ ...memory, stat: 'Maximum' }, 'peak')];
    expect(boundTo(file, average)).toEqual(held);
    expect(boundTo(file, average, [average, { ...average, name: 'twin' }])).toEqual(held);
    expect(boundTo(file, average, [average, maximum])).toContain('there are: m1 "blue line"');
  });

  it('with the samples that its values rest on, where a label names them', async () => {
    const counts = result('m2', 'MemoryUtilization SampleCount', { Values: [7, 9] });
    const file = await opened(output(result('m1', 'MemoryUtilization Average'), counts));
    const bound = file.bind(alarmOn(memory));
    const samplesIn = (stat: string): unknown => ('unsupported' in bound ? bound : shown(bound({ ...memory, stat })));
    expect(samplesIn('SampleCount')).toEqual([[0, 60, 9, NaN, 7]]);
    expect(samplesIn('Maximum')).toEqual([]);
  });

  it('without what its metric math fills', async () => {
    const file = await opened(output(result('requests', 'x')));
    expect(boundTo(file, errorRate)).toEqual([[], held[0]]);
  });
});

describe('an alarm is given no result', () => {
  it('where several fit, and is told how to label them', async () => {
    const file = await opened(output(result('m1', 'MemoryUtilization'), result('m2', 'MemoryUtilization')));
    expect(boundTo(file, alarmOn(memory))).toBe(
      'm1 "MemoryUtilization", m2 "MemoryUtilization" fit AWS/ECS MemoryUtilization Average (ClusterName prod, ServiceName web) alike: ' +
        `give its query "Label": "\${PROP('Namespace')} \${PROP('MetricName')} \${PROP('Stat')} \${PROP('Dim.ClusterName')} \${PROP('Dim.ServiceName')}"`,
    );
    expect(file.lookup(memory)).toEqual([]);
  });

  it('whose label fits the metric of another alarm as well, or better', async () => {
    const [web, api] = [memory, { ...memory, dimensions: { ClusterName: 'prod', ServiceName: 'api' } }].map(
      (one, index) => alarmOn(one, `memory ${String(index)}`),
    );
    if (web === undefined || api === undefined) throw new Error('two alarms');
    const plain = await opened(output(result('m1', 'MemoryUtilization'), result('m2', 'z')));
    expect(boundTo(plain, web, [web, api])).toMatch(/^m1 "MemoryUtilization" fits .*web\) and .*api\) alike/u);
    const named = await opened(output(result('m1', 'api MemoryUtilization'), result('m2', 'z')));
    expect(boundTo(named, web, [web, api])).toContain('no result of get-metric-data can be told to be');
    expect(boundTo(named, api, [web, api])).toEqual(held);
  });

  it.each(['MemoryUtilization p99', 'AWS/RDS MemoryUtilization', 'Maximum'])(
    'whose label %j is of another statistic or namespace, even when it is the only one',
    async (label) => {
      const file = await opened(output(result('m1', label)));
      expect(boundTo(file, alarmOn(memory))).toContain('no result of get-metric-data can be told to be');
    },
  );

  it('when the file holds what its metric math gives instead of its metrics', async () => {
    const file = await opened(output(result('e1', 'error rate')));
    expect(boundTo(file, errorRate)).toContain('can be told to be AWS/ECS Requests Sum');
  });
});
