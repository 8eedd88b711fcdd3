import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AwsStub, startAwsStub, type StubAnswer, type StubRequest } from '../../support/aws-stub.ts';
import { callersAccount } from '../../support/callers-account.ts';
import { minute } from '../../support/incident-story.ts';
import { type Ran, run } from '../running.ts';

let stub: AwsStub | undefined;

const accountWith = async (answer: (request: StubRequest) => StubAnswer): Promise<void> => {
  stub = await startAwsStub(answer);
  vi.stubEnv('AWS_ENDPOINT_URL', stub.options.endpoint);
};

callersAccount();
afterEach(async () => {
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
    expect(out).toContain('npx tocsin deploy list --stack Tocsin --service web');
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
    expect(out).toContain('npx tocsin deploy list --stack <name> --service web');
  });

  it('prints what it put as JSON', async () => {
    await accountWith(() => TAKEN);
    const { out } = await record('--stack', 'Tocsin', '--json');
    expect(JSON.parse(out)).toMatchObject({ eventId: 'e-1', detail: { service: 'web' } });
  });

  it.each([
    [['--local'], /a folder holds no deploys.*recording/u],
    [
      ['--stack', 'T', '--status', 'soon'],
      /'--status <status>' argument 'soon' is invalid\. Allowed choices are started, succeeded/u,
    ],
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
