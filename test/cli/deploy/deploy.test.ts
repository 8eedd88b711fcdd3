import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeployWord } from '../../../lib/core/deploy/deploy-word.ts';
import type { ReleaseVerdict } from '../../../lib/core/release/release-verdict.ts';
import { type AwsStub, startAwsStub, type StubAnswer, type StubRequest } from '../../support/aws-stub.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { stackWith } from '../../support/described-stack.ts';
import { minute } from '../../support/incident-story.ts';
import { teamYaml } from '../../simulator/replaying.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const folder = await temporaryFolder();
const config = await writeJson(folder, 'team.yaml', teamYaml());

let stub: AwsStub | undefined;

const accountWith = async (answer: (request: StubRequest) => StubAnswer): Promise<void> => {
  stub = await startAwsStub((request) =>
    request.operation === 'DescribeStacks' ? stackWith('incidents') : answer(request),
  );
  vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
};

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stub?.close();
  stub = undefined;
});

const deploy = (...args: readonly string[]): Promise<Ran> =>
  run(['deploy', ...args], { now: () => minute(0), width: 120 });

const record = (...args: readonly string[]): Promise<Ran> =>
  deploy('record', '--service', 'web', '--revision', '1f3c9aa', ...args);

const TAKEN: StubAnswer = { result: { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] } };

/** What was put on the bus. */
const put = (): Readonly<Record<string, unknown>> => {
  const [entry] = (stub?.requests.at(-1)?.body['Entries'] ?? []) as Record<string, string>[];
  return { ...entry, Detail: JSON.parse(entry?.['Detail'] ?? '{}') as unknown };
};

describe('tocsin deploy record', () => {
  it('puts an event on the bus, and says where it will be seen', async () => {
    await accountWith(() => TAKEN);
    const { code, out } = await record('--stack', 'Tocsin');
    expect(code).toBe(0);
    expect(out).toContain('tocsin deploy list --stack Tocsin --service web');
    expect(stub?.requests).toHaveLength(1);
    expect(put()).toEqual({
      Source: 'deploy.tocsin',
      DetailType: 'Deployment',
      Detail: {
        stack: 'Tocsin',
        service: 'web',
        revision: '1f3c9aa',
        id: '1f3c9aa',
        status: 'succeeded',
        at: minute(0),
      },
    });
  });

  it('says what else it is told', async () => {
    await accountWith(() => TAKEN);
    await record('--stack', 'T', '--status', 'started', '--id', 'run 7', '--at', '5m', '--url', 'https://ci/7');
    expect(put()['Detail']).toMatchObject({ status: 'started', id: 'run 7', at: minute(-5), url: 'https://ci/7' });
  });

  it('is told to every stack that describes the service, where none is named', async () => {
    await accountWith(() => TAKEN);
    const { code, out } = await record();
    expect(code).toBe(0);
    expect(put()['Detail']).not.toHaveProperty('stack');
    expect(out).toContain('tocsin deploy list --stack <name> --service web');
  });

  it('prints what it put as JSON', async () => {
    await accountWith(() => TAKEN);
    const { out } = await record('--stack', 'Tocsin', '--json');
    expect(JSON.parse(out)).toMatchObject({ eventId: 'e-1', detail: { service: 'web' } });
  });

  it.each([
    [['--local'], /a folder holds no deploys.*recording/u],
    [['--stack', 'T', '--status', 'soon'], /--status: expected one of started/u],
    [['--stack', 'T', '--url', 'http://ci/7'], /--url/u],
    [['--stack', 'T', '--at', '2023-08-06T00:00Z'], /--at: expected a time that is past/u],
    [['--stack', 'T', '--id', 'a\nb'], /--id/u],
    [['--stack', 'T', '--service', 'Web!'], /--service/u],
  ])('with %j is wrong use, and nothing is put', async (args, message) => {
    await accountWith(() => TAKEN);
    const { code, err } = await record(...args);
    expect(code).toBe(2);
    expect(err.replaceAll('\n', ' ')).toMatch(message);
    expect(stub?.requests).toEqual([]);
  });

  it.each<[string, StubAnswer, RegExp]>([
    ['is denied', { error: 'AccessDeniedException' }, /events:PutEvents: .*allow events:PutEvents/u],
    [
      'is refused by the bus',
      { result: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] } },
      /too many requests/u,
    ],
  ])('that %s fails, and says what to do', async (_how, answer, message) => {
    await accountWith(() => answer);
    const { code, err } = await record('--stack', 'Tocsin');
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});

type ByService<Kept> = Readonly<Record<string, readonly Kept[]>>;

/** A table that holds these words and verdicts, by service; `-`: nobody's. Newest first, as a query of either log asks. */
const holding =
  (words: ByService<DeployWord>, verdicts: ByService<ReleaseVerdict> = {}) =>
  ({ body }: StubRequest): StubAnswer => {
    const values = body['ExpressionAttributeValues'] as Record<string, { S: string }>;
    const service = values[':pk']?.S.slice('SVC#'.length) ?? '';
    const held = [
      ...(words[service] ?? []).map((one) => ({ sk: `DEP#${one.at}`, one })),
      ...(verdicts[service] ?? []).map((one) => ({ sk: `REL#${one.deployedAt}`, one })),
    ];
    const [first, last] = [values[':first']?.S ?? '', values[':last']?.S ?? ''];
    const within = held.filter(({ sk }) => sk >= first && sk <= last);
    return { result: { Items: within.map(({ one }) => ({ record: { S: JSON.stringify(one) } })).reverse() } };
  };

const WEB = [
  word(-50, { revision: 'v1', subject: 'service prod/web', actor: 'alice' }),
  word(-46, { status: 'SUCCEEDED' }),
  word(-10, { id: 'run-77', system: 'custom', revision: 'v2', status: 'FAILED', subject: 'web' }),
];

describe('tocsin deploy list', () => {
  const list = (...args: readonly string[]): Promise<Ran> => deploy('list', '--stack', 'Tocsin', ...args);

  it('shows the deploys of a service, newest first, start and end as one', async () => {
    await accountWith(holding({ web: WEB }));
    const { code, out } = await list('--service', 'web');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'BEGAN             SERVICE  STATUS     VERDICT  REVISION  TOOK   SYSTEM  WHAT              BY',
      '2023-08-05 14:05  web      failed     -        v2        -      custom  web               -',
      '2023-08-05 13:25  web      succeeded  -        v1        4 min  ecs     service prod/web  alice',
      '',
      '2 deploys since 2023-07-29 14:15. Times of UTC.',
    ]);
  });

  it('shows what became of the service by each, and says of what is worse why', async () => {
    const worse: ReleaseVerdict = {
      id: 'ecs-svc/1',
      deployedAt: minute(-50),
      at: minute(-12),
      verdict: 'worse',
      why: 'latency 120 ms → 900 ms',
      against: null,
      daysBefore: 0,
      compared: [{ what: 'latency', unit: 's', before: 0.12, after: 0.9, says: 'worse' }],
    };
    await accountWith(holding({ web: WEB }, { web: [worse] }));
    const { out } = await list('--service', 'web');
    expect(out).toMatch(/succeeded {2}worse {4}v1/u);
    expect(out).toContain('\nWorse, web v1: latency 120 ms → 900 ms.\n');
    const json = await list('--service', 'web', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ deploys: [{ verdict: null }, { verdict: worse }] });
  });

  it('prints them as JSON', async () => {
    await accountWith(holding({ web: WEB }));
    const { out } = await list('--service', 'web', '--json');
    expect(JSON.parse(out)).toMatchObject({
      deploys: [
        { service: 'web', id: 'run-77', status: 'FAILED' },
        { service: 'web', id: 'ecs-svc/1', status: 'SUCCEEDED', revision: 'v1', startedAt: minute(-50) },
      ],
      unheardOf: [],
      isCut: false,
    });
  });

  it('shows what is nobody’s, and says what to do about it', async () => {
    await accountWith(holding({ '-': [word(-5, { subject: 'stack shop' })] }));
    const { out } = await list('--unmapped');
    expect(out).toContain('stack shop');
    expect(out).toContain('deploys in tocsin.yaml');
  });

  it('shows those of every service of tocsin.yaml, and what is nobody’s', async () => {
    await accountWith(holding({ web: WEB, '-': [word(-5, { id: 'x' })] }));
    const { out } = await list('--config', config, '--json');
    const { deploys } = JSON.parse(out) as { deploys: { service: string | null }[] };
    expect(deploys.map(({ service }) => service)).toEqual([null, 'web', 'web']);
  });

  it('does not take silence for none', async () => {
    await accountWith(holding({}));
    const { code, out } = await list('--service', 'web');
    expect(code).toBe(0);
    expect(out.replaceAll('\n', ' ')).toContain('Nobody ever told of a deploy of web: that is not to know, not none');
    await stub?.close();
    await accountWith(holding({ web: WEB }));
    expect((await list('--service', 'web', '--since', '1m')).out).toBe(
      '0 deploys since 2023-08-05 14:14. Times of UTC.',
    );
  });

  it('shows the newest of very many, and says that there are more', async () => {
    const many = Array.from({ length: 500 }, (_, index) => word(-30 + index * 0.05, { id: `d${String(index)}` }));
    await accountWith(holding({ web: many }));
    const { out } = await list('--service', 'web');
    expect(out.split('\n').filter((line) => line.startsWith('2023-'))).toHaveLength(100);
    expect(out).toContain('400 more');
    expect(out).toContain('500 deploys since');
  });

  it('says what was never meant for a terminal in one harmless line', async () => {
    await accountWith(holding({ web: [word(-5, { subject: 'a\u001b[31m\nb', revision: '\u202E' })] }));
    const { out } = await list('--service', 'web');
    expect(out).not.toMatch(/[\u001b\u202E]/u);
  });

  it.each([
    [['--service', 'web', '--unmapped'], /say one of them/u],
    [['--service', 'web', '--since', 'soon'], /--since/u],
    [['--service', 'web', '--since', '2031-01-01'], /--since: expected a time before now/u],
  ])('with %j is wrong use', async (args, message) => {
    await accountWith(holding({}));
    const { code, err } = await list(...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('without a stack is wrong use, naming both', async () => {
    const { code, err } = await deploy('list', '--service', 'web');
    expect(code).toBe(2);
    expect(err).toMatch(/--stack.*--local/u);
  });

  it.each<[StubAnswer, RegExp]>([
    [{ error: 'AccessDeniedException' }, /allow dynamodb:Query/u],
    [{ error: 'AccessDeniedException', fields: { message: 'no kms:Decrypt on the key' } }, /kms:Decrypt/u],
  ])('that may not read (%j) says what to allow', async (answer, message) => {
    await accountWith(() => answer);
    const { code, err } = await list('--service', 'web');
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});
