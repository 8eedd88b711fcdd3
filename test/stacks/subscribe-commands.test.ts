import { describe, expect, it } from 'vitest';
import { example, synthesize } from './synthesized.ts';

type Part = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] };

const idOf = (part: Exclude<Part, string>): string => ('Ref' in part ? part.Ref : part['Fn::GetAtt'][0]);

/** The commands as they read once deployed, an id for each value that CloudFormation fills in. */
const commands: readonly (readonly [string, string])[] = Object.entries(
  synthesize(example()).template.findOutputs('*') as Record<string, { Value: { 'Fn::Join': [string, Part[]] } }>,
)
  .filter(([name]) => name.startsWith('Subscribe'))
  .map(([name, { Value }]) => [
    name,
    Value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : idOf(part))).join(''),
  ]);

/** As a shell takes it apart: what stands in single quotes is one word as it is. */
const words = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe('the command that subscribes', () => {
  it('B7 is there for each responder and channel, and for the ops topic', () => {
    expect(commands.map(([name]) => name).toSorted()).toEqual([
      'SubscribeChannelOps',
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
