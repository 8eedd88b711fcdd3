import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../lib/adapters/recording/read-recording.ts';
import { seriesOf } from '../../../lib/adapters/recording/recording.ts';
import { alarmOn, at, boundTo, fileOf, memory, opened, refusal, refusalOf, shown } from './files.ts';

const recorded = (minutes: readonly number[], values: readonly unknown[], changes: object = {}): object => ({
  ...memory,
  timestamps: minutes.map(at),
  values,
  ...changes,
});

const recordingOf = (...series: unknown[]): object => ({ schema: 'recording/1', service: 'web', series });

const whole = recordingOf(recorded([0, 1, 3], [50, 51, 53]));

/** What `replay`, which holds the whole recording, says of the same text. */
const replayRefusal = async (content: unknown): Promise<string> => {
  const path = fileOf(content);
  const message = await readRecording(path).then(
    () => 'it was read',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return message.replaceAll(path, '');
};

describe('the series of a recording', () => {
  it('have a value a period, and none where the recording has none', async () => {
    const file = await opened(whole);
    expect([file.kind, file.service]).toEqual(['recording', 'web']);
    expect(shown(file.lookup(memory))).toEqual([[0, 60, 50, 51, NaN, 53]]);
  });

  it('reach from the start of the first period to the end of the last', async () => {
    const file = await opened(
      recordingOf(recorded([5], [1]), recorded([0], [1], { stat: 'Maximum', periodSeconds: 300 })),
    );
    expect(file.extent).toEqual({ from: '2023-08-05T14:00:00.000Z', to: '2023-08-05T14:06:00.000Z' });
  });

  it('are told by namespace, metric, dimensions in any order, and statistic, whatever their period', async () => {
    const five = recorded([0, 5], [1, 2], { periodSeconds: 300 });
    const other = recorded([0], [9], { dimensions: { ServiceName: 'api', ClusterName: 'prod' } });
    const file = await opened(recordingOf(recorded([0], [50]), other, five, recorded([0], [60], { stat: 'Maximum' })));
    const asked = { ...memory, dimensions: { ServiceName: 'web', ClusterName: 'prod' }, periodSeconds: 3_600 };
    expect(shown(file.lookup(asked))).toEqual([
      [0, 60, 50],
      [0, 300, 1, 2],
    ]);
    expect(file.lookup({ ...memory, namespace: 'ECS' })).toEqual([]);
    expect(file.lookup({ ...memory, dimensions: {} })).toEqual([]);
  });

  it('are one series where a metric was recorded in parts, the later part winning', async () => {
    const file = await opened(recordingOf(recorded([2, 3], [2, 3]), recorded([0, 2], [10, 12])));
    expect(shown(file.lookup(memory))).toEqual([[0, 60, 10, NaN, 12, 3]]);
  });

  it('start at the start of their period', async () => {
    const file = await opened(recordingOf({ ...memory, timestamps: ['2023-08-05T10:01:59.5-04:00'], values: [7] }));
    expect(shown(file.lookup(memory))).toEqual([[1, 60, 7]]);
  });

  it('may be empty: then the metric is held, without a value', async () => {
    const file = await opened(recordingOf(recorded([], [])));
    expect(file.lookup(memory)).toEqual([{ startMs: 0, periodMs: 60_000, values: new Float64Array() }]);
    expect(file.extent).toBeUndefined();
  });

  it('are the same for replay, which reads the whole recording', async () => {
    const parts = recordingOf(
      recorded([2, 3], [2, 3]),
      recorded([0, 2], [10, 12]),
      recorded([0], [1], { periodSeconds: 300 }),
    );
    const file = await opened(parts);
    expect(seriesOf(await readRecording(fileOf(parts)))(memory)).toEqual(file.lookup(memory));
  });

  it('are read again when others were asked for in between', async () => {
    const services = Array.from({ length: 40 }, (_, index) => `s${String(index)}`);
    const of = (ServiceName: string): object => ({ dimensions: { ServiceName } });
    const file = await opened(recordingOf(...services.map((name, index) => recorded([0], [index], of(name)))));
    const ask = (name: string): unknown => shown(file.lookup({ ...memory, dimensions: { ServiceName: name } }));
    for (const round of [1, 2])
      expect([round, services.map(ask)]).toEqual([round, services.map((_, index) => [[0, 60, index]])]);
  });

  it('are what an alarm on them is given', async () => {
    expect(boundTo(await opened(whole), alarmOn(memory))).toEqual([[[0, 60, 50, 51, NaN, 53]]]);
  });

  it('are found behind a byte order mark and before the rest', async () => {
    const { schema, service, series } = whole as Record<string, unknown>;
    const file = await opened(
      `\ufeff${JSON.stringify({ logs: [{ message: ']}"' }], series, deploys: [], service, schema })}`,
    );
    expect([file.service, shown(file.lookup(memory))]).toEqual(['web', [[0, 60, 50, 51, NaN, 53]]]);
  });
});

describe('a recording with a mistake', () => {
  it.each([
    [
      'lengths',
      recorded([0, 1], [1]),
      'series[1].values: expected as many values as timestamps, got 2 timestamps and 1 values',
    ],
    ['order', recorded([1, 0], [1, 2]), 'series[1].timestamps[1]: expected ascending timestamps'],
    [
      'two of one period',
      { ...memory, timestamps: ['2023-08-05T14:00:00Z', '2023-08-05T14:00:30Z'], values: [1, 2] },
      'series[1].timestamps[1]: expected one value a period of 60 s',
    ],
    [
      'a text for a value',
      recorded([0], ['7']),
      'series[1].values[0]: Invalid input: expected number, received string',
    ],
    ['null for a value', recorded([0], [null]), 'series[1].values[0]: Invalid input: expected number, received null'],
    [
      'a local time',
      { ...memory, timestamps: ['2023-08-05T14:00:00'], values: [1] },
      'series[1].timestamps[0]: expected an instant such as',
    ],
    [
      'a number for a time',
      { ...memory, timestamps: [1_691_244_900], values: [1] },
      'series[1].timestamps[0]: Invalid input',
    ],
    ['a period of 45 s', recorded([0], [1], { periodSeconds: 45 }), 'series[1].periodSeconds: Invalid option'],
    ['no metric', { timestamps: [], values: [] }, 'series[1].namespace: Invalid input'],
    ['no object', 7, 'series[1]: Invalid input: expected object, received number'],
  ])('(%s) is refused at that place, in the words of replay', async (_, element, problem) => {
    const content = recordingOf(recorded([0], [1]), element);
    expect(await refusalOf(content)).toContain(problem);
    expect(await replayRefusal(content)).toContain(problem);
  });

  it('is refused when a mistyped year would fill the memory', async () => {
    const series = { ...memory, timestamps: ['2023-08-05T14:00:00Z', '9023-08-05T14:00:00Z'], values: [1, 2] };
    expect(await refusalOf(recordingOf(series))).toContain(
      'series[0].timestamps: expected at most 10000000 periods of 60 s',
    );
  });

  it.each([
    [{ ...whole, schema: 'recording/2' }, 'schema: expected "recording/1": is this a recording?'],
    [{ ...whole, service: '' }, 'service: Too small'],
    [{ ...whole, series: 7 }, 'series: expected a list of series'],
    [{ ...whole, series: [] }, 'got neither series nor MetricDataResults with anything in it'],
    [{ ...whole, MetricDataResults: [{}] }, 'expected one list of series, got series and MetricDataResults'],
    [{ MetricAlarms: [] }, 'expected a recording (its form: schema/recording.schema.json) or the output of'],
    ['', 'not JSON: expected a JSON object {…}, got nothing; expected a recording'],
    ['[]', 'not JSON: expected a JSON object {…} at byte 0'],
    ['series: []', 'not JSON: expected a JSON object {…} at byte 0'],
    [JSON.stringify(whole).slice(0, -20), 'not JSON: the file ends at byte'],
    [JSON.stringify(whole).replace('50', '5O'), 'series[0]: not JSON: '],
    [`${JSON.stringify(whole)}${JSON.stringify(whole)}`, 'not JSON: expected nothing more at byte'],
  ])('is refused: %j', async (content, problem) => {
    expect(await refusalOf(content)).toContain(problem);
  });

  it('names the file, and what to name instead of a missing one or a directory', async () => {
    expect(await refusal('/no/such/file.json')).toBe(
      '/no/such/file.json: there is no such file: name a recording (its form: schema/recording.schema.json) or the output of `aws cloudwatch get-metric-data`',
    );
    expect(await refusal(import.meta.dirname)).toMatch(/recording: is a directory: name the recording in it/u);
  });
});

describe('a recording that was packed by gzip', () => {
  const packed = async (content: Buffer): Promise<string> => {
    const file = fileOf('');
    await writeFile(file, content);
    return file;
  };

  it('is read like any other, whatever it is called', async () => {
    const file = await packed(gzipSync(JSON.stringify(whole)));
    expect(await readRecording(file)).toEqual(await readRecording(fileOf(whole)));
  });

  it('is refused where it ends too soon', async () => {
    const file = await packed(gzipSync(JSON.stringify(whole)).subarray(0, 60));
    await expect(readRecording(file)).rejects.toThrow(`${file}: cannot be read: unexpected end of file`);
  });
});
