import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { addStack } from '../../lib/stacks/app.ts';
import { CONTEXT, example, type Resource, synthesize } from './synthesized.ts';

const resources = (synthesize(example()).template.toJSON() as { Resources: Record<string, Resource> }).Resources;

const ofType = (type: string): Resource[] => Object.values(resources).filter(({ Type }) => Type === type);

/** An intrinsic function as it reads: `arn:${AWS::Partition}:…`. */
const asText = (value: unknown): string => {
  const join = (value as { 'Fn::Join': readonly [string, readonly unknown[]] })['Fn::Join'][1];
  return join.map((part) => (typeof part === 'string' ? part : `\${${(part as { Ref: string }).Ref}}`)).join('');
};

/** Every resource that has to stand before this one. */
const before = (id: string, seen = new Set<string>()): ReadonlySet<string> => {
  const { DependsOn = [], ...resource } = resources[id] as Resource & { readonly DependsOn?: string | string[] };
  const named = [...JSON.stringify(resource).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/gu)].map(([, to = '']) => to);
  for (const next of [...named, DependsOn].flat()) {
    if (!(next in resources) || seen.has(next)) continue;
    seen.add(next);
    before(next, seen);
  }
  return seen;
};

describe('a first deploy that fails', () => {
  it('B2 leaves neither table nor key behind, which outlive everything else', () => {
    for (const kept of [...ofType('AWS::DynamoDB::GlobalTable'), ...ofType('AWS::KMS::Key')]) {
      expect(kept).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    }
  });

  it('B2 leaves nothing that is protected: neither the table nor the stack is from the start', () => {
    expect(JSON.stringify(resources)).not.toContain('"DeletionProtectionEnabled":');
    const app = new App({ context: CONTEXT });
    expect(addStack(app, example()).terminationProtection).toBe(false);
  });
});

describe('a stack that stands', () => {
  const schedules = Object.entries(resources).filter(
    ([id, { Type }]) => Type === 'AWS::Scheduler::Schedule' && id.startsWith('Protection'),
  );

  it('B2 is protected every hour, and so is its table, by calls that the scheduler makes itself', () => {
    const calls = schedules.map(([, { Properties }]) => {
      const { Arn, Input } = Properties['Target'] as { Arn: unknown; Input: unknown };
      return [Properties['ScheduleExpression'], asText(Arn), JSON.parse(asText(Input)) as unknown];
    });
    expect(calls).toEqual([
      [
        'cron(30 * * * ? *)',
        'arn:${AWS::Partition}:scheduler:::aws-sdk:cloudformation:updateTerminationProtection',
        { StackName: '${AWS::StackId}', EnableTerminationProtection: true },
      ],
      [
        'cron(30 * * * ? *)',
        'arn:${AWS::Partition}:scheduler:::aws-sdk:dynamodb:updateTable',
        { TableName: '${IncidentsTableDD507F08}', DeletionProtectionEnabled: true },
      ],
    ]);
  });

  it('B2 is not before everything else of it does: the schedules are created last', () => {
    const [stack = '', table = ''] = schedules.map(([id]) => id);
    const others = Object.keys(resources).filter((id) => id !== stack && id !== table);
    expect([...before(stack)].toSorted()).toEqual(others.toSorted());
    expect([...before(table)].toSorted()).toEqual([...others, stack].toSorted());
  });
});
