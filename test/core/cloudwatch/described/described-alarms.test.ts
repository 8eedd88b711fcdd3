import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DescribedAlarm, describedAlarms } from '../../../../lib/core/cloudwatch/described/described-alarms.ts';

const memoryHigh = {
  AlarmName: 'memory-high',
  Namespace: 'AWS/ECS',
  MetricName: 'MemoryUtilization',
  Dimensions: [
    { Name: 'ClusterName', Value: 'prod' },
    { Name: 'ServiceName', Value: 'web' },
  ],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 5,
  DatapointsToAlarm: 3,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'breaching',
};

const memory = {
  namespace: 'AWS/ECS',
  metricName: 'MemoryUtilization',
  dimensions: { ClusterName: 'prod', ServiceName: 'web' },
  stat: 'Average',
  periodSeconds: 60,
};

const stat = (Id: string, changes: object = {}): object => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'App', MetricName: Id, Dimensions: [] },
    Period: 60,
    Stat: 'Sum',
    ...changes,
  },
  ReturnData: false,
});

const sum = (metricName: string): object => ({
  ...{ namespace: 'App', metricName, dimensions: {}, stat: 'Sum', periodSeconds: 60 },
});

const errorRate = {
  AlarmName: 'error-rate',
  Metrics: [{ Id: 'e1', Expression: '100*m1/m2', Label: 'error rate', ReturnData: true }, stat('m1'), stat('m2')],
  EvaluationPeriods: 3,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};

const band = (expression: string, changes: object = {}): object => ({
  AlarmName: 'unusual',
  Metrics: [
    { ...stat('m1'), ReturnData: true },
    { Id: 'ad1', Expression: expression, ReturnData: true },
  ],
  ThresholdMetricId: 'ad1',
  EvaluationPeriods: 2,
  ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
  ...changes,
});

const alarmsOf = (json: unknown): readonly DescribedAlarm[] => {
  const described = describedAlarms(json);
  if ('problem' in described) throw new Error(described.problem);
  return described.alarms;
};

const only = (alarm: object): DescribedAlarm => {
  const [first] = alarmsOf({ MetricAlarms: [alarm] });
  if (first === undefined) throw new Error('no alarm was read');
  return first;
};

const reasonOf = (alarm: object): string => {
  const read = only(alarm);
  return 'unsupported' in read ? read.unsupported : `supported: ${JSON.stringify(read)}`;
};

const problemOf = (json: unknown): string => {
  const described = describedAlarms(json);
  return 'problem' in described ? described.problem : 'no problem';
};

describe('a described metric alarm', () => {
  it('keeps the unit and the account that CloudWatch is to be asked for', () => {
    expect(only({ ...memoryHigh, Unit: 'Percent' })).toMatchObject({
      signal: { metric: { ...memory, unit: 'Percent' } },
    });
    const [e1, m1, m2] = errorRate.Metrics;
    const Metrics = [e1, { ...m1, AccountId: '111122223333' }, m2];
    expect(only({ ...errorRate, Metrics })).toMatchObject({
      signal: { queries: [{ id: 'e1' }, { metric: { accountId: '111122223333' } }, { id: 'm2' }] },
    });
  });

  it('is read without ARN, state or actions', () => {
    expect(only(memoryHigh)).toEqual({
      name: 'memory-high',
      signal: { kind: 'metric', metric: memory },
      limit: { comparison: 'GreaterThanThreshold', threshold: 80 },
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: 'breaching',
    });
  });

  it('is the same with keys that nobody knows, and with null for what is absent', () => {
    expect(only({ ...memoryHigh, Rainbow: 7, ExtendedStatistic: null, Metrics: [], EvaluationWindow: null })).toEqual(
      only(memoryHigh),
    );
  });

  it('needs all of its periods where it names no datapoints, and treats missing data as missing', () => {
    const { DatapointsToAlarm: _d, TreatMissingData: _t, ...alarm } = memoryHigh;
    expect(only(alarm)).toMatchObject({ datapointsToAlarm: 5, treatMissingData: 'missing' });
  });

  it('ignores missing data of DynamoDB unless it says otherwise', () => {
    const { TreatMissingData: _, ...alarm } = { ...memoryHigh, Namespace: 'AWS/DynamoDB' };
    expect(only(alarm)).toMatchObject({ treatMissingData: 'ignore' });
    expect(only({ ...alarm, TreatMissingData: 'missing' })).toMatchObject({ treatMissingData: 'missing' });
  });

  it('takes its percentile from ExtendedStatistic', () => {
    const { Statistic: _, ...alarm } = memoryHigh;
    expect(only({ ...alarm, ExtendedStatistic: 'p99.9', EvaluateLowSampleCountPercentile: 'ignore' })).toMatchObject({
      signal: { metric: { stat: 'p99.9' } },
      lowSamples: 'ignore',
    });
  });

  it('looks through a wall-clock window in UTC or in its zone', () => {
    const within = (window: object): object => ({ ...memoryHigh, EvaluationWindow: window });
    expect(only(within({ WallClockWindow: {} }))).toMatchObject({ wallClock: 'UTC' });
    for (const Timezone of ['America/New_York', '+05:30', 'UTC-03:00'])
      expect(only(within({ WallClockWindow: { Timezone } }))).toMatchObject({ wallClock: Timezone });
    expect(only(within({ SlidingWindow: {} }))).toEqual(only(memoryHigh));
  });

  it('warms up, by default until it has a window of data', () => {
    const warming = { WarmUpPeriodDurationInMinutes: 30 };
    expect(only({ ...memoryHigh, WarmUpConfiguration: warming })).toMatchObject({
      warmUp: { minutes: 30, whole: false },
    });
    expect(
      only({ ...memoryHigh, WarmUpConfiguration: { ...warming, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true } }),
    ).toMatchObject({ warmUp: { minutes: 30, whole: true } });
  });

  it.each([
    [{ Period: 45 }, 'Period: expected 10, 20, 30 or a multiple of 60 seconds, got 45'],
    [{ Period: '60' }, 'Period: expected a whole number of at least 1, got "60"'],
    [{ Period: 60, EvaluationPeriods: 1441 }, 'EvaluationPeriods: expected at most 1440 periods of 60 s'],
    [{ Period: 3600, EvaluationPeriods: 169 }, 'EvaluationPeriods: expected at most 168 periods of 3600 s'],
    [{ DatapointsToAlarm: 6 }, 'DatapointsToAlarm: expected at most the 5 of EvaluationPeriods, got 6'],
    [{ EvaluationPeriods: 0 }, 'EvaluationPeriods: expected a whole number of at least 1, got 0'],
    [{ Threshold: 1e999 }, 'Threshold: expected a number, got Infinity'],
    [{ Threshold: undefined }, 'Threshold: expected a number, got missing'],
    [{ ComparisonOperator: 'Above' }, 'ComparisonOperator: expected one of GreaterThanOrEqualToThreshold'],
    [{ ComparisonOperator: 'GreaterThanUpperThreshold' }, 'ComparisonOperator: expected one of'],
    [{ Statistic: 'Median' }, 'Statistic: expected one of SampleCount, Average, Sum, Minimum, Maximum, got "Median"'],
    [{ Dimensions: 'web' }, 'Dimensions: expected a list, got "web"'],
    [{ Dimensions: [{ Name: 'ServiceName' }] }, 'Dimensions[0].Value: expected text, got missing'],
    [{ TreatMissingData: 'zero' }, 'TreatMissingData: expected one of missing, ignore, breaching, notBreaching'],
    [{ EvaluationWindow: { WallClockWindow: { Timezone: 'Mars/Olympus' } } }, 'got "Mars/Olympus"'],
    [{ EvaluationWindow: { WallClockWindow: { Timezone: '+05:33' } } }, 'got "+05:33"'],
    [{ Period: 120, EvaluationWindow: { WallClockWindow: {} } }, 'a period of 120 s'],
    [{ EvaluationWindow: { LunarWindow: {} } }, 'EvaluationWindow: expected SlidingWindow or WallClockWindow'],
  ])('with %j says what was given and what is expected', (change, reason) => {
    expect(reasonOf({ ...memoryHigh, ...change })).toContain(reason);
  });

  it('names everything that is wrong with it', () => {
    expect(reasonOf({ AlarmName: 'empty' })).toMatch(
      /Statistic.*Period.*Namespace.*MetricName.*Threshold.*EvaluationPeriods/u,
    );
  });
});

describe('a described alarm on metric math', () => {
  it('compares the entry it returns', () => {
    expect(only(errorRate)).toMatchObject({
      signal: {
        kind: 'math',
        returned: 'e1',
        queries: [
          { id: 'e1', expression: '100*m1/m2', label: 'error rate' },
          { id: 'm1', metric: sum('m1') },
          { id: 'm2', metric: sum('m2') },
        ],
      },
      datapointsToAlarm: 3,
    });
  });

  it('is one on a metric when it returns a metric, also of another account', () => {
    const Metrics = [{ ...stat('m1'), ReturnData: true, AccountId: '123456789012' }];
    expect(only({ ...errorRate, Metrics })).toMatchObject({ signal: { kind: 'metric', metric: sum('m1') } });
  });

  it.each([
    ['returns nothing', [stat('m1'), stat('m2')], 'exactly one entry of Metrics with ReturnData, got none'],
    ['returns two', [stat('m1'), { Id: 'a', Expression: 'm1' }, { Id: 'b', Expression: 'm1' }], 'got "a", "b"'],
    ['uses an id twice', [stat('m1'), stat('m1')], 'two entries of Metrics have the id "m1"'],
    ['mixes periods', [stat('m1'), stat('m2', { Period: 300 })], 'one period for all of Metrics, got 60, 300 seconds'],
    ['holds no metric', [{ Id: 'e', Expression: 'TIME_SERIES(1)' }], 'at least one MetricStat'],
    ['asks Metrics Insights', [{ Id: 'q', Expression: 'SELECT AVG(x) FROM y', Period: 60 }], 'Metrics Insights'],
    ['names no metric', [{ Id: 'm1', MetricStat: {} }], 'Metrics[0].MetricStat.Period'],
    ['holds no objects', [7], 'Metrics[0].Id: expected text, got missing'],
  ])('that %s is unsupported', (_, Metrics, reason) => {
    expect(reasonOf({ ...errorRate, Metrics })).toContain(reason);
  });
});

describe('a described alarm on an anomaly band', () => {
  it('compares one series with what is usual of it', () => {
    expect(only(band('ANOMALY_DETECTION_BAND(m1, 3.5)'))).toMatchObject({
      signal: { kind: 'metric', metric: sum('m1') },
      limit: { comparison: 'LessThanLowerOrGreaterThanUpperThreshold', band: { standardDeviations: 3.5 } },
    });
  });

  it('has a band of two standard deviations where it names none', () => {
    expect(only(band('ANOMALY_DETECTION_BAND(m1)'))).toMatchObject({ limit: { band: { standardDeviations: 2 } } });
  });

  it.each([
    [band('ANOMALY_DETECTION_BAND(m2, 2)'), 'compares "m1" with the anomaly band of "m2"'],
    [band('ANOMALY_DETECTION_BAND(m1, 0)'), 'ThresholdMetricId: expected the id of an entry'],
    [band('m1 * 2'), 'got "ad1", which is "m1 * 2"'],
    [band('ANOMALY_DETECTION_BAND(m1, 2)', { ThresholdMetricId: 'zz' }), 'got "zz"'],
    [band('ANOMALY_DETECTION_BAND(m1, 2)', { ComparisonOperator: 'GreaterThanThreshold' }), 'ComparisonOperator'],
  ])('%# is unsupported where the band is not of that series', (alarm, reason) => {
    expect(reasonOf(alarm)).toContain(reason);
  });
});

describe('an alarm that no recording can tell the state of', () => {
  it('is named with the reason', () => {
    const { MetricAlarms, LogAlarms } = {
      MetricAlarms: [{ AlarmName: 'promql', EvaluationCriteria: { PromQLCriteria: { Query: 'up == 0' } } }],
      LogAlarms: [{ AlarmName: 'logs', QueryResultsToEvaluate: 3 }],
    };
    expect(alarmsOf({ MetricAlarms, LogAlarms })).toEqual([
      { name: 'promql', unsupported: expect.stringContaining('PromQL') as string },
      { name: 'logs', unsupported: expect.stringContaining('log query') as string },
    ]);
  });

  it('is named by its place when it has no name', () => {
    expect(alarmsOf({ MetricAlarms: [memoryHigh, { ...memoryHigh, AlarmName: undefined }] })[1]).toEqual({
      name: 'MetricAlarms[1]',
      unsupported: 'AlarmName: expected text, got missing',
    });
  });
});

describe('a described composite alarm', () => {
  const impact = { AlarmName: 'impact', AlarmRule: 'ALARM("a") OR ALARM("b")' };

  it('is its rule', () => {
    expect(alarmsOf({ CompositeAlarms: [impact] })).toEqual([{ name: 'impact', rule: impact.AlarmRule }]);
  });

  it('names its suppressor with both periods', () => {
    const suppressed = { ...impact, ActionsSuppressor: 'deploying', ActionsSuppressorWaitPeriod: 60 };
    expect(alarmsOf({ CompositeAlarms: [{ ...suppressed, ActionsSuppressorExtensionPeriod: 0 }] })).toMatchObject([
      { suppressor: { alarm: 'deploying', waitSeconds: 60, extensionSeconds: 0 } },
    ]);
    expect(alarmsOf({ CompositeAlarms: [suppressed] })).toMatchObject([
      { unsupported: expect.stringContaining('ActionsSuppressorExtensionPeriod') as string },
    ]);
  });
});

describe('the file of alarms', () => {
  it('lists metric, composite and log alarms, in this order', () => {
    const output = { CompositeAlarms: [{ AlarmName: 'b', AlarmRule: 'TRUE' }], MetricAlarms: [memoryHigh] };
    expect(alarmsOf(output).map(({ name }) => name)).toEqual(['memory-high', 'b']);
  });

  it('may be one of the lists, or one alarm', () => {
    const composite = { AlarmName: 'b', AlarmRule: 'TRUE' };
    expect(alarmsOf([memoryHigh, composite])).toEqual([only(memoryHigh), { name: 'b', rule: 'TRUE' }]);
    expect(alarmsOf(memoryHigh)).toEqual([only(memoryHigh)]);
  });

  it('may be empty', () => {
    expect(alarmsOf({ MetricAlarms: [], CompositeAlarms: [] })).toEqual([]);
  });

  it.each([
    [null, 'got null'],
    ['alarms', 'got "alarms"'],
    [{ MetricDataResults: [] }, 'an object with MetricAlarms, CompositeAlarms, LogAlarms'],
    [{ MetricAlarms: memoryHigh }, 'MetricAlarms: expected a list of alarms, got of type object'],
    [[{ Id: 'm1' }], '[0]: expected an alarm with an AlarmName'],
    [[7], '[0]: expected an alarm with an AlarmName'],
    [{ MetricAlarms: [memoryHigh, memoryHigh] }, 'two alarms are named "memory-high"'],
  ])('is refused when it is %j', (json, problem) => {
    expect(problemOf(json)).toContain(problem);
  });

  it('never makes reading fail, whatever it holds', () => {
    const alarmLike = fc.record(
      Object.fromEntries(
        Object.keys({ ...memoryHigh, ...errorRate, EvaluationWindow: 0, ThresholdMetricId: 0 }).map((key) => [
          key,
          fc.jsonValue({ maxDepth: 2 }),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ MetricAlarms: fc.array(alarmLike) })), (json) => {
        const described = describedAlarms(json);
        expect('problem' in described || described.alarms.length >= 0).toBe(true);
      }),
    );
  });
});
