import { describe, expect, it, vi } from 'vitest';
import type { Configuration } from '../../lib/core/configuration.ts';
import { findingIn } from '../../lib/core/diagnosis/finding.ts';
import type { DeployWord } from '../../lib/core/deploy/deploy-word.ts';
import type { Diagnosis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import { DAY, later, MINUTE } from '../../lib/core/time.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import type { OpenIncidents, Sources } from '../../lib/pipeline/sources.ts';
import type { DeployLog } from '../../lib/ports/deploy-log.ts';
import type { Diagnoser } from '../../lib/ports/diagnoser.ts';
import { type MetricHistory, MetricHistoryError } from '../../lib/ports/metric-history.ts';
import { UnreadError, type WhyUnread } from '../../lib/ports/unread.ts';
import { within } from '../../lib/runtime/clock.ts';
import { configurationOf, threeLevels } from '../support/configurations.ts';
import { minute } from '../support/incident-spec.ts';
import { type Answer, historyOf, leaking, slow, type ValueOf } from '../support/leaking-service.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };

const NOW = minute(0);
const nothing: ValueOf = () => undefined;

interface Diagnosed {
  readonly cause: string;
  readonly missing: readonly string[];
  readonly alarms: string;
  readonly reported: readonly string[];
  readonly asked: ReturnType<typeof historyOf>['asked'];
}

const diagnoserOn = (
  history: Pick<MetricHistory, 'series'>,
  configuration: Configuration = threeLevels,
  reported: string[] = [],
): Diagnoser =>
  diagnoserOf(
    { sources: () => ({ metrics: history }), within: within(50), report: (trouble) => reported.push(trouble) },
    configuration,
  );

const diagnose = async (
  valueOf: ValueOf,
  { answer, firing = [] }: { answer?: Answer; firing?: readonly string[] } = {},
): Promise<Diagnosed> => {
  const { history, asked } = historyOf(valueOf, NOW, answer);
  const reported: string[] = [];
  const { said, body } = await diagnoserOn(history, threeLevels, reported).diagnose({
    ...PLACE,
    service: 'web',
    at: NOW,
    firing: firing.map((name) => ({ name, since: later(NOW, -MINUTE) })),
  });
  const { data } = findingIn(body)?.diagnosis ?? { data: { missing: [] } };
  const missing = data.missing
    .filter(({ series }) => series !== 'deploys')
    .map(({ series, reason }) => `${series} (${reason})`);
  return { cause: said.cause, missing, alarms: body, reported, asked };
};

const failing =
  (why: WhyUnread, isMeant: (periodSeconds: number) => boolean = () => true): Answer =>
  (metrics) =>
    isMeant(metrics[0]?.periodSeconds ?? 0) ? Promise.reject(new MetricHistoryError('no', { why })) : Promise.resolve();

describe('a diagnosis of what CloudWatch holds', () => {
  it('names the cause, by two questions: all by the minute, traffic and memory of days', async () => {
    const { cause, missing, reported, asked } = await diagnose(leaking);
    expect(cause).toBe('memory-leak');
    expect(missing).toEqual(['DB latency (not-configured)']);
    expect(reported).toEqual([]);
    expect(
      asked.map((metrics) => metrics.map((one) => `${one.metricName} ${one.stat} ${String(one.periodSeconds)}`)),
    ).toEqual([
      [
        'RequestCount Sum 60',
        'TargetResponseTime p50 60',
        'TargetResponseTime p99 60',
        'HTTPCode_Target_5XX_Count Sum 60',
        'HTTPCode_ELB_5XX_Count Sum 60',
        'MemoryUtilization Average 60',
        'MemoryUtilization Maximum 60',
      ],
      ['RequestCount Sum 300', 'MemoryUtilization Average 300', 'MemoryUtilization Maximum 300'],
    ]);
  });

  it('says that nobody keeps deploys', async () => {
    const { history } = historyOf(leaking, NOW);
    const { said, body } = await diagnoserOn(history).diagnose({ ...PLACE, service: 'web', at: NOW, firing: [] });
    expect(said.missing).toContain('deploys (not configured)');
    expect(findingIn(body)?.diagnosis.deploys).toMatchObject({ state: 'unavailable' });
  });

  it('knows which of its own alarms say that somebody is hurt', async () => {
    const { alarms } = await diagnose(nothing, {
      firing: ['tocsin-prod-web-latency-critical', 'tocsin-prod-web-cpu-warning', 'somebody-elses'],
    });
    expect(alarms).toContain('tocsin-prod-web-latency-critical');
    expect(alarms).not.toMatch(/cpu-warning|somebody-elses/u);
  });

  it('of a service without values is that it is not known, and of what', async () => {
    const { cause, missing } = await diagnose(nothing);
    expect(cause).toBe('unknown');
    expect(missing).toEqual([
      'traffic (no-data)',
      'latency (no-data)',
      'errors (no-data)',
      'memory (no-data)',
      'DB latency (not-configured)',
    ]);
  });

  it('of a service that is not described there is none, and the reason says so', async () => {
    const { history, asked } = { ...historyOf(leaking, NOW) };
    const asking = diagnoserOn(history).diagnose({ ...PLACE, service: 'constructor', at: NOW, firing: [] });
    await expect(asking).rejects.toThrow('tocsin.yaml describes no service constructor');
    expect(asked).toEqual([]);
  });

  it('looks at metrics of its own by what they measure', async () => {
    const own = configurationOf(`
services:
  jobs:
    escalation: primary
    workload:
      kind: custom
      metrics:
        memory: { namespace: Jobs, metricName: Heap, dimensions: { Service: jobs } }
        latency: { namespace: Jobs, metricName: Wait, dimensions: { Service: jobs } }
        requests: { namespace: Jobs, metricName: Runs, dimensions: { Service: jobs } }
responders:
  alice: { name: Alice }
escalations:
  primary: { levels: [{ page: [responder:alice] }] }
`);
    const usual = new Map([
      ['Heap', 'MemoryUtilization'],
      ['Wait', 'TargetResponseTime'],
      ['Runs', 'RequestCount'],
    ]);
    const { history, asked } = historyOf(
      (metric, ago) => leaking({ ...metric, metricName: usual.get(metric.metricName) ?? '' }, ago),
      NOW,
    );
    const { said } = await diagnoserOn(history, own).diagnose({ ...PLACE, service: 'jobs', at: NOW, firing: [] });
    expect(said.cause).toBe('memory-leak');
    expect(asked[1]?.map(({ metricName }) => metricName)).toEqual(['Heap', 'Heap', 'Runs']);
  });
});

describe('D42 what cannot be read', () => {
  it.each([
    ['denied', 'denied', 1],
    ['throttled', 'throttled', 1],
    ['partial', 'partial', 1],
    ['malformed', 'not-configured', 1],
    ['unanswered', 'timeout', 2],
  ] as const)('as %s is said to be missing: %s; each question is asked %i times', async (why, reason, times) => {
    const { cause, missing, reported, asked } = await diagnose(leaking, { answer: failing(why) });
    expect(cause).toBe('unknown');
    expect(missing).toEqual([
      ...['traffic', 'latency', 'errors', 'memory'].map((series) => `${series} (${reason})`),
      'DB latency (not-configured)',
    ]);
    expect(new Set(reported)).toEqual(new Set(['metrics could not be read']));
    expect([reported.length, asked.length]).toEqual([2 * times, 2 * times]);
  });

  it('of the days leaves what is known by the minute, and is said', async () => {
    const { cause, missing } = await diagnose(leaking, { answer: failing('throttled', (seconds) => seconds === 300) });
    expect(cause).toBe('memory-leak');
    expect(missing).toEqual([
      'DB latency (not-configured)',
      'traffic of days (throttled)',
      'memory of days (throttled)',
    ]);
  });

  it('by the minute leaves what is known by five minutes', async () => {
    const { missing } = await diagnose(leaking, { answer: failing('denied', (seconds) => seconds === 60) });
    expect(missing).toEqual(['latency (denied)', 'errors (denied)', 'DB latency (not-configured)']);
  });

  it('of one metric alone is asked for no more, and the others are', async () => {
    const { cause, missing, asked } = await diagnose(leaking, {
      answer: (metrics) => {
        const metric = metrics.find(({ metricName, stat }) => metricName === 'TargetResponseTime' && stat === 'p99');
        return metric === undefined
          ? Promise.resolve()
          : Promise.reject(new MetricHistoryError('no', { why: 'malformed', metrics: [metric] }));
      },
    });
    expect(cause).toBe('memory-leak');
    expect(missing).toEqual(['DB latency (not-configured)']);
    expect(asked.map(({ length }) => length)).toEqual([7, 3, 6]);
  });

  it('in time is said to be late, and what came by then is used', async () => {
    const never: Answer = (metrics) =>
      metrics[0]?.periodSeconds === 300 ? new Promise(() => undefined) : Promise.resolve();
    const { cause, missing, reported } = await diagnose(leaking, { answer: never });
    expect(cause).toBe('memory-leak');
    expect(missing).toEqual(['DB latency (not-configured)', 'traffic of days (timeout)', 'memory of days (timeout)']);
    expect(reported).toEqual(['metrics were not read in time']);
  });

  it('since nobody foresaw why is late too', async () => {
    const { missing } = await diagnose(leaking, { answer: () => Promise.reject(new TypeError('x is not a function')) });
    expect(missing[0]).toBe('traffic (timeout)');
  });

  it('since an answer leaves it out is late, and asked for once', async () => {
    const silent: Pick<MetricHistory, 'series'> = {
      // eslint-disable-next-line @typescript-eslint/require-await -- a history that says nothing
      series: async function* () {
        return;
      },
    };
    const { said } = await diagnoserOn(silent).diagnose({ ...PLACE, service: 'web', at: NOW, firing: [] });
    expect(said.missing).toEqual(['traffic (no answer)', 'latency (no answer)', '4 more']);
  });
});

describe('a source beside the metrics', () => {
  const deployed: DeployWord = { at: later(NOW, -22 * MINUTE), id: 'd-7', system: 'ecs', status: 'STARTED' };

  const diagnoseWith = async (
    valueOf: ValueOf,
    beside: Omit<Sources, 'metrics'>,
  ): Promise<{ readonly missing: readonly string[]; readonly diagnosis: Partial<Diagnosis> }> => {
    const { history } = historyOf(valueOf, NOW);
    const host = { sources: () => ({ metrics: history, ...beside }), within: within(50) };
    const { said, body } = await diagnoserOf(host, threeLevels).diagnose({
      ...PLACE,
      service: 'web',
      at: NOW,
      firing: [],
    });
    return { missing: said.missing, diagnosis: findingIn(body)?.diagnosis ?? {} };
  };

  const wordsOf = (words: () => Promise<readonly DeployWord[]>): Pick<Sources, 'deploys'> => ({ deploys: { words } });

  it('is asked for the deploys of a day of that service', async () => {
    const words = vi.fn<DeployLog['words']>(() => Promise.resolve([deployed]));
    const { diagnosis, missing } = await diagnoseWith(slow, { deploys: { words } });
    expect(words.mock.calls).toEqual([['web', { from: later(NOW, -DAY), to: NOW }, 200]]);
    expect(missing).not.toContainEqual(expect.stringContaining('deploys'));
    expect(diagnosis).toMatchObject({
      cause: 'deploy-regression',
      deployImplicated: 'd-7',
      deploys: { state: 'seen' },
    });
  });

  it('that knows of none is another than one that nobody could ask', async () => {
    const { diagnosis } = await diagnoseWith(
      slow,
      wordsOf(() => Promise.resolve([])),
    );
    expect(diagnosis.deploys).toMatchObject({ state: 'none-seen' });
  });

  it.each([
    ['is denied', 'denied', () => Promise.reject(new UnreadError('no', { why: 'denied' }))],
    ['is throttled', 'throttled', () => Promise.reject(new UnreadError('no', { why: 'throttled' }))],
    ['fails as nobody foresaw', 'no answer', () => Promise.reject(new TypeError('x is not a function'))],
    ['never answers', 'no answer', () => new Promise<never>(() => undefined)],
  ] as const)('that %s is said: %s, and the others are used', async (_, said, failing) => {
    const { diagnosis, missing } = await diagnoseWith(leaking, { ...wordsOf(failing), openIncidents: failing });
    expect(diagnosis.cause).toBe('memory-leak');
    expect(diagnosis.deploys).toMatchObject({ state: 'unavailable' });
    expect(missing).toEqual([`deploys (${said})`, `open incidents (${said})`, 'DB latency (not configured)']);
  });

  it('is asked for open incidents of what the service depends on', async () => {
    const openIncidents: OpenIncidents = ({ service }) =>
      Promise.resolve([{ id: `${service}-needs-1`, service: 'db', since: later(NOW, -25 * MINUTE) }]);
    const { diagnosis } = await diagnoseWith(slow, { openIncidents });
    expect(diagnosis.dependency).toEqual({ name: 'db', incident: 'web-needs-1' });
  });
});
