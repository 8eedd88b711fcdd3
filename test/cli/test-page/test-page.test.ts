import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDrill } from '../../../lib/pipeline/open-drill.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { PageNotDeliveredError } from '../../../lib/ports/pager.ts';
import { later } from '../../../lib/core/time.ts';
import { gatewayReply, type LoopbackApi, startApi, startApiOf } from '../../support/api-on-loopback.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { callersAccount } from '../../support/callers-account.ts';
import { stackOf } from '../../support/described-stack.ts';
import { World } from '../../support/function-world.ts';
import { type Ran, run } from '../running.ts';

const subscription = (protocol: string, arn: string): string =>
  `<member><Protocol>${protocol}</Protocol><SubscriptionArn>${arn}</SubscriptionArn></member>`;

const subscribed = (...members: readonly string[]): StubAnswer => ({
  result: `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members.join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
});

const CONFIRMED = subscribed(subscription('email', 'arn:aws:sns:eu-west-1:111122223333:Tocsin-responder-alice:1'));

let world = new World();
let aws: AwsStub | undefined;
let api: LoopbackApi | undefined;

callersAccount();
beforeEach(() => {
  world = new World();
});
afterEach(async () => {
  await aws?.close();
  await api?.close();
  [aws, api] = [undefined, undefined];
});

interface Deployed {
  readonly topics?: StubAnswer;
  readonly started?: Promise<LoopbackApi>;
}

const deploy = async ({ topics = CONFIRMED, started = startApiOf(world) }: Deployed = {}): Promise<void> => {
  api = await started;
  const [OpsTopicArn, TopicArnPrefix] = ['ops', 'Tocsin-'].map((name) => `arn:aws:sns:eu-west-1:111122223333:${name}`);
  const described = stackOf({
    TableName: 't',
    ApiUrl: api.url,
    OpsTopicArn: OpsTopicArn ?? '',
    TopicArnPrefix: TopicArnPrefix ?? '',
  });
  aws = await startAwsStub(({ operation }) => (operation === 'ListSubscriptionsByTopic' ? topics : described));
  vi.stubEnv('AWS_ENDPOINT_URL', aws.options.endpoint);
};

/** While the command waits, time passes, and what happens in it happens. */
const testPage = (args: readonly string[], meanwhile: () => Promise<unknown> = () => world.send()): Promise<Ran> =>
  run(['test-page', '--stack', 'Tocsin', ...args], {
    now: () => world.now,
    pause: async (ms) => {
      world.now = later(world.now, ms);
      await meanwhile();
    },
    width: 100,
  });

const theDrill = (): string => {
  const [first] = world.links.values();
  return first?.incidentIds[0] ?? '';
};

/** Sent at the first look; acknowledged so many looks later. */
const acknowledgedAfter = (looks: number): (() => Promise<unknown>) => {
  let seen = 0;
  return async () => {
    seen += 1;
    await world.send();
    if (seen === looks)
      await respond(world.pipeline, { incidentId: theDrill(), by: 'alice', response: { type: 'acknowledge' } });
  };
};

describe('tocsin test-page', () => {
  it('says what SNS took, after how long, who subscribes, and that this is no arrival', async () => {
    await deploy();
    const { code, out, err } = await testPage([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Drill [0-9A-Z]{26} of Tocsin: each page says that it is a test\.\n/u);
    expect(out).toMatch(/\nalice {2}accepted by SNS after 2\.0 s; subscribed: email\n/u);
    expect(out.replaceAll('\n', ' ')).toContain('SNS reports no arrival');
    expect(out).toContain('docs/troubleshooting.md#nothing-arrives');
  });

  it('fails where nobody has confirmed a subscription: nobody can get it', async () => {
    await deploy({ topics: subscribed(subscription('email', 'PendingConfirmation')) });
    const { code, out, err } = await testPage([]);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/gu, ' ')).toContain(
      'NOBODY CAN GET IT: no confirmed subscription, 1 subscription not confirmed yet',
    );
    expect(err).toBe('nobody subscribes to alice: docs/troubleshooting.md#nothing-arrives');
  });

  it('goes on where these credentials may not see who subscribes, and says which line is missing', async () => {
    await deploy({ topics: { error: 'AuthorizationError', status: 403 } });
    const { code, out, err } = await testPage([]);
    expect(code).toBe(0);
    expect(out).toMatch(/alice {2}accepted by SNS after 2\.0 s\n/u);
    expect(err).toContain('Who subscribes is not known. sns:ListSubscriptionsByTopic: these credentials may not');
  });

  it('fails with the reason where SNS does not take it', async () => {
    await deploy();
    const reason = new PageNotDeliveredError('NotFound: Topic does not exist', {
      outcome: 'not-sent',
      cause: undefined,
    });
    world.pipeline.pager.publish = () => Promise.reject(reason);
    const { code, out, err } = await testPage(['--to', 'bob']);
    expect(code).toBe(1);
    expect(out).toContain('failed after 2.0 s: NotFound: Topic does not exist');
    expect(err).toBe('the test page for bob failed: docs/troubleshooting.md#nothing-arrives');
  });

  it('does not wait for ever for a stack that sends nothing', async () => {
    await deploy();
    const { code, out, err } = await testPage([], () => Promise.resolve());
    expect(code).toBe(1);
    expect(out).toContain('not sent yet');
    expect(err).toContain('the test page for alice is not sent yet');
  });

  it('says of what SNS did not answer that nobody knows', async () => {
    await deploy();
    const unknown = new PageNotDeliveredError('timed out', { outcome: 'unknown', cause: undefined });
    world.pipeline.pager.publish = () => Promise.reject(unknown);
    const { code, out, err } = await testPage([]);
    expect(code).toBe(1);
    expect(out).toContain('it may have gone out');
    expect(err).toContain('nobody knows whether SNS took the test page for alice');
  });

  it('fails, and is no wrong use, while another drill is under way', async () => {
    await openDrill(world.pipeline, { key: 'another', account: '1', region: 'eu-west-1' });
    await deploy();
    const { code, out, err } = await testPage(['--to', 'bob']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^the drill [0-9A-Z]{26} is under way: expected the same again in a moment/u);
    await world.send();
    expect(world.published.map(({ target }) => target)).toEqual(['responder:alice']);
  });

  it('waits with --wait until it is acknowledged, and times that', async () => {
    await deploy();
    const { code, out } = await testPage(['--wait'], acknowledgedAfter(5));
    expect(code).toBe(0);
    expect(out).toContain('that is waited for, 15 min at most');
    expect(out).toContain('alice acknowledged 8.0 s after SNS took the page.');
  });

  it('fails where nobody acknowledges within the time', async () => {
    await deploy();
    const { code, err } = await testPage(['--wait=1m']);
    expect(code).toBe(1);
    expect(err).toContain('no acknowledgement by alice');
  });

  it('waits for nobody who cannot get the page', async () => {
    await deploy({ topics: subscribed() });
    const before = world.now;
    const { code, err } = await testPage(['--wait']);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'nobody subscribes to alice: docs/troubleshooting.md#nothing-arrives',
    });
    expect(world.now).toBe(later(before, 2_000));
  });

  it('prints one JSON document with --json', async () => {
    await deploy();
    const { code, out } = await testPage(['--wait', '--json'], acknowledgedAfter(2));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      targets: [
        {
          target: 'responder:alice',
          outcome: 'accepted',
          afterSeconds: 2,
          subscriptions: { confirmed: ['email'], pending: 0 },
        },
      ],
      acknowledged: [{ by: 'alice', afterSeconds: 2 }],
    });
  });

  it.each([
    [['--to', 'nobody'], 'there is no responder, channel or schedule "nobody": expected one of responder:alice'],
    [['--wait=2d'], '--wait: expected a duration such as 10m, at most 1h, got "2d"'],
  ])('takes %j for wrong use', async (args, said) => {
    await deploy();
    const { code, err } = await testPage(args);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(world.published).toEqual([]);
  });

  it('says that a stack of before cannot do it', async () => {
    await deploy({ started: startApi(() => gatewayReply(404, { message: 'Not Found' })) });
    const { code, err } = await testPage([]);
    expect(code).toBe(1);
    expect(err).toContain('the stack is of an earlier version than this command');
  });
});
