import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeployWord } from '../../../lib/core/deploy/deploy-word.ts';
import type { ReleaseVerdict } from '../../../lib/core/release/release-verdict.ts';
import { gatewayReply, type LoopbackApi, startApi, startApiOf, type WireReply } from '../../support/api-on-loopback.ts';
import { type AwsStub, startAwsStub } from '../../support/aws-stub.ts';
import { callersAccount } from '../../support/callers-account.ts';
import { threeLevels } from '../../support/configurations.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { stackOf } from '../../support/described-stack.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-story.ts';
import { verdictAt } from '../../support/release-log-contract.ts';
import { type Ran, run } from '../running.ts';

let aws: AwsStub | undefined;
let api: LoopbackApi | undefined;

const deployed = async (started: Promise<LoopbackApi>): Promise<void> => {
  api = await started;
  const OpsTopicArn = 'arn:aws:sns:eu-west-1:111122223333:ops';
  const described = stackOf({ TableName: 'incidents', ApiUrl: api.url, OpsTopicArn });
  aws = await startAwsStub(() => described);
  vi.stubEnv('AWS_ENDPOINT_URL', aws.options.endpoint);
};

callersAccount();
afterEach(async () => {
  await aws?.close();
  await api?.close();
  [aws, api] = [undefined, undefined];
});

type ByService<Kept> = Readonly<Record<string, readonly Kept[]>>;

/** A stack of the services web and shop that was told these words, and judged so; `-`: nobody's. */
const stackTold = async (words: ByService<DeployWord>, verdicts: ByService<ReleaseVerdict> = {}): Promise<void> => {
  const services = { web: threeLevels.services['web'], shop: threeLevels.services['web'] } as never;
  const world = new World({ ...threeLevels, services });
  for (const [service, told] of Object.entries(words))
    for (const one of told) await world.deploys.record({ service: service === '-' ? undefined : service, word: one });
  for (const [service, kept] of Object.entries(verdicts))
    for (const one of kept) await world.releases.keep(service, one);
  await deployed(startApiOf(world));
};

const list = (...args: readonly string[]): Promise<Ran> =>
  run(['deploy', 'list', '--stack', 'Tocsin', ...args], { now: () => minute(0), width: 120 });

const WEB = [
  word(-50, { revision: 'v1', subject: 'service prod/web', actor: 'alice' }),
  word(-46, { status: 'SUCCEEDED' }),
  word(-10, { id: 'run-77', system: 'custom', revision: 'v2', status: 'FAILED', subject: 'web' }),
];

describe('tocsin deploy list', () => {
  it('shows the deploys of a service, newest first, start and end as one', async () => {
    await stackTold({ web: WEB });
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

  it('asks the API, and for no item of the table', async () => {
    await stackTold({ web: WEB });
    await list('--service', 'web');
    expect(aws?.requests.map(({ operation }) => operation)).toEqual(['DescribeStacks']);
    expect(api?.requests[0]?.headers['authorization']).toMatch(/\/execute-api\//u);
  });

  it('shows what became of the service by each, and says of what is worse why', async () => {
    const worse = verdictAt(-50, { why: 'latency 120 ms → 900 ms' });
    await stackTold({ web: WEB }, { web: [worse] });
    const { out } = await list('--service', 'web');
    expect(out).toMatch(/succeeded {2}worse {4}v1/u);
    expect(out).toContain('\nWorse, web v1: latency 120 ms → 900 ms.\n');
    const json = await list('--service', 'web', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ deploys: [{ verdict: null }, { verdict: worse }] });
  });

  it('prints them as JSON', async () => {
    await stackTold({ web: WEB });
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
    await stackTold({ web: WEB, '-': [word(-5, { subject: 'stack shop' })] });
    const { out } = await list('--unmapped');
    expect(out).toContain('stack shop');
    expect(out).toContain('deploys in tocsin.yaml');
    expect(out).toContain('1 deploy since');
  });

  it('shows those of every service that the stack describes, and what is nobody’s', async () => {
    await stackTold({ web: WEB, '-': [word(-5, { id: 'x' })] });
    const { out } = await list('--json');
    const { deploys, unheardOf } = JSON.parse(out) as { deploys: { service: string | null }[]; unheardOf: string[] };
    expect(deploys.map(({ service }) => service)).toEqual([null, 'web', 'web']);
    expect(unheardOf).toEqual(['shop']);
  });

  it('does not take silence for none', async () => {
    await stackTold({ web: WEB });
    const { code, out } = await list('--service', 'shop');
    expect(code).toBe(0);
    expect(out.replaceAll('\n', ' ')).toContain('Nobody ever told of a deploy of shop: that is not to know, not none');
    expect((await list('--service', 'web', '--since', '1m')).out).toBe(
      '0 deploys since 2023-08-05 14:14. Times of UTC.',
    );
  });

  it('shows the newest of very many, page by page, and says that there are more', async () => {
    const many = Array.from({ length: 500 }, (_, index) => word(-30 + index * 0.05, { id: `d${String(index)}` }));
    await stackTold({ web: many });
    const { out } = await list('--service', 'web');
    expect(out.split('\n').filter((line) => line.startsWith('2023-'))).toHaveLength(100);
    expect(out).toContain('400 more');
    expect(out).toContain('500 deploys since');
    expect(api?.requests).toHaveLength(3);
  });

  it('reaches back as far as anything is kept, whatever is asked for', async () => {
    await stackTold({ web: [word(-60 * 24 * 80, { id: 'old' }), ...WEB] });
    expect((await list('--service', 'web', '--since', '400d')).out).toContain('3 deploys since');
  });

  it('says what was never meant for a terminal in one harmless line', async () => {
    await stackTold({ web: [word(-5, { subject: 'a\u001b[31m\nb', revision: '\u202E' })] });
    const { out } = await list('--service', 'web');
    expect(out).not.toMatch(/[\u001b\u202E]/u);
  });

  it.each([
    [['--service', 'web', '--unmapped'], /say one of them/u],
    [['--service', 'web', '--since', 'soon'], /--since/u],
    [['--service', 'web', '--since', '2031-01-01'], /--since: expected a time before now/u],
  ])('with %j is wrong use', async (args, message) => {
    await stackTold({});
    const { code, err } = await list(...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('without a stack is wrong use, naming both', async () => {
    const { code, err } = await run(['deploy', 'list', '--service', 'web'], { now: () => minute(0) });
    expect(code).toBe(2);
    expect(err).toMatch(/--stack.*--local/u);
  });

  it.each<[string, WireReply, RegExp]>([
    [
      'may not ask',
      gatewayReply(403, { message: 'Forbidden' }),
      /allow execute-api:Invoke on arn:aws:execute-api:eu-west-1:111122223333:.*\/\*\/GET\/deploys\*/u,
    ],
    ['asks an earlier stack', gatewayReply(404, { message: 'Not Found' }), /earlier version/u],
    ['is refused', gatewayReply(400, { detail: 'since cannot be read' }), /since cannot be read/u],
  ])('that %s says why, and what to do', async (_how, reply, message) => {
    await deployed(startApi(() => reply));
    const { code, err } = await list('--service', 'web');
    expect(code).toBe(1);
    expect(err.replaceAll('\n', ' ')).toMatch(message);
  });
});
