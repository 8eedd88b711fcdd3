import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { example, synthesize } from './synthesized.ts';

type Part = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] };

interface Output {
  readonly Value: Part | { readonly 'Fn::Join': readonly [string, readonly Part[]] };
  readonly Description: string;
}

const idOf = (part: Part): string => {
  if (typeof part === 'string') return part;
  return 'Ref' in part ? part.Ref : part['Fn::GetAtt'][0];
};

/** As it reads once deployed, an id for each value that CloudFormation fills in. */
const read = ({ Value }: Output): string =>
  typeof Value === 'object' && 'Fn::Join' in Value ? Value['Fn::Join'][1].map(idOf).join('') : idOf(Value);

const configuration = {
  ...example(),
  channels: {
    ops: { name: '#ops', kind: 'chat' },
    robot: { name: 'Robot', kind: 'https' },
    team: { name: 'Web team', kind: 'email' },
  },
} as const;

const { template } = synthesize(configuration);
const outputs = Object.entries(template.findOutputs('*') as Record<string, Output>).filter(([name]) =>
  name.startsWith('Subscribe'),
);
const commands = outputs
  .map(([name, output]) => [name, read(output)] as const)
  .filter(([, text]) => /^aws /u.test(text));
const commandOf = (name: string): string => commands.find(([each]) => each === name)?.[1] ?? '';

/** As a shell takes it apart: what stands in single quotes is one word as it is. */
const words = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe('the outputs that subscribe', () => {
  it('B7 are there for each responder and channel, and for the ops topic', () => {
    expect(outputs.map(([name]) => name).toSorted()).toEqual([
      'SubscribeChannelOps',
      'SubscribeChannelRobot',
      'SubscribeChannelTeam',
      'SubscribeOps',
      'SubscribeResponderAlice',
      'SubscribeResponderBob',
      'SubscribeResponderDevLead',
      'SubscribeResponderManager',
    ]);
  });

  it.each(commands)('B7 %s names the Region, and where SNS keeps what it cannot deliver', (_name, command) => {
    const [aws, sns, subscribe, ...options] = words(command);
    expect([aws, sns, subscribe]).toEqual(['aws', 'sns', 'subscribe']);
    expect(options.filter((word) => word.startsWith('--'))).toEqual([
      '--region',
      '--topic-arn',
      '--protocol',
      '--notification-endpoint',
      '--attributes',
    ]);
    expect(options[1]).toBe('AWS::Region');
    const { RedrivePolicy } = JSON.parse(options.at(-1) ?? '') as { RedrivePolicy: string };
    expect(JSON.parse(RedrivePolicy)).toEqual({
      deadLetterTargetArn: expect.stringMatching(/^UndeliveredQueue/u) as unknown,
    });
  });
});

describe('the output TestPage', () => {
  const output = (template.findOutputs('TestPage') as Record<string, Output>)['TestPage'];

  it('is a whole command, and says where it stands what to do when nothing arrives', () => {
    expect(output && read(output)).toBe('npx tocsin test-page --stack Tocsin');
    expect(output?.Description).toContain('docs/troubleshooting.md#nothing-arrives');
    expect(readFileSync('docs/troubleshooting.md', 'utf8')).toContain('\n## Nothing arrives\n');
  });
});

describe('the kind of a channel', () => {
  it.each([
    ['SubscribeChannelTeam', 'email', 'ADDRESS'],
    ['SubscribeResponderAlice', 'email', 'ADDRESS'],
    ['SubscribeOps', 'email', 'ADDRESS'],
    ['SubscribeChannelRobot', 'https', 'https://ADDRESS'],
  ])('decides how %s subscribes: %s', (name, protocol, endpoint) => {
    expect(words(commandOf(name))).toEqual(
      expect.arrayContaining(['--protocol', protocol, '--notification-endpoint', endpoint]),
    );
  });

  it('chat has no command, because Amazon Q subscribes itself: the topic to give it, and where that is told', () => {
    const [, output] = outputs.find(([name]) => name === 'SubscribeChannelOps') ?? [];
    expect(output?.Value).toEqual({ Ref: expect.stringMatching(/^Topicschannelops/u) as unknown });
    expect(output?.Description).toMatch(/channel:ops .*Amazon Q Developer in chat applications; docs\/channels\.md/u);
  });
});

describe('every topic', () => {
  it('has SNS sign with SHA-256 what it posts to subscribers by HTTPS', () => {
    const topics = Object.values(template.findResources('AWS::SNS::Topic')) as { Properties: object }[];
    expect(topics).toHaveLength(8);
    for (const { Properties } of topics) expect(Properties).toMatchObject({ SignatureVersion: '2' });
  });
});
