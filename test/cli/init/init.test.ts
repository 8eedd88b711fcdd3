import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../lib/cli/terminal/shell.ts';
import { parseConfiguration } from '../../../lib/config/load-configuration.ts';
import type { Configuration } from '../../../lib/core/configuration.ts';
import { loaded } from '../../config/loading.ts';
import { run, type Ran, temporaryFolder } from '../running.ts';

const folder = await temporaryFolder();
let files = 0;

const freshFile = (): string => join(folder, `${String(++files)}.yaml`);

interface Wrote extends Ran {
  readonly file: string;
}

const init = async (args: readonly string[], around: Parameters<typeof run>[1] = {}): Promise<Wrote> => {
  const file = freshFile();
  return { file, ...(await run(['init', ...args, '--out', file], around)) };
};

const configurationOf = async ({ file, err }: Wrote): Promise<Configuration> => {
  expect(err).toBe('');
  return loaded(await readFile(file, 'utf8'));
};

/** Answers in order, then nobody; what was asked, in order. */
const answering = (...answers: readonly string[]) => {
  const questions: string[] = [];
  const left = [...answers];
  const ask: Ask = (question) => {
    questions.push(question);
    return Promise.resolve(left.shift());
  };
  return { questions, converse: <T>(talk: (ask: Ask) => Promise<T>): Promise<T> => talk(ask) };
};

const KINDS = [
  [[], { kind: 'alb-ecs', cluster: 'default', service: 'web', loadBalancer: 'app/web/50dc6c495c0c9188' }],
  [['--cluster', 'prod'], { kind: 'ecs', cluster: 'prod', service: 'web' }],
  [['--ecs-service', 'api'], { kind: 'ecs', cluster: 'default', service: 'api' }],
  [['--load-balancer', 'app/a/b'], { kind: 'alb-ecs', cluster: 'default', service: 'web', loadBalancer: 'app/a/b' }],
  [['--load-balancer', 'net/a/b'], { kind: 'nlb', loadBalancer: 'net/a/b' }],
  [['--function', 'resize'], { kind: 'lambda', functionName: 'resize' }],
  [['--auto-scaling-group', 'prod'], { kind: 'ec2-asg', autoScalingGroup: 'prod' }],
  [['--queue', 'orders'], { kind: 'sqs', queue: 'orders' }],
  [['--table', 'carts'], { kind: 'dynamodb', table: 'carts' }],
  [['--database', 'ledger'], { kind: 'rds', database: 'ledger' }],
  [['--kind', 'dynamodb', '--service', 'db'], { kind: 'dynamodb', table: 'db-table' }],
  [['--kind', 'rds', '--service', '1st'], { kind: 'rds', database: 'db-1st' }],
] as const;

describe('tocsin init --yes', () => {
  it.each(KINDS)('writes a file that check has nothing against: %s', async (args, workload) => {
    const wrote = await init(['--yes', ...args]);
    expect(wrote.code).toBe(0);
    expect(Object.values((await configurationOf(wrote)).services)).toMatchObject([{ workload }]);
    const { code, out } = await run(['check', wrote.file]);
    expect(code).toBe(0);
    expect(out).not.toContain('gap');
  });

  it('has two people take turns, and then both', async () => {
    const wrote = await init(['--yes', '--responder', 'Zoë Müller', '--second', 'Zoe', '--time-zone', 'Europe/Berlin']);
    expect(await configurationOf(wrote)).toMatchObject({
      responders: { zoe: { name: 'Zoë Müller', timeZone: 'Europe/Berlin' }, 'zoe-2': { name: 'Zoe' } },
      schedules: { 'on-call': { layers: [{ rotation: ['zoe', 'zoe-2'], starting: '2023-07-31' }] } },
      escalations: {
        primary: { levels: [{ page: ['schedule:on-call'] }, { page: ['responder:zoe', 'responder:zoe-2'] }] },
      },
    });
  });

  it.each(['2026-11-23T00:00:00.000Z', '2026-11-23T12:00:00.000Z', '2026-11-29T23:59:59.000Z'])(
    'has a schedule that has begun: %s',
    async (now) => {
      const { file } = await init(['--yes', '--second', 'Bob', '--time-zone', 'America/Los_Angeles'], {
        now: () => now,
      });
      expect((await run(['check', file], { now: () => now })).out).not.toContain('gap');
    },
  );

  it('takes the name and the zone of the machine, where a file can have them', async () => {
    const own = await init(['--yes'], { env: { USER: 'alice' }, timeZone: 'Asia/Tokyo' });
    expect((await configurationOf(own)).responders).toEqual({ alice: { name: 'alice', timeZone: 'Asia/Tokyo' } });
    const strange = await init(['--yes'], { env: { USER: 'a\u0000b' }, timeZone: 'Etc/Unknown' });
    expect((await configurationOf(strange)).responders).toEqual({
      first: { name: 'First responder', timeZone: 'UTC' },
    });
  });

  it('says what nobody said, and the next commands whole', async () => {
    const { out, file } = await init([
      '--yes',
      '--cluster',
      'prod',
      '--email',
      'a.b+c@example.com',
      '--responder',
      'Alice',
    ]);
    expect(out).toContain('Nobody said these, look at them: service: web\n');
    expect(out).toContain(`\n  npx tocsin check ${file}\n`);
    expect(out).toContain(`\n  npx cdk bootstrap -c config=${file}\n  npx cdk deploy -c config=${file}\n`);
    expect(out).toContain("OutputKey=='SubscribeResponderAlice'");
    expect(out).toContain('| sed s/ADDRESS/a.b+c@example.com/ | sh\n');
    expect(await readFile(file, 'utf8')).not.toContain('example.com');
  });

  it('writes to stdout nothing but the file', async () => {
    const { code, out, err } = await run(['init', '--yes', '--out', '-']);
    expect(code).toBe(0);
    expect(parseConfiguration(out, 'tocsin.yaml').outcome).toBe('configuration');
    expect(err).toContain('This watches web (alb-ecs)');
  });

  it('leaves a file that is there as it is', async () => {
    const file = freshFile();
    await writeFile(file, 'mine');
    const { code, err } = await run(['init', '--yes', '--out', file]);
    expect(code).toBe(2);
    expect(err).toContain(`${file} is there already: name another file`);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it.each([
    [['--service', 'We b'], '--service: expected a name of a–z, 0–9 and -'],
    [['--kind', 'custom'], '--kind: expected one of alb-ecs, ecs, lambda'],
    [['--kind', 'lambda', '--queue', 'q'], '--queue: a workload of kind lambda has none, it is named by --function'],
    [['--function', 'f', '--queue', 'q'], '--function and --queue: of no one kind of workload: give --kind'],
    [['--function', 'arn:aws:lambda'], '--function: expected the name of a Lambda function (not its ARN)'],
    [['--load-balancer', 'web'], "--load-balancer: expected the end of a load balancer's ARN"],
    [['--time-zone', 'Europe/Brelin'], '--time-zone: expected an IANA time zone'],
    [['--responder', ''], '--responder: expected text, got ""'],
    [['--email', "x'@example.com; rm -rf /"], '--email: expected an e-mail address'],
  ])('refuses %s', async (args, says) => {
    const { code, err, file } = await init(['--yes', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(existsSync(file)).toBe(false);
  });

  it('holds any name as it is, or refuses it', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('no', '~', '1e3', '*a', '&a', '!!x', '- a', 'a: b', "'", '"', '# x', '{', '__proto__'),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (responder, second) => {
        const wrote = await init(['--yes', `--responder=${responder}`, `--second=${second}`]);
        if (wrote.code === 2) return;
        const names = Object.values((await configurationOf(wrote)).responders).map(({ name }) => name);
        expect(names).toEqual([responder.trim(), second.trim()].filter((name) => name !== ''));
      }),
      { numRuns: 100 },
    );
  });
});

describe('tocsin init at a terminal', () => {
  it('asks what no flag says, with a default each, by the kind', async () => {
    const { questions, converse } = answering('shop', 'sqs', '', 'Alice', '', '', '');
    const wrote = await init(['--time-zone', 'Europe/Berlin'], { converse });
    expect(questions).toEqual([
      'Name of the service to watch [web]: ',
      'What it runs on (alb-ecs, ecs, lambda, ec2-asg, nlb, sqs, dynamodb, rds) [alb-ecs]: ',
      'SQS queue [shop]: ',
      'Who is on call, by name [First responder]: ',
      'Their e-mail address; it stays out of the file [none]: ',
      'Who else, taking turns by the week [nobody]: ',
    ]);
    expect(await configurationOf(wrote)).toMatchObject({
      services: { shop: { workload: { kind: 'sqs', queue: 'shop' } } },
      responders: { alice: { name: 'Alice', timeZone: 'Europe/Berlin' } },
    });
  });

  it('takes the kind that is offered for said, whatever is named after it', async () => {
    const { questions, converse } = answering('web', '', 'prod', 'api', 'app/api/1f2e', '', '', '', '');
    const wrote = await init([], { converse });
    expect(questions).toContain('Load balancer, the end of its ARN [app/web/50dc6c495c0c9188]: ');
    expect(await configurationOf(wrote)).toMatchObject({
      services: {
        web: { workload: { kind: 'alb-ecs', cluster: 'prod', service: 'api', loadBalancer: 'app/api/1f2e' } },
      },
    });
  });

  it('says at once what is wrong with an answer, and asks again', async () => {
    const { questions, converse } = answering('Shop!', 'shop', 'lamda', 'lambda', '', '', '', 'Mars', '', '');
    const { code, err } = await init([], { converse });
    expect(code).toBe(0);
    expect(err.split('\n')).toEqual([
      expect.stringContaining('  expected a name of a–z, 0–9 and -') as string,
      expect.stringContaining('  expected one of alb-ecs, ecs, lambda') as string,
      expect.stringContaining('  expected an IANA time zone') as string,
    ]);
    expect(questions.filter((question) => question.startsWith('Name of the service'))).toHaveLength(2);
  });

  it('writes nothing when nobody answers any more', async () => {
    const { code, err, file } = await init([], answering('shop'));
    expect([code, err]).toEqual([1, '\nstopped: nothing is written']);
    expect(existsSync(file)).toBe(false);
  });
});

describe('tocsin init where nobody can be asked', () => {
  it('says which flags to give, and writes nothing', async () => {
    const { code, err, out, file } = await init(['--function', 'resize']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('there is no terminal to ask at: give --yes');
    expect(err).toMatch(/^ {2}--service "web" +Name of the service to watch$/mu);
    expect(err).toMatch(/^ {2}--function "resize" +Lambda function$/mu);
    expect(err).not.toContain('--cluster');
    expect(existsSync(file)).toBe(false);
  });
});
