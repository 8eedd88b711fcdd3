import { afterEach, describe, expect, it, vi } from 'vitest';
import { deployedStack } from '../../../lib/cli/stack/deployed-stack.ts';
import { plainInk, type Shell } from '../../../lib/cli/terminal/shell.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { callersAccount } from '../../support/callers-account.ts';

const shell: Shell = {
  width: 80,
  ink: plainInk,
  out: () => undefined,
  err: () => undefined,
  env: {},
  now: () => '2023-08-05T15:00:00.000Z',
  pause: () => Promise.resolve(),
  timeZone: 'UTC',
};

let stub: AwsStub | undefined;

const asked = async (answer: StubAnswer): ReturnType<typeof deployedStack> => {
  stub = await startAwsStub(() => answer);
  vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
  return deployedStack(shell, 'Tocsin');
};

const described = (outputs: Readonly<Record<string, string>>): StubAnswer => {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<member><StackName>Tocsin</StackName><Outputs>${members.join('')}</Outputs></member>`;
  return {
    result: `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  };
};

callersAccount();
afterEach(async () => {
  await stub?.close();
});

describe('a stack by its name', () => {
  it('is found with what its outputs say', async () => {
    expect(
      await asked(described({ TableName: 'incidents', OpsTopicArn: 'arn:aws:sns:eu-west-1:123456789012:ops' })),
    ).toEqual({
      name: 'Tocsin',
      tableName: 'incidents',
      account: '123456789012',
      region: 'eu-west-1',
    });
    expect(stub?.requests[0]?.body).toMatchObject({ Action: 'DescribeStacks', StackName: 'Tocsin' });
  });

  it('that is of something else is refused', async () => {
    await expect(asked(described({ ApiUrl: 'https://api' }))).rejects.toThrow('has no output TableName');
  });

  it.each([
    [{ error: 'AccessDenied', status: 403 }, /^cloudformation:DescribeStacks: .* allow cloudformation:DescribeStacks/u],
    [{ error: 'ExpiredToken', status: 403 }, /sign in again/u],
  ] as const)('cannot be asked for: %j', async (answer, message) => {
    await expect(asked(answer)).rejects.toThrow(message);
  });
});
