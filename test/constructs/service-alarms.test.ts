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

  it.each([
    ['https://wiki.example.com/runbooks/web', 1],
    ['https://wiki.example.com/pages/viewpage.action?pageId=7', 0],
    ['https://wiki.example.com/runbooks#memory', 0],
    [`https://wiki.example.com/${'deep/'.repeat(60)}`, 0],
  ])('carry the runbook %s as a tag only where CloudWatch takes it as one', (runbook, tagged) => {
    const [definition] = definitions;
    if (definition === undefined) throw new Error('the service has no alarm');
    const stack = new Stack(new App(), 'Test');
    new ServiceAlarms(stack, 'Alarms', { definitions: [{ ...definition, runbook }] });
    const [alarm] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')) as DeployedAlarm[];
    const tags = alarm?.Properties['Tags'] as readonly { readonly Key: string }[];
    expect(tags.filter(({ Key }) => Key === 'tocsin:runbook')).toHaveLength(tagged);
    expect(alarm?.Properties['AlarmDescription']).toContain(runbook);
  });

  it('act on nobody and carry their service and severity as tags', () => {
    for (const { Properties } of deployed) {
      expect(Properties['AlarmActions']).toBeUndefined();
      const tags = Properties['Tags'] as readonly { readonly Key: string }[];
      expect(tags.map(({ Key }) => Key)).toEqual(expect.arrayContaining(['tocsin:service', 'tocsin:severity']));
    }
  });
});
