import { readFileSync } from 'node:fs';
import { parseAlarmEvent } from '../../../../lib/core/alarm/parse-alarm-event.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';
import { symptomOf } from '../../../../lib/core/alarm/symptom/symptom-of.ts';
import { safeText } from '../../../../lib/core/safe-text.ts';
import { jsonBytes } from '../../../../lib/core/words.ts';
import { HOSTILE } from '../../page/hostile-corpus.ts';

/** A pattern that tries every way through hostile text takes longer. */
const HUNG_MS = 5_000;

interface Told {
  readonly namespace?: string;
  readonly name?: string;
  readonly stat?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly values?: readonly number[];
  readonly limit?: number;
  readonly than?: string;
  readonly state?: AlarmState;
  readonly label?: string;
  readonly alarmName?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly band?: readonly [lower: number, upper: number];
}

const bandOf = ({ band, values = [9], limit = 5 }: Told): Record<string, unknown> =>
  band === undefined
    ? { threshold: limit }
    : {
        recentLowerThresholds: values.map(() => band[0]),
        recentUpperThresholds: values.map(() => band[1]),
      };

const sentenceOf = ({ than = 'greater than', values = [9], limit = 5, state = 'ALARM' }: Told): string =>
  state === 'INSUFFICIENT_DATA'
    ? 'Insufficient Data: 1 datapoint was unknown.'
    : `Threshold Crossed: 1 out of the last 1 datapoints [${String(values[0])}] was${state === 'OK' ? ' not' : ''} ${than} the threshold (${String(limit)}).`;

const symptom = (told: Told): string | undefined => {
  const { namespace = 'AWS/SQS', name = 'X', stat = 'Sum', dimensions = {}, state = 'ALARM', values = [9] } = told;
  const metricStat = { metric: { namespace, name, dimensions }, period: 60, stat };
  const { unit, label, description, alarmName = 'an-alarm' } = told;
  const reasonData = JSON.stringify({ recentDatapoints: values, period: 60, unit, ...bandOf(told) });
  const metrics = name === '' ? [] : [{ id: 'm1', metricStat, label, returnData: true }];
  const of = { alarmName, account: '123456789012', region: 'us-east-1', state };
  return symptomOf(description === undefined ? of : { ...of, description }, {
    configuration: { metrics },
    state: { value: state, reason: sentenceOf(told), reasonData },
  }).symptom;
};

const SHARED = { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: 'dlq' } };
const BALANCED = { namespace: 'AWS/ApplicationELB', name: 'TargetResponseTime' };
const STORAGE = { namespace: 'AWS/RDS', name: 'FreeStorageSpace', stat: 'Average', than: 'less than' } as const;

describe('a symptom', () => {
  it.each<[Told, string]>([
    [{ ...SHARED, values: [1], limit: 0 }, '1 message in dlq'],
    [{ ...SHARED, values: [1.0004], limit: 1, stat: 'Average' }, '1.0004 messages in dlq'],
    [{ ...SHARED, values: [1.0004], limit: 5, than: 'less than', stat: 'Average' }, '1 message in dlq (below 5)'],
    [{ ...SHARED, values: [3, 0], limit: 0 }, '3 messages in dlq'],
    [{ ...SHARED, values: [0], limit: 5, than: 'less than' }, 'no message in dlq'],
    [{ ...SHARED, values: [17, 0], limit: 0, state: 'OK' }, 'no message in dlq, OK now'],
    [{ ...STORAGE, values: [1.9e9], limit: 2e9 }, 'free storage 1.9 GB (below 2 GB)'],
    [{ ...STORAGE, values: [1.999e9], limit: 2e9 }, 'free storage 1.999 GB (below 2 GB)'],
    [{ ...STORAGE, values: [2 ** 30], limit: 2 ** 31 }, 'free storage 1 GB (below 2 GB)'],
    [{ ...STORAGE, values: [3e10], limit: 2e9, state: 'OK' }, 'free storage 30 GB, OK now'],
    [{ ...STORAGE, state: 'INSUFFICIENT_DATA' }, 'free storage: no data'],
    [
      { namespace: 'CloudWatchSynthetics', name: 'SuccessPercent', values: [99.95], limit: 99.99, than: 'less than' },
      'canary success 99.95 % (below 99.99 %)',
    ],
    [
      {
        namespace: 'AWS/Lambda',
        name: 'ProvisionedConcurrencyUtilization',
        stat: 'Maximum',
        values: [0.93],
        limit: 0.9,
      },
      'provisioned concurrency 93 % (limit 90 %)',
    ],
    [
      { namespace: 'AWS/ApiGateway', name: '5XXError', stat: 'Average', values: [0.125], limit: 0.05 },
      '5xx errors 13 % (limit 5 %)',
    ],
    [{ namespace: 'AWS/ApiGateway', name: '5XXError', values: [3], limit: 0 }, '3 5xx errors'],
    [{ namespace: 'AWS/EC2', name: 'StatusCheckFailed', values: [1], limit: 0 }, 'status check failed'],
    [
      { namespace: 'AWS/EC2', name: 'StatusCheckFailed', state: 'OK', values: [0] },
      'status check failed: over, OK now',
    ],
    [
      { namespace: 'AWS/EC2', name: 'StatusCheckFailed', state: 'INSUFFICIENT_DATA' },
      'no data whether status check failed',
    ],
    [
      { namespace: 'AWS/Lambda', name: 'Errors', stat: 'Average', values: [0.12], limit: 0.05 },
      'errors 12 % (limit 5 %)',
    ],
    [{ namespace: 'AWS/Lambda', name: 'Errors', values: [12] }, '12 errors (limit 5)'],
    [
      { ...BALANCED, stat: 'SampleCount', values: [930], limit: 950, than: 'less than' },
      '930 latency samples (below 950)',
    ],
    [{ ...BALANCED, stat: 'PR(:1)', values: [93], limit: 95, than: 'less than' }, 'latency PR(:1) 93 % (below 95 %)'],
    [{ ...BALANCED, stat: 'p99.9', values: [3.7], limit: 1 }, 'p99.9 latency 3.7 s (limit 1 s)'],
    [
      {
        namespace: 'AWS/Billing',
        name: 'EstimatedCharges',
        dimensions: { Currency: 'USD' },
        values: [1_234.5],
        limit: 1_000,
      },
      'charges this month 1235 USD (limit 1000 USD)',
    ],
    [
      { namespace: 'AWS/CertificateManager', name: 'DaysToExpiry', values: [1], limit: 30, than: 'less than' },
      '1 day to expiry (below 30)',
    ],
    [
      { namespace: 'Shop', name: 'RequestsPerSecond', values: [120], limit: 100 },
      'requests per second 120 (limit 100)',
    ],
    [{ namespace: 'Shop', name: 'FailedItems', values: [12], limit: 10 }, 'failed items 12 (limit 10)'],
    [{ namespace: 'Shop', name: 'Lag', unit: 'Milliseconds', values: [4_200] }, 'lag 4.2 s (limit 5 ms)'],
    [{ name: '', description: 'Orders fail. See wiki.', values: [12] }, 'Orders fail: 12 (limit 5)'],
    [{ name: '', description: 'https://wiki.example.com/x', values: [12] }, 'an-alarm: 12 (limit 5)'],
    [{ name: '', description: 'Orders fail', values: [0], band: [40, 60] }, 'Orders fail: 100 % below usual'],
    [{ name: '', description: 'Orders fail', state: 'OK', values: [0] }, 'an-alarm: 0 (limit 5), OK now'],
  ])('says the value with its unit, and the limit as it was set: %j', (told, said) => {
    expect(symptom(told)).toBe(said);
  });

  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['AWS/ECS', 'MemoryUtilization', { ServiceName: 'web', ClusterName: 'prod' }, 'memory of prod/web 9 % (limit 5 %)'],
    ['AWS/ECS', 'MemoryUtilization', { ClusterName: 'prod' }, 'memory of prod 9 % (limit 5 %)'],
    ['AWS/ApiGateway', 'Count', { ApiName: 'checkout', Stage: 'live' }, '9 requests of checkout/live (limit 5)'],
    ['AWS/Lambda', 'Errors', { FunctionName: 'pay', Resource: 'pay:live' }, '9 errors of pay:live (limit 5)'],
    ['AWS/Lambda', 'Errors', { FunctionName: 'pay', Resource: 'pay' }, '9 errors of pay (limit 5)'],
  ])(
    'says where a thing is that may bear the same name elsewhere: %s %s %j',
    (namespace, name, ...[dimensions, said]) => {
      const stat = namespace === 'AWS/ECS' ? 'Average' : 'Sum';
      expect(symptom({ namespace, name, dimensions, stat })).toBe(said);
    },
  );

  it.each<[string, readonly [number, number], AlarmState, string]>([
    ['a surge', [10, 30], 'ALARM', 'active connections x4 above usual'],
    ['a rise', [55, 73], 'ALARM', 'active connections 25 % above usual'],
    ['a drop', [90, 310], 'ALARM', 'active connections 60 % below usual'],
    ['what is usual again', [60, 100], 'OK', 'active connections as usual: 80, OK now'],
  ])('of a band says which way it went: %s', (...[, band, state, said]) => {
    const metric = { namespace: 'AWS/ApplicationELB', name: 'ActiveConnectionCount' };
    expect(symptom({ ...metric, band, state, values: [80] })).toBe(said);
  });

  const LONG = 'number of requests that wait in the queue of the storefront while its workers are busy';

  it.each<[string, Told]>([
    ['label', { namespace: 'Shop', label: LONG }],
    ['metric', { namespace: 'Shop', name: LONG.repeat(2) }],
    ['description', { name: '', description: LONG }],
    ['description of other writing', { name: '', description: '待機中の注文が多すぎます'.repeat(20) }],
    ['alarm', { name: '', alarmName: `${LONG} `.repeat(3) }],
    ['resource', { namespace: 'Shop', label: LONG, dimensions: { Queue: `${LONG} ${LONG}` } }],
  ])('leaves room for the value beside a long %s', (_, told) => {
    const said = symptom({ ...told, values: [412] }) ?? '';
    expect(said).toContain(' 412');
    expect(jsonBytes(said)).toBeLessThanOrEqual(80);
  });

  it('says which way it went beside long names', () => {
    const said = symptom({ namespace: 'Shop', label: LONG, dimensions: { Queue: LONG }, values: [80], band: [10, 30] });
    expect(said).toContain('x4 above usual');
  });

  it('never throws and stays within its bound, whatever stands there', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(...HOSTILE));
    const any = fc.oneof(fc.jsonValue(), text);
    const state = fc.constantFrom<AlarmState>('ALARM', 'OK', 'INSUFFICIENT_DATA');
    const metric = fc.record(
      { namespace: text, name: text, dimensions: fc.dictionary(text, any) },
      { requiredKeys: [] },
    );
    const query = fc.oneof(
      any,
      fc.record({ id: text, expression: text, label: text, returnData: any }, { requiredKeys: [] }),
      fc.record(
        { id: text, label: text, metricStat: fc.record({ metric, stat: text, period: any }) },
        { requiredKeys: [] },
      ),
    );
    const data = fc.record(
      {
        recentDatapoints: fc.array(fc.oneof(any, fc.double())),
        threshold: any,
        recentUpperThresholds: fc.array(any),
        period: any,
        unit: text,
      },
      { requiredKeys: [] },
    );
    const detail = fc.record(
      {
        configuration: fc.oneof(any, fc.record({ metrics: fc.array(query) }), fc.record({ alarmRule: text })),
        state: fc.oneof(
          any,
          fc.record({
            reason: text,
            reasonData: fc.oneof(
              any,
              data,
              data.map((one) => JSON.stringify(one)),
            ),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    const of = fc.record({
      alarmName: text.map((one) => safeText(one, 255)),
      account: text,
      region: text,
      state,
      description: text,
    });
    fc.assert(
      fc.property(of, detail, (alarm, rest) => {
        const { symptom: said = '' } = symptomOf(alarm, rest);
        expect(jsonBytes(said)).toBeLessThanOrEqual(80);
        expect(said).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]|\bNaN\b|undefined/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['digits', { state: { reason: `[${'1'.repeat(4_096)}`, reasonData: `{"x":${'1'.repeat(4_096)}` } }],
    ['brackets', { state: { reason: '[1'.repeat(2_048) } }],
    ['placeholders', { configuration: { metrics: [{ id: 'e', expression: 'e', label: '${'.repeat(2_048) }] } }],
    [
      'spaces in a label',
      { configuration: { metrics: [{ id: 'e', expression: 'e', label: `a${' ('.repeat(2_048)}` }] } },
    ],
    ['an expression', { configuration: { metrics: [{ id: 'e', expression: `SELECT a(${' '.repeat(4_096)}` }] } }],
    ['sums', { configuration: { metrics: [{ id: 'e', expression: 'a + '.repeat(1_024) }] } }],
  ])(
    'is found before a test gives up in hostile %s',
    (_, detail) => {
      const of = { alarmName: `tocsin-${'a-'.repeat(2_048)}`, account: '1', region: 'x', state: 'ALARM' } as const;
      expect(symptomOf({ ...of, description: '.! '.repeat(1_400) }, detail)).toBeTypeOf('object');
    },
    HUNG_MS,
  );
});

describe('an alarm that somebody set by hand', () => {
  it('fires, and has not lost its data', () => {
    const event = JSON.parse(
      readFileSync(new URL('../../../fixtures/alarm-events/metric.json', import.meta.url), 'utf8'),
    ) as { detail: { state: object } };
    const detail = { ...event.detail, state: { value: 'ALARM', reason: 'testing' } };
    const parsed = parseAlarmEvent({ ...event, detail }, '2026-03-04T10:15:31.000Z');
    expect(parsed).toMatchObject({ change: { symptom: 'CPU of i-0123456789abcdef0: it fires' } });
  });
});

describe('an alarm that was deleted', () => {
  it('says what is watched no more', () => {
    const event: unknown = JSON.parse(
      readFileSync(new URL('../../../fixtures/alarm-events/configuration-delete.json', import.meta.url), 'utf8'),
    );
    const parsed = parseAlarmEvent(event, '2026-03-04T10:20:01.000Z');
    expect(parsed).toMatchObject({ change: { symptom: 'CPU of i-0123456789abcdef0: its alarm was deleted' } });
  });
});
