import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ROUTES, THROTTLE } from '../../../lambdas/responses/contract.ts';
import { LONGEST_QUERY } from '../../../lambdas/responses/operation.ts';
import { type OperationName, OPERATIONS } from '../../../lambdas/responses/operations.ts';
import { PROBLEMS } from '../../../lambdas/responses/problems.ts';
import { RESPONSE_BODY } from '../../../lambdas/responses/respond-by-api.ts';
import { LONGEST_NOTE } from '../../../lib/core/incident/response.ts';
import { run } from '../../cli/running.ts';
import { strays } from '../../support/api-document.ts';
import { type LoopbackApi, startApiOf } from '../../support/api-on-loopback.ts';
import { type AwsStub, startAwsStub } from '../../support/aws-stub.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { stackOf } from '../../support/described-stack.ts';
import { World } from '../../support/function-world.ts';
import { Visitor } from './visitor.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

/** What stands under each heading. */
const SECTIONS = new Map(
  DOCUMENT.split(/^## /mu)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines] as const;
    }),
);

const NAMES = Object.keys(OPERATIONS) as readonly OperationName[];

const linesOf = (name: OperationName): readonly string[] =>
  SECTIONS.get(`${ROUTES[name].methods[0]} ${ROUTES[name].path}`) ?? [];

/** One incident, diagnosed, and one deploy. */
const stack = async () => {
  const world = new World();
  const id = await world.alarm('web-latency');
  await world.send();
  await world.deploys.record({ service: 'web', word: word(0) });
  const stored = { number: 1, body: '{}' };
  const pipeline = world.onStore({ diagnoses: () => Promise.resolve([stored]) });
  return { world, id, visitor: new Visitor(world, pipeline) };
};

describe('docs/api.md', () => {
  it.each(NAMES)('has an example of %s that is answered as the document says', async (name) => {
    const example = linesOf(name).find((line) => line.startsWith('signed ')) ?? '';
    const [, path = '', query = ''] = /"\$API(\/[^"?]*)\??([^"]*)"/u.exec(example) ?? [];
    const [, body] = /-d '([^']*)'/u.exec(example) ?? [];
    const { visitor, id } = await stack();
    const at = path.replace('$ID', id);
    const reply = body === undefined ? await visitor.ask(at, { query }) : await visitor.post(at, body);
    expect(reply.statusCode).toBe(200);
    expect(strays(name, reply)).toBe('');
  });

  it('names every problem with its status, and every limit', () => {
    const rows = DOCUMENT.split('\n').filter((line) => line.startsWith('|'));
    for (const [name, { status }] of Object.entries(PROBLEMS))
      expect(rows.find((row) => row.startsWith(`| ${String(status)} `))).toContain(`\`${name}\``);
    const { rateLimit, burstLimit } = THROTTLE;
    expect(DOCUMENT).toContain(`${String(rateLimit)} a second, ${String(burstLimit)} at once`);
    for (const limit of [
      `${String(LONGEST_QUERY)} characters`,
      `${String(RESPONSE_BODY.bytes)} bytes`,
      `${String(LONGEST_NOTE)} characters`,
    ])
      expect(DOCUMENT).toContain(limit);
  });

  it('shows a refusal as it is told', async () => {
    const shown = /```json\n(\{\n {2}"type"[^]*?)```/u.exec(DOCUMENT)?.[1] ?? '';
    const { visitor } = await stack();
    const refused = await visitor.ask('/incidents', { query: { limit: '201' } });
    expect(JSON.parse(shown)).toEqual(JSON.parse(refused.body));
  });
});

describe('a command of docs/api.md', () => {
  const COMMANDS = NAMES.flatMap((name) => linesOf(name).filter((line) => line.startsWith('npx tocsin ')));
  let aws: AwsStub | undefined;
  let api: LoopbackApi | undefined;

  beforeEach(() => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'test');
    vi.stubEnv('AWS_REGION', 'eu-west-1');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await aws?.close();
    await api?.close();
  });

  it.each(COMMANDS)('%s does what it says', async (command) => {
    const { world, id } = await stack();
    api = await startApiOf(world);
    const described = stackOf({ TableName: 't', ApiUrl: api.url, OpsTopicArn: 'arn:aws:sns:eu-west-1:111122223333:o' });
    aws = await startAwsStub(() => described);
    vi.stubEnv('AWS_ENDPOINT_URL', aws.options.endpoint);
    const args = command.replace(' ID ', ` ${id} `).split(' ').slice(2);
    expect(await run(args, { now: () => world.now })).toMatchObject({ code: 0, err: '' });
  });
});
