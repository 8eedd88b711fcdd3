import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../lib/core/configuration.ts';
import { addStack } from '../../lib/stacks/app.ts';
import { CONTEXT, example, type Resource } from './synthesized.ts';

interface Json {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Description: string }>>;
}

const withResponders = (count: number): Configuration => {
  const names = Array.from({ length: count }, (_, index) => `person-${String(index).padStart(3, '0')}`);
  return { ...example(), responders: Object.fromEntries(names.map((name) => [name, { name, timeZone: 'UTC' }])) };
};

const synthesized = (configuration: Configuration): { readonly json: Json; readonly notes: readonly unknown[] } => {
  const stack = addStack(new App({ context: CONTEXT }), configuration);
  const json = Template.fromStack(stack).toJSON() as Json;
  const found = Annotations.fromStack(stack).findInfo('/Tocsin', Match.stringLikeRegexp('Subscribe'));
  return { json, notes: found.map(({ entry }) => entry.data) };
};

const jsonOf = (count: number): Json => synthesized(withResponders(count)).json;

const ofType = ({ Resources }: Json, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

const topicName = ({ Properties }: Resource): string => String(Properties['TopicName']);

describe('a stack with 300 responders', () => {
  const { json, notes } = synthesized(withResponders(300));

  it('B6 fits a template: 500 resources, 200 outputs, a million bytes', () => {
    expect(Object.keys(json.Resources).length).toBeLessThanOrEqual(500);
    expect(Object.keys(json.Outputs).length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(json).length).toBeLessThan(1_000_000);
  });

  it('B6 has a topic for each, and one policy that lets nobody publish without TLS', () => {
    const topics = ofType(json, 'AWS::SNS::Topic').filter(([, topic]) => topicName(topic) !== 'Tocsin-ops');
    expect(topics).toHaveLength(301);
    const shared = ofType(json, 'AWS::SNS::TopicPolicy').filter(([id]) => id.startsWith('Topics'));
    expect(shared.map(([, { Properties }]) => Properties)).toEqual([
      {
        Topics: topics.map(([id]) => ({ Ref: id })),
        PolicyDocument: {
          Version: '2012-10-17',
          Id: example().hash,
          Statement: [
            {
              Sid: 'AllowPublishThroughSSLOnly',
              Effect: 'Deny',
              Principal: '*',
              Action: 'sns:Publish',
              Resource: '*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      },
    ]);
  });

  it('B6 leaves nobody out without a word: of whom no output tells, one for all has the command', () => {
    const subscribed = Object.keys(json.Outputs).filter((name) => /^Subscribe(Responder|Channel)/u.test(name));
    const others = 301 - subscribed.length;
    expect(others).toBeGreaterThan(0);
    const { Value, Description } = json.Outputs['SubscribeOthers'] ?? { Value: undefined, Description: '' };
    expect(JSON.stringify(Value)).toMatch(/aws sns subscribe .*:Tocsin-NAME /u);
    expect(Description).toContain(`${String(others)} responders and channels have no Subscribe… output`);
    expect(notes).toEqual([
      expect.stringContaining(`${String(others)} responders and channels have no Subscribe… output`),
    ]);
  });
});

describe('a stack whose targets all have an output', () => {
  it('B6 says nothing of others', () => {
    const { json, notes } = synthesized(withResponders(20));
    expect(json.Outputs).not.toHaveProperty('SubscribeOthers');
    expect(notes).toEqual([]);
  });
});

describe('two more responders', () => {
  it.each([
    [1, 3],
    [149, 151],
    [159, 161],
    [298, 300],
  ])('B6 are two topics more, and neither replace nor move anything (%i to %i)', (before, after) => {
    const [smaller, larger] = [jsonOf(before), jsonOf(after)];
    const changed = Object.entries(smaller.Resources).filter(
      ([id, resource]) => JSON.stringify(resource) !== JSON.stringify(larger.Resources[id]),
    );
    expect(changed.map(([, { Type }]) => Type)).toEqual(['AWS::SNS::TopicPolicy']);
    const added = Object.entries(larger.Resources).filter(([id]) => !(id in smaller.Resources));
    expect(added.map(([, resource]) => topicName(resource))).toEqual(
      [before, before + 1].map((index) => `Tocsin-responder-person-${String(index).padStart(3, '0')}`),
    );
  });
});

describe('more than a template can hold', () => {
  it('B6 fails the synth, which says how much is given, how much fits and what to do', () => {
    expect(() => jsonOf(450)).toThrow(
      /would hold 5\d\d resources, and CloudFormation takes 500: tocsin\.yaml names 451 responders and channels, and 1 service with alarms; take \d+ of them out, or divide them/u,
    );
  });

  it('B6 counts as CloudFormation does', () => {
    const most = 500 - Object.keys(jsonOf(1).Resources).length + 1;
    expect(Object.keys(jsonOf(most).Resources)).toHaveLength(500);
    expect(() => jsonOf(most + 1)).toThrow('would hold 501 resources');
  });
});
