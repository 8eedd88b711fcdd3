import { join } from 'node:path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { ServiceAlarms, Tocsin } from '../../lib/index.ts';
import { CONTEXT, synthesize, example } from './synthesized.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/tocsin.yaml');

const OBJECT = {
  services: {
    web: { escalation: 'primary', workload: { kind: 'lambda', functionName: 'web' } },
    mail: { escalation: 'primary', workload: { kind: 'sqs', queue: 'mail' } },
  },
  responders: { alice: { name: 'Alice' } },
  escalations: { primary: { levels: [{ page: ['responder:alice'] }] } },
};

const stackOf = (name = 'Pager'): Stack => new Stack(new App({ context: CONTEXT }), name);

const countsOf = (stack: Stack): Record<string, number> => {
  const { Resources = {} } = Template.fromStack(stack).toJSON() as { Resources?: Record<string, { Type: string }> };
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const alarmNames = (stack: Stack): string[] => {
  const template = Template.fromStack(stack);
  return ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    Object.values(template.findResources(type)).map(
      (alarm) => (alarm as { Properties: { AlarmName: string } }).Properties.AlarmName,
    ),
  );
};

describe('Tocsin in a stack of a CDK app', () => {
  it('creates what the stack of this project creates', () => {
    const stack = stackOf();
    new Tocsin(stack, 'Tocsin', { configuration: EXAMPLE });
    const { Resources } = synthesize(example()).template.toJSON() as { Resources: Record<string, { Type: string }> };
    const counts = countsOf(stack);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(Object.keys(Resources).length);
    expect(counts).toMatchObject({ 'AWS::DynamoDB::GlobalTable': 1, 'AWS::Lambda::Function': 9 });
  });

  it('names what it creates after the stack, and tags it', () => {
    const stack = stackOf('NightPager');
    new Tocsin(stack, 'Tocsin', { configuration: OBJECT });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'NightPager-responder-alice' });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'NightPager-pages.fifo' });
    expect(JSON.stringify(template.toJSON())).toContain('{"Key":"tocsin:stack","Value":"NightPager"}');
  });

  it('gives the topics of people and channels, and of the pager itself, to subscribe to', () => {
    const stack = stackOf();
    const tocsin = new Tocsin(stack, 'Tocsin', { configuration: OBJECT });
    for (const [id, topic] of [
      ['Alice', tocsin.topicOf('responder:alice')],
      ['Ops', tocsin.opsTopic],
    ] as const) {
      const { EMAIL: protocol } = SubscriptionProtocol;
      const deadLetterQueue = tocsin.undelivered;
      new Subscription(stack, id, { topic, protocol, endpoint: 'a@example.com', deadLetterQueue });
    }
    const subscribed = Object.values(Template.fromStack(stack).findResources('AWS::SNS::Subscription'));
    expect(JSON.stringify(subscribed)).toMatch(/TocsinTopicsresponderalice.*TocsinOpsTopic/u);
    expect(() => tocsin.topicOf('responder:bob')).toThrow(
      'there is no "responder:bob": expected one of responder:alice',
    );
  });

  it('says everything that is wrong with a file, where, in text that hides nothing', () => {
    const wrong = join(import.meta.dirname, 'no-such-folder', 'toc\u202esin.yaml');
    const make = (): unknown => new Tocsin(stackOf(), 'Tocsin', { configuration: wrong });
    expect(make).toThrow(/no-such-folder\/toc sin\.yaml: there is no such file/u);
  });

  it('says everything that is wrong with an object, by its path', () => {
    const configuration = {
      ...OBJECT,
      responders: {},
      services: { web: { ...OBJECT.services.web, escalation: 'secondary' } },
    };
    const make = (): unknown => new Tocsin(stackOf(), 'Tocsin', { configuration });
    expect(make).toThrow(/^Tocsin cannot read its configuration:\nconfiguration: at least one responder/u);
    expect(make).toThrow(/configuration services\.web\.escalation: .*secondary/u);
    expect(make).toThrow(/configuration escalations\.primary\.levels\[0\]\.page\[0\]: .*alice/u);
  });

  it('takes no name that is known only when it is deployed', () => {
    const stack = stackOf();
    const { valueAsString: functionName } = new CfnParameter(stack, 'Name');
    const services = { web: { ...OBJECT.services.web, workload: { kind: 'lambda', functionName } } };
    expect(() => new Tocsin(stack, 'Tocsin', { configuration: { ...OBJECT, services } })).toThrow(
      'the configuration holds at "functionName" what is known only when it is deployed',
    );
  });

  it('is refused a second time in one stack, by name', () => {
    const stack = stackOf();
    new Tocsin(stack, 'First', { configuration: OBJECT });
    expect(() => new Tocsin(stack, 'Second', { configuration: OBJECT })).toThrow(
      'the stack Pager holds a pager already, Pager/First: give this one, Pager/Second, a stack of its own',
    );
  });
});

describe('the alarms of services in stacks of their own', () => {
  it('are those that the pager would make, and the pager makes none', () => {
    const [pager, own, whole] = [stackOf(), stackOf('Web'), stackOf('Other')];
    new Tocsin(pager, 'Tocsin', { configuration: OBJECT, serviceAlarms: false });
    new ServiceAlarms(own, 'Alarms', { configuration: OBJECT, services: ['web'] });
    new ServiceAlarms(whole, 'Alarms', { configuration: OBJECT });
    expect(alarmNames(pager).filter((name) => !name.startsWith('Pager-ops-'))).toEqual([]);
    expect(countsOf(pager)).not.toHaveProperty('AWS::CloudFormation::Stack');
    expect(alarmNames(own)).toContain('tocsin-default-web-errors-critical');
    expect(new Set(alarmNames(own).map((name) => name.split('-')[2]))).toEqual(new Set(['web']));
    expect(new Set(alarmNames(whole).map((name) => name.split('-')[2]))).toEqual(new Set(['web', 'mail']));
  });

  it('are tagged with whose they are, which rides in their events', () => {
    const own = stackOf('Web');
    new ServiceAlarms(own, 'Alarms', { configuration: OBJECT, services: ['web'] });
    const alarms = Object.values(Template.fromStack(own).findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.length).toBeGreaterThan(2);
    for (const alarm of alarms) expect(JSON.stringify(alarm)).toContain('{"Key":"tocsin:service","Value":"web"}');
  });

  it('say what has to be turned on before they have data', () => {
    const own = stackOf('Web');
    new ServiceAlarms(own, 'Alarms', { configuration: OBJECT, services: ['web'] });
    expect(own.node.metadata.map(({ data }) => String(data)).join()).toContain('Lambda Insights');
  });

  it('are of services that there are', () => {
    expect(() => new ServiceAlarms(stackOf(), 'Alarms', { configuration: OBJECT, services: ['wbe'] })).toThrow(
      'there is no service "wbe": expected one of web, mail',
    );
  });
});
