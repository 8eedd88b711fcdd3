import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { ServiceAlarms } from '../../lib/constructs/service-alarms.ts';
import type { AlarmDefinition } from '../../lib/core/alarm/definition.ts';
import { alarmsOf } from '../../lib/core/alarm/service-alarms.ts';
import { threeLevels } from '../support/configurations.ts';

interface DeployedAlarm {
  readonly Properties: Record<string, unknown> & { readonly AlarmName: string };
}

describe('the alarms of a service in the template', () => {
  const service = threeLevels.services['web'];
  const definitions: readonly AlarmDefinition[] = service === undefined ? [] : alarmsOf('web', service, 'prod');
  let deployed: readonly DeployedAlarm[] = [];

  beforeAll(() => {
    const stack = new Stack(new App(), 'Test');
    new ServiceAlarms(stack, 'Alarms', { definitions });
    deployed = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')) as DeployedAlarm[];
  });

  it('are exactly those that a replay evaluates', () => {
    expect(definitions.length).toBeGreaterThan(0);
    expect(deployed.map(({ Properties }) => Properties.AlarmName)).toEqual(definitions.map(({ name }) => name));
    for (const [
      index,
      { threshold, evaluationPeriods, datapointsToAlarm, treatMissingData },
    ] of definitions.entries()) {
      expect(deployed[index]?.Properties).toMatchObject({
        Threshold: threshold,
        EvaluationPeriods: evaluationPeriods,
        DatapointsToAlarm: datapointsToAlarm,
        TreatMissingData: treatMissingData,
      });
    }
  });

  it('never treat missing data as breaching', () => {
    expect(deployed.map(({ Properties }) => Properties['TreatMissingData'])).not.toContain('breaching');
  });

  it('act on nobody and carry their service and severity as tags', () => {
    for (const { Properties } of deployed) {
      expect(Properties['AlarmActions']).toBeUndefined();
      const tags = Properties['Tags'] as readonly { readonly Key: string }[];
      expect(tags.map(({ Key }) => Key)).toEqual(expect.arrayContaining(['tocsin:service', 'tocsin:severity']));
    }
  });
});
