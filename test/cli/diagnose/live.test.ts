import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../../lib/core/diagnosis/verdict/diagnosis.ts';
import { epochOf, later, MINUTE } from '../../../lib/core/time.ts';
import { type AwsStub, startAwsStub, type StubAnswer, type StubRequest } from '../../support/aws-stub.ts';
import { callersAccount } from '../../support/callers-account.ts';
import { cloudWatchStandIn, type Manner } from '../../support/cloudwatch-stand-in.ts';
import { leaking, slow, type ValueOf } from '../../support/leaking-service.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const NOW = '2023-08-05T15:00:00.000Z';
const folder = await temporaryFolder();
const config = await writeJson(folder, 'tocsin.yaml', {
  environment: 'prod',
  services: {
    web: {
      escalation: 'primary',
      dependsOn: ['api'],
      workload: { kind: 'alb-ecs', loadBalancer: 'app/web/50dc6c495c0c9188', cluster: 'prod', service: 'web' },
    },
    api: { escalation: 'primary', workload: { kind: 'lambda', functionName: 'api' } },
  },
  responders: { alice: { name: 'Alice Ferreira' } },
  escalations: { primary: { levels: [{ page: ['responder:alice'] }] } },
});

const OUTPUTS = { TableName: 'incidents', OpsTopicArn: 'arn:aws:sns:eu-west-1:123456789012:ops' };

const described = (): StubAnswer => {
  const members = Object.entries(OUTPUTS).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<member><StackName>Tocsin</StackName><Outputs>${members.join('')}</Outputs></member>`;
  return {
    result: `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  };
};

const deployed = {
  at: later(NOW, -21 * MINUTE),
  id: 'release-4711',
  system: 'ecs',
  status: 'SUCCEEDED',
};

let stub: AwsStub;

/** An account whose CloudWatch holds this, and whose table knows of one deploy. */
const account = async (
  valueOf: ValueOf,
  { manner = 'answers', days = manner }: { readonly manner?: Manner; readonly days?: Manner } = {},
): Promise<void> => {
  const metrics = cloudWatchStandIn({
    valueOf,
    nowMs: () => epochOf(NOW),
    manner: (seconds) => (seconds === 300 ? days : manner),
  });
  const answers: Readonly<Record<string, (request: StubRequest) => StubAnswer>> = {
    GetMetricData: metrics,
    DescribeStacks: described,
    Query: () => ({
      result: { Items: [{ pk: { S: 'SVC#web' }, sk: { S: 'DEP#' }, record: { S: JSON.stringify(deployed) } }] },
    }),
    BatchGetItem: () => ({ result: { Responses: {} } }),
  };
  stub = await startAwsStub((request) => answers[request.operation]?.(request) ?? { error: 'Unknown' });
  vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
};

callersAccount();
afterEach(async () => {
  await stub.close();
});

const diagnose = (...args: readonly string[]): Promise<Ran> =>
  run(['diagnose', '--config', config, ...args], { now: () => NOW });

const diagnosed = async (...args: readonly string[]): Promise<Diagnosis> => {
  const { code, out } = await diagnose('--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(out) as Diagnosis;
};

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const schema = new URL('../../../schema/diagnosis.schema.json', import.meta.url);
const isInFormat = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

describe('tocsin diagnose without a recording', () => {
  it.each<Manner>(['answers', 'answers in part', 'denies'])(
    'keeps to its format where CloudWatch %s of days',
    async (days) => {
      await account(leaking, { days });
      const { out } = await diagnose('--service', 'web', '--json');
      expect(isInFormat(JSON.parse(out)), JSON.stringify(isInFormat.errors)).toBe(true);
    },
  );

  it('says of days that came in part that the rest did not come in time', async () => {
    await account(leaking, { days: 'answers in part' });
    const { missing } = (await diagnosed('--service', 'web')).data;
    expect(missing).toContainEqual({ series: 'traffic of days', reason: 'timeout' });
  });

  it('says what is wrong with a service of the account now', async () => {
    await account(leaking);
    expect(await diagnosed('--service', 'web')).toMatchObject({ cause: 'memory-leak', service: 'web', at: NOW });
    const { out } = await diagnose('--service', 'web');
    expect(out).toContain('memory leak');
  });

  it('says that nobody was asked for deploys', async () => {
    await account(leaking);
    const { deploys } = await diagnosed('--service', 'web');
    expect(deploys.state).toBe('unavailable');
  });

  it('looks at nothing after --at', async () => {
    await account(leaking);
    const before = later(NOW, -100 * MINUTE);
    expect(await diagnosed('--service', 'web', '--at', before)).toMatchObject({ at: before, cause: 'none' });
    const ends = stub.requests.map(({ body }) => Number(body['EndTime']) * 1_000);
    expect(Math.max(...ends)).toBeLessThanOrEqual(epochOf(before));
  });

  it('asks the table of a stack for deploys, with the credentials of its caller', async () => {
    await account(slow);
    const diagnosis = await diagnosed('--service', 'web', '--stack', 'Tocsin');
    expect(diagnosis).toMatchObject({ cause: 'deploy-regression', deployImplicated: 'release-4711' });
    const asked = stub.requests.find(({ operation }) => operation === 'Query');
    expect(asked?.body).toMatchObject({ TableName: 'incidents' });
  });

  it.each([
    [['--at', '2023-08-05T15:01:00Z', '--service', 'web'], '--at: expected a time that is over'],
    [['--service', 'wbe'], 'has no service "wbe": expected one of web, api'],
    [[], 'expected a recording, or --service with a service of the account: got neither'],
  ])('refuses %j', async (args, message) => {
    await account(leaking);
    const { code, err } = await diagnose(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it.each([
    ['denies', /cloudwatch:GetMetricData/u],
    ['holds nothing', /CloudWatch holds no value of web at that time/u],
  ] as const)('fails with what to do where CloudWatch %s', async (manner, message) => {
    await account(leaking, { manner });
    const { code, err, out } = await diagnose('--service', 'web');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(message);
  });
});
