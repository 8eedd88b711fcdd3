import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { DefinedAlarms } from '../../lib/constructs/defined-alarms.ts';
import {
  type AlarmDefinition,
  type CompositeAlarmDefinition,
  type MathQuery,
  type Metric,
  type MetricAlarmDefinition,
  isComposite,
} from '../../lib/core/alarm/definition.ts';
import { alarmsOf } from '../../lib/core/service/service-alarms.ts';
import { fullExample } from '../support/configurations.ts';

interface DeployedAlarm {
  readonly Type: string;
  readonly Properties: Record<string, unknown> & { readonly AlarmName: string };
  readonly DependsOn?: readonly string[];
}

const deploy = (definitions: readonly AlarmDefinition[]): ReadonlyMap<string, DeployedAlarm> => {
  const stack = new Stack(new App(), 'Test');
  new DefinedAlarms(stack, 'Alarms', { definitions });
  const { Resources } = Template.fromStack(stack).toJSON() as { readonly Resources?: Record<string, DeployedAlarm> };
  return new Map(Object.entries(Resources ?? {}));
};

/** A service of each kind, with every alarm there is. */
const services = Object.entries(fullExample.services);
const definitionsOf = (name: string): AlarmDefinition[] => {
  const service = fullExample.services[name];
  return service === undefined ? [] : alarmsOf(name, service, fullExample.environment);
};
const everyDefinition = services.flatMap(([name]) => definitionsOf(name));

/** What CloudFormation takes for a definition, written out independently of the constructs. */
const dimensions = ({ dimensions: all }: Metric): object[] =>
  Object.entries(all).map(([Name, Value]) => ({ Name, Value }));

const metricProperties = (metric: Metric): object => ({
  Namespace: metric.namespace,
  MetricName: metric.metricName,
  Dimensions: dimensions(metric),
  Period: metric.periodSeconds,
  ...(/^[A-Z]/u.test(metric.stat) ? { Statistic: metric.stat } : { ExtendedStatistic: metric.stat }),
});

const queryProperties = (query: MathQuery, returned: string): object => {
  const ReturnData = query.id === returned;
  if ('expression' in query) return { Id: query.id, Expression: query.expression, Label: query.label, ReturnData };
  const { metric } = query;
  const Metric = { Namespace: metric.namespace, MetricName: metric.metricName, Dimensions: dimensions(metric) };
  return { Id: query.id, ReturnData, MetricStat: { Metric, Period: metric.periodSeconds, Stat: metric.stat } };
};

const signalProperties = ({ signal, limit }: MetricAlarmDefinition): object => {
  const isBand = 'band' in limit;
  if (signal.kind === 'metric' && !isBand) return metricProperties(signal.metric);
  const { queries, returned } =
    signal.kind === 'math' ? signal : { queries: [{ id: 'm1', metric: signal.metric }], returned: 'm1' };
  const Metrics = queries.map((query) => queryProperties(query, returned));
  if (!isBand) return { Metrics };
  const Expression = `ANOMALY_DETECTION_BAND(${returned}, ${String(limit.band.standardDeviations)})`;
  return { Metrics: [...Metrics, { Id: 'ad1', Expression, ReturnData: true }], ThresholdMetricId: 'ad1' };
};

const tagProperties = ({
  service,
  environment,
  severity,
  runbook,
}: AlarmDefinition): { Key: string; Value: string }[] =>
  [
    { Key: 'tocsin:environment', Value: environment },
    { Key: 'tocsin:runbook', Value: runbook },
    { Key: 'tocsin:service', Value: service },
    { Key: 'tocsin:severity', Value: severity },
  ].flatMap(({ Key, Value }) => (Value === undefined ? [] : [{ Key, Value }]));

const labelProperties = (definition: AlarmDefinition): object => ({
  AlarmName: definition.name,
  AlarmDescription: `${definition.description} Runbook: ${definition.runbook ?? `docs/runbooks/service-${definition.watches}.md`}`,
  Tags: tagProperties(definition),
});

const evaluationProperties = (definition: MetricAlarmDefinition): object => ({
  ...signalProperties(definition),
  ComparisonOperator: definition.limit.comparison,
  ...('threshold' in definition.limit ? { Threshold: definition.limit.threshold } : {}),
  DatapointsToAlarm: definition.datapointsToAlarm,
  EvaluationPeriods: definition.evaluationPeriods,
  TreatMissingData: definition.treatMissingData,
  ...(definition.lowSamples === undefined ? {} : { EvaluateLowSampleCountPercentile: definition.lowSamples }),
  ...(definition.warmUp === undefined
    ? {}
    : {
        WarmUpConfiguration: {
          WarmUpPeriodDurationInMinutes: definition.warmUp.minutes,
          OnlyStartEvaluatingAfterWarmUpPeriodEnds: definition.warmUp.whole,
        },
      }),
});

const expectedOf = (definition: AlarmDefinition): object => ({
  ...labelProperties(definition),
  ...(isComposite(definition) ? { AlarmRule: definition.rule } : evaluationProperties(definition)),
});

const withoutPropagation = ({ Properties }: DeployedAlarm): object =>
  Object.fromEntries(Object.entries(Properties).filter(([name]) => name !== 'ActionConfiguration'));

describe('the alarms of a service in the template', () => {
  it.each(services.map(([name]) => name))(
    'are exactly those that a replay of %s evaluates, in every property',
    (name) => {
      const definitions = definitionsOf(name);
      expect(definitions).not.toEqual([]);
      expect([...deploy(definitions).values()].map(withoutPropagation)).toEqual(definitions.map(expectedOf));
    },
  );

  it('are of every kind there is: thresholds, percentiles, metric math, bands, composites, warm-up', () => {
    const properties = new Set([...deploy(everyDefinition).values()].flatMap((alarm) => Object.keys(alarm.Properties)));
    expect([...properties]).toEqual(
      expect.arrayContaining([
        'Threshold',
        'ExtendedStatistic',
        'Metrics',
        'ThresholdMetricId',
        'AlarmRule',
        'WarmUpConfiguration',
      ]),
    );
  });

  it('act on nobody, and their own tags ride in their events', () => {
    for (const { Properties } of deploy(everyDefinition).values()) {
      expect(Object.keys(Properties).filter((name) => name.endsWith('Actions'))).toEqual([]);
      const tags = Properties['Tags'] as readonly { readonly Key: string }[];
      expect(tags.map(({ Key }) => Key)).toEqual(expect.arrayContaining(['tocsin:service', 'tocsin:severity']));
      const { IncludedTagKeys, Enabled } = (
        Properties['ActionConfiguration'] as {
          readonly AlarmTagsPropagation: { readonly Enabled: boolean; readonly IncludedTagKeys: readonly string[] };
        }
      ).AlarmTagsPropagation;
      expect(Enabled).toBe(true);
      expect(IncludedTagKeys.toSorted()).toEqual(tags.map(({ Key }) => Key).toSorted());
    }
  });

  it('return two time series where one is a band, else one', () => {
    for (const { Properties } of deploy(everyDefinition).values()) {
      if (Properties['Metrics'] === undefined) continue;
      const returned = (Properties['Metrics'] as readonly { readonly ReturnData: boolean }[]).filter(
        ({ ReturnData }) => ReturnData,
      );
      expect(returned).toHaveLength(Properties['ThresholdMetricId'] === undefined ? 1 : 2);
    }
  });

  it.each([
    ['https://wiki.example.com/runbooks/web', 1],
    ['https://wiki.example.com/pages/viewpage.action?pageId=7', 0],
    ['https://wiki.example.com/runbooks#memory', 0],
    [`https://wiki.example.com/${'deep/'.repeat(60)}`, 0],
  ])('carry the runbook %s as a tag only where CloudWatch takes it as one', (runbook, tagged) => {
    const [definition] = everyDefinition;
    if (definition === undefined) throw new Error('the service has no alarm');
    const [alarm] = deploy([{ ...definition, runbook }]).values();
    const tags = alarm?.Properties['Tags'] as readonly { readonly Key: string }[];
    expect(tags.filter(({ Key }) => Key === 'tocsin:runbook')).toHaveLength(tagged);
    expect(alarm?.Properties['AlarmDescription']).toContain(runbook);
  });
});

describe('the description of an alarm', () => {
  it('has at most the 1,024 characters that CloudWatch takes: a longer address is left to the page', () => {
    const lengths = everyDefinition
      .filter((one) => !isComposite(one))
      .flatMap((definition) => {
        const runbook = `https://wiki.example.com/${'deep/'.repeat(199)}`;
        const descriptions = [...deploy([{ ...definition, runbook }]).values()].map(
          ({ Properties }) => Properties['AlarmDescription'] as string,
        );
        expect(descriptions).toEqual([definition.description]);
        return descriptions.map(({ length }) => length);
      });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_024);
  });
});

describe('a composite alarm in the template', () => {
  const impact = (name: string): CompositeAlarmDefinition | undefined =>
    definitionsOf(name).find((definition) => isComposite(definition));

  it('waits for the alarms that its rule names, and for no other', () => {
    const deployed = deploy(definitionsOf('web'));
    const composite = [...deployed.values()].find(({ Type }) => Type === 'AWS::CloudWatch::CompositeAlarm');
    const children = composite?.DependsOn?.map((id) => deployed.get(id)?.Properties.AlarmName);
    const named = [...(impact('web')?.rule ?? '').matchAll(/"([^"]+)"/gu)].map(([, name]) => name);
    expect(named).toHaveLength(3);
    expect(children?.toSorted()).toEqual(named.toSorted());
  });
});
