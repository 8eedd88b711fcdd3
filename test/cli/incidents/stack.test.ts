import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SealedEvent } from '../../../lib/core/incident/chain.ts';
import type { Pipeline } from '../../../lib/pipeline/pipeline.ts';
import { UnreadyIndexError } from '../../../lib/ports/unread.ts';
import type { ToldDamaged } from '../../../lib/ports/incident-store.ts';
import {
  answerOf,
  gatewayReply,
  type LoopbackApi,
  startApi,
  startApiOf,
  type WireReply,
  type WireRequest,
} from '../../support/api-on-loopback.ts';
import { type AwsStub, startAwsStub, type StubAnswer } from '../../support/aws-stub.ts';
import { callersAccount } from '../../support/callers-account.ts';
import { stackOf } from '../../support/described-stack.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { verdictAt } from '../../support/release-log-contract.ts';
import { type Ran, run, temporaryFolder } from '../running.ts';
import { inMemoryAnchors } from '../../../lib/adapters/memory/in-memory-anchors.ts';
import { DailyAnchor } from '../../../lib/pipeline/anchor-days.ts';

const folder = await temporaryFolder();

let aws: AwsStub | undefined;
let api: LoopbackApi | undefined;
let now = minute(0);

const described = async (answer: StubAnswer): Promise<void> => {
  aws = await startAwsStub(() => answer);
  vi.stubEnv('AWS_ENDPOINT_URL', aws.options.endpoint);
};

const deploy = async (started: Promise<LoopbackApi>): Promise<void> => {
  api = await started;
  const OpsTopicArn = 'arn:aws:sns:eu-west-1:111122223333:ops';
  await described(stackOf({ TableName: 'incidents', ApiUrl: api.url, OpsTopicArn }));
};

const answering = (answerTo: (request: WireRequest) => WireReply | undefined): Promise<void> =>
  deploy(startApi(answerTo));

callersAccount();
afterEach(async () => {
  await aws?.close();
  await api?.close();
  [aws, api] = [undefined, undefined];
});

const at = (place: readonly string[], args: readonly string[]): Promise<Ran> =>
  run(['incidents', ...args, ...place], { now: () => now, width: 120 });

const onStack = (...args: readonly string[]): Promise<Ran> => at(['--stack', 'Tocsin'], args);

/** Two incidents: one of half an hour ago that alice had, one that nobody has. */
const twoIncidents = async (): Promise<{ readonly world: World; readonly over: string; readonly open: string }> => {
  const world = new World();
  const over = await world.alarm('web-latency');
  await world.send();
  world.now = minute(10);
  await world.alarm('web-latency', 'OK');
  world.now = minute(30);
  await world.at(30, over);
  const open = await world.alarm('shop-errors', 'ALARM', 'shop');
  await world.send();
  now = world.now;
  return { world, over, open };
};

const deployed = async (brokenBy?: (world: World) => Pipeline) => {
  const two = await twoIncidents();
  await deploy(startApiOf(two.world, brokenBy?.(two.world)));
  return two;
};

const pathsAsked = (): readonly string[] => (api?.requests ?? []).map(({ target }) => target.split('?')[0] ?? '');

const documentsIn = (text: string): readonly unknown[] =>
  (text.startsWith('{\n') ? [text] : text.split('\n')).map((line): unknown => JSON.parse(line));

describe('a command on the incidents of a stack', () => {
  it('prints what it prints of a folder that holds the same', async () => {
    const { over, open } = await deployed();
    const file = join(folder, 'exported.ndjson');
    await writeFile(file, (await onStack('export')).out);
    const local = join(folder, 'imported');
    expect((await at(['--local', local], ['import', file])).out).toBe(`2 incidents imported into ${local}.`);
    for (const args of [
      ['list'],
      ['list', '--status', 'open'],
      ['list', '--json', '--limit', '1'],
      ['show', over],
      ['show', open, '--json'],
      ['verify'],
      ['verify', open, '--json'],
      ['postmortem', over],
      ['list', '--csv'],
      ['export'],
      ['export', over.slice(0, 10)],
    ]) {
      const [stack, copy] = [await onStack(...args), await at(['--local', local], args)];
      const same = (text: string): string =>
        text
          .replaceAll(`--local=${local}`, '--stack Tocsin')
          .replaceAll(/Nothing sends it here.*/gsu, '')
          .replaceAll(/\s+/gu, ' ');
      expect(stack.code).toBe(0);
      // A head is the same in whatever order its fields were folded.
      const isJson = args.includes('--json') || args[0] === 'export';
      if (isJson) expect(documentsIn(stack.out)).toEqual(documentsIn(copy.out));
      else expect(same(stack.out)).toBe(same(copy.out));
    }
  });

  it('reports on them as on a folder', async () => {
    await deployed();
    const file = join(folder, 'reported.ndjson');
    await writeFile(file, (await onStack('export')).out);
    const local = join(folder, 'reported');
    await at(['--local', local], ['import', file]);
    const report = (...place: readonly string[]): Promise<Ran> => run(['report', ...place], { now: () => now });
    const [stack, copy] = [await report('--stack', 'Tocsin'), await report('--local', local)];
    const withoutReleases = ({ out }: Ran): string => out.replace(/^ *releases .*$/mu, '');
    expect(withoutReleases(stack)).toBe(withoutReleases(copy));
    expect(stack.out).toContain('2');
    expect(stack.out).toMatch(/releases +worse 0, same 0, better 0, cannot tell 0/u);
    expect(copy.out).toMatch(/releases +not known/u);
  });

  it('reports what became of services by their deploys, of the period and of the service asked for', async () => {
    const { world } = await deployed();
    for (const [minutes, id, service] of [
      [5, 'one', 'web'],
      [6, 'two', 'web'],
      [-60 * 24 * 40, 'before', 'web'],
      [7, 'other', 'unknown'],
    ] as const) {
      await world.deploys.record({ service, word: word(minutes, { id }) });
      await world.releases.keep(service, verdictAt(minutes, { id, verdict: id === 'two' ? 'same' : 'worse' }));
    }
    const report = (...args: readonly string[]): Promise<Ran> =>
      run(['report', '--stack', 'Tocsin', '--service', 'web', ...args], { now: () => now });
    expect((await report()).out).toMatch(/releases +worse 1, same 1, better 0, cannot tell 0/u);
    const { figures, before } = JSON.parse((await report('--compare', '--json')).out) as Record<
      'figures' | 'before',
      { readonly figures?: { readonly releases: unknown }; readonly releases?: unknown }
    >;
    expect(figures.releases).toEqual({ better: 0, same: 1, worse: 1, 'cannot-tell': 0 });
    expect(before.figures?.releases).toEqual({ better: 0, same: 0, worse: 1, 'cannot-tell': 0 });
    const long = await report('--since', '2022-12-01', '--until', '2023-01-01', '--json');
    expect(JSON.parse(long.out)).toMatchObject({ figures: { releases: null } });
  });

  it('reports all the rest where it may not ask for deploys, and says what to allow', async () => {
    const { world } = await twoIncidents();
    await deploy(
      startApi((request) =>
        request.target.startsWith('/deploys') ? gatewayReply(403, { message: 'Forbidden' }) : answerOf(world)(request),
      ),
    );
    const { code, out, err } = await run(['report', '--stack', 'Tocsin'], { now: () => now });
    expect(code).toBe(0);
    expect(out).toMatch(/releases +not known/u);
    expect(err.replaceAll('\n', ' ')).toMatch(/release verdicts are in no figure: .*allow execute-api:Invoke/u);
  });

  it('asks for a signature of the caller, and for no item of the table', async () => {
    await deployed();
    await onStack('list');
    expect(api?.requests[0]?.headers['authorization']).toMatch(/Credential=test\/\d+\/eu-west-1\/execute-api/u);
    expect(aws?.requests.map(({ operation }) => operation)).toEqual(['DescribeStacks']);
  });

  it('finds what its list is limited to, and goes on there', async () => {
    const { over, open } = await deployed();
    const page = async (...args: readonly string[]) =>
      JSON.parse((await onStack('list', '--json', ...args)).out) as {
        incidents: { incidentId: string }[];
        next: string | null;
      };
    const first = await page('--limit', '1');
    expect(first).toMatchObject({ incidents: [{ incidentId: open }], next: expect.any(String) as string });
    expect(await page('--cursor', first.next ?? '')).toMatchObject({ incidents: [{ incidentId: over }], next: null });
  });

  it('says calmly that none matches, and how far it looked', async () => {
    await deployed();
    expect((await onStack('list', '--service', 'nothing')).out).toBe(
      'No incident of the stack Tocsin matches. Without --since it looks back 400 days.',
    );
  });
});

describe('an id of a stack', () => {
  it('may be shortened: only the time that it tells is asked for', async () => {
    const { over } = await deployed();
    expect((await onStack('show', over.slice(0, 10).toLowerCase())).out).toContain(over);
    const [asked] = api?.requests ?? [];
    const { searchParams } = new URL(asked?.target ?? '', 'http://api');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      since: '2023-08-04T14:15:00.000Z',
      opened: 'within',
    });
  });

  it('that is whole is looked up at once', async () => {
    const { over } = await deployed();
    await onStack('show', over);
    expect(pathsAsked()).toEqual([`/incidents/${over}/record`]);
  });

  it('that means none or several says so', async () => {
    const { open } = await deployed();
    const absent = 'there is no incident "nope" in the stack Tocsin: npx tocsin incidents list --stack Tocsin shows';
    expect(await onStack('show', 'nope')).toMatchObject({ code: 1, err: expect.stringContaining(absent) as string });
    expect(await onStack('verify', '0'.repeat(26))).toMatchObject({ code: 1 });
    expect((await onStack('ack', open.slice(0, 3))).err).toContain('means 2 incidents');
  });
});

describe('a response to an incident of a stack', () => {
  it('is carried out there, in the name of whoever gives it', async () => {
    const { world, open } = await deployed();
    const { code, out } = await onStack('ack', open.slice(0, 10), '--by', 'alice', '--note', 'on it');
    expect(code).toBe(0);
    expect(out).toContain('alice: on it');
    expect(out).toContain('alice acknowledged');
    expect(await world.head(open)).toMatchObject({ owner: { by: 'alice' } });
    expect(out).not.toContain('is a folder');
  });

  it('may be a note, a snooze, a hand-over, and what it was', async () => {
    const { world, open } = await deployed();
    expect((await onStack('note', open, 'not', 'the', 'database')).err).toMatch(/^as \w+ \(paged last/u);
    expect((await onStack('snooze', open, '2h', '--by', 'bob')).code).toBe(0);
    expect((await onStack('reassign', open, 'carol', '--by', 'bob')).out).toContain('bob handed it over to carol');
    expect((await onStack('resolve', open, '--cause', 'traffic-surge', '--by', 'carol')).code).toBe(0);
    expect(await world.head(open)).toMatchObject({ confirmed: { cause: 'traffic-surge', by: 'carol' } });
  });

  it('that pages people shows what is not sent yet', async () => {
    const { open } = await deployed();
    await onStack('escalate', open, '--by', 'alice');
    expect((await onStack('show', open)).out).toMatch(/Requested and not sent yet: a page to/u);
  });

  it('that is refused says why, and what to do', async () => {
    const { over } = await deployed();
    const late = await onStack('ack', over, '--by', 'alice');
    expect(late.code).toBe(1);
    expect(late.err).toContain(`to open it again: npx tocsin incidents reopen ${over} --stack Tocsin`);
    const unknown = await onStack('ack', over, '--by', 'mallory');
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('alice, bob, carol') as string });
  });
});

/** The pipeline of a world of which one incident says something else at this version. */
const altering =
  (alter: (event: SealedEvent) => SealedEvent) =>
  (world: World): Pipeline =>
    world.onStore({ timeline: async (id) => (await world.incidents.timeline(id)).map(alter) });

describe('verify on a stack', () => {
  it('finds by the stored bytes what was altered, and names the first', async () => {
    const { open } = await deployed(
      altering((event) => (event.version > 1 ? { ...event, body: event.body.replace('shop', 'shap') } : event)),
    );
    const { code, err } = await onStack('verify', open);
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`1 of 1 incidents are not .* the first ${open} \\(event \\d is altered`, 'u'));
  });

  it('looks again at what seems added, or missing: it may have been written between two reads', async () => {
    let reads = 0;
    const { open } = await deployed((world) =>
      world.onStore({
        diagnoses: () => {
          reads += 1;
          return Promise.resolve(reads === 1 ? [{ number: 1, body: '{}' }] : []);
        },
      }),
    );
    expect(await onStack('verify', open)).toMatchObject({ code: 0, err: '' });
    expect(reads).toBe(2);
  });

  it('finds a diagnosis that was added', async () => {
    const { open } = await deployed((world) =>
      world.onStore({ diagnoses: () => Promise.resolve([{ number: 1, body: '{}' }]) }),
    );
    expect((await onStack('verify', open)).err).toContain('diagnosis 1 was added: no event tells of it');
  });

  it('finds that the last event was cut off', async () => {
    const { open } = await deployed((world) =>
      world.onStore({ timeline: async (id) => (await world.incidents.timeline(id)).slice(0, -1) }),
    );
    expect((await onStack('verify', open)).err).toMatch(/missing at the end/u);
  });

  it('goes on where one cannot be read, and says which', async () => {
    const two = await twoIncidents();
    await deploy(
      startApi((request) =>
        request.target.includes(`${two.over}/record`)
          ? gatewayReply(404, { message: 'Not Found' })
          : answerOf(two.world)(request),
      ),
    );
    const { code, out, err } = await onStack('verify', '--all');
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`${two.open} +whole`, 'u'));
    expect(out).toMatch(new RegExp(`${two.over} +could not be read`, 'u'));
    expect(err).toContain('1 of 2 incidents could not be read');
  });

  it('tells of many in the order of the list, in whatever order they are read', async () => {
    const world = new World();
    for (let index = 0; index < 12; index += 1)
      await world.alarm(`alarm-${String(index)}`, 'ALARM', `s${String(index)}`);
    now = world.now;
    await deploy(startApiOf(world));
    const ids = (text: string): readonly string[] =>
      (JSON.parse(text) as { incidents: { incidentId: string }[] }).incidents.map(({ incidentId }) => incidentId);
    const verified = await onStack('verify', '--all', '--json');
    expect(verified.code).toBe(0);
    expect(ids(verified.out)).toHaveLength(12);
    expect(ids(verified.out)).toEqual(ids((await onStack('list', '--json')).out));
  });

  describe('by the anchors of days', () => {
    const anchoredStack = async () => {
      const two = await twoIncidents();
      const anchors = inMemoryAnchors();
      two.world.now = minute(2 * 24 * 60);
      now = two.world.now;
      await new DailyAnchor(two.world.pipeline, anchors).run();
      two.world.now = minute(3 * 24 * 60);
      now = two.world.now;
      await new DailyAnchor(two.world.pipeline, anchors).run();
      return { ...two, anchors };
    };

    it('finds everything whole where nothing was touched', async () => {
      const { world, anchors } = await anchoredStack();
      await deploy(startApiOf(world, world.pipeline, anchors));
      expect(await onStack('verify', '--all')).toMatchObject({ code: 0 });
    });

    it('misses an incident that was removed whole, with its place in every list', async () => {
      const { world, over, open, anchors } = await anchoredStack();
      const { index } = world.pipeline;
      const removed = world.onStore({
        head: async (id) => (id === open ? undefined : await world.incidents.head(id)),
        timeline: async (id) => (id === open ? [] : await world.incidents.timeline(id)),
      });
      const unlisted = async function* (all: ReturnType<typeof index.list>) {
        for await (const entry of all) if (entry.incidentId !== open) yield entry;
      };
      const pipeline = {
        ...removed,
        index: {
          list: (range: Parameters<typeof index.list>[0]) => unlisted(index.list(range)),
          spanning: (since: string) => unlisted(index.spanning(since)),
          due: () => Promise.resolve([]),
        },
      };
      await deploy(startApiOf(world, pipeline, anchors));
      const { code, out, err } = await onStack('verify', '--all');
      expect(code).toBe(1);
      expect(out).toMatch(new RegExp(`${over} +whole`, 'u'));
      expect(err).toMatch(new RegExp(`the first ${open} \\(nothing is stored of it: it was removed\\)`, 'u'));
    });

    it('holds the stack to an anchor that somebody was told', async () => {
      const { world, anchors } = await anchoredStack();
      await deploy(startApiOf(world, world.pipeline, anchors));
      const hash = (await anchors.last())?.hash ?? '';
      expect(await onStack('verify', '--all', '--anchor', hash)).toMatchObject({ code: 0 });
      const other = 'ab'.repeat(32);
      expect(await onStack('verify', '--all', '--anchor', other)).toMatchObject({
        code: 1,
        err: expect.stringContaining(`there is no anchor ${other}: it was removed or written anew`) as string,
      });
      expect(await onStack('verify', '--all', '--anchor', 'ab')).toMatchObject({
        code: 2,
        err: expect.stringContaining('expected the 64 hex digits of an anchor, got "ab"') as string,
      });
    });

    it('finds an anchor that was altered', async () => {
      const { world, anchors } = await anchoredStack();
      const since = async (day: string) =>
        (await anchors.since(day)).map((anchor) => ({ ...anchor, incidents: anchor.incidents.slice(1) }));
      await deploy(startApiOf(world, world.pipeline, { ...anchors, since }));
      expect((await onStack('verify', '--all')).err).toMatch(
        /the anchor of \d{4}-\d\d-\d\d, part 1, is not as it was/u,
      );
    });
  });

  it('takes one incident or all', async () => {
    expect(await onStack('verify', '01H', '--all')).toMatchObject({ code: 2 });
  });
});

describe('an entry of a list that cannot be read', () => {
  /** A stack of which one entry is damaged, and its head too. */
  const damagedStack = async () => {
    const two = await twoIncidents();
    const { index } = two.world.pipeline;
    const damagedIn = async function* (all: ReturnType<typeof index.list>, damaged: ToldDamaged | undefined) {
      damaged?.(two.over);
      for await (const entry of all) if (entry.incidentId !== two.over) yield entry;
    };
    const pipeline: Pipeline = {
      ...two.world.pipeline,
      index: {
        list: (range) => damagedIn(index.list(range), range.damaged),
        spanning: (since, damaged) => damagedIn(index.spanning(since), damaged),
        due: () => Promise.resolve([]),
      },
    };
    await deploy(startApiOf(two.world, pipeline));
    return two;
  };

  it('is told beside the list, which holds all others', async () => {
    const { over, open } = await damagedStack();
    const { code, out, err } = await onStack('list');
    expect(code).toBe(0);
    expect(out).toContain(open.slice(0, 10));
    expect(err).toBe(
      `${over}: its entry in lists is damaged: it is listed as its head says, or not at all; npx tocsin incidents verify ${over} --stack Tocsin`,
    );
    const json = JSON.parse((await onStack('list', '--json')).out) as object;
    expect(json).toMatchObject({ incidents: [{ incidentId: open }], next: null, damaged: [over] });
  });

  it('is in no list where none is damaged', async () => {
    await deployed();
    expect(Object.keys(JSON.parse((await onStack('list', '--json')).out) as object)).toEqual(['incidents', 'next']);
  });

  it('keeps its incident out of nothing that reads records', async () => {
    const { over, open } = await damagedStack();
    const verified = await onStack('verify', '--all');
    expect(verified).toMatchObject({ code: 1 });
    expect(verified.out).toMatch(new RegExp(`${open} +whole[^]*${over} +its entry in lists is damaged`, 'u'));
    expect((await onStack('export')).out.split('\n')).toHaveLength(2);
    const report = await run(['report', '--stack', 'Tocsin'], { now: () => now });
    expect(report.out).toMatch(/by service +web 1/u);
  });
});

describe('what cannot be asked', () => {
  it('for want of a right names the line of the policy that gives it', async () => {
    await answering(() => gatewayReply(403, { message: 'Forbidden' }));
    const list = await onStack('list');
    expect(list.code).toBe(1);
    expect(list.err).toContain(
      'these credentials may not: allow execute-api:Invoke on arn:aws:execute-api:eu-west-1:111122223333:*/*/GET/incidents*',
    );
  });

  it('for want of the right to answer, which a reader has not, names that line', async () => {
    const { world, open } = await twoIncidents();
    await deploy(
      startApi((request) =>
        request.method === 'POST' ? gatewayReply(403, { message: 'Forbidden' }) : answerOf(world)(request),
      ),
    );
    expect((await onStack('show', open)).code).toBe(0);
    const { code, err } = await onStack('ack', open, '--by', 'alice');
    expect(code).toBe(1);
    expect(err).toContain(
      'allow execute-api:Invoke on arn:aws:execute-api:eu-west-1:111122223333:*/*/POST/incidents/*/responses',
    );
  });

  it('for want of a right gives a statement that can be copied', async () => {
    await described({ error: 'AccessDenied' });
    expect((await onStack('list')).err).toContain(
      '{"Effect":"Allow","Action":"cloudformation:DescribeStacks","Resource":"arn:aws:cloudformation:*:*:stack/Tocsin/*"}',
    );
  });

  it('while an index of the table is made says which, and what to wait for', async () => {
    const { world } = await twoIncidents();
    const unready = (): never => {
      throw new UnreadyIndexError('byResolution', {});
    };
    const index = { ...world.pipeline.index, spanning: unready, list: unready };
    await deploy(startApiOf(world, { ...world.pipeline, index }));
    const { code, out, err } = await onStack('list', '--since', '1d');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/in the middle of an update.*IndexStatus is ACTIVE.*the index byResolution of the table/su);
    expect(api?.requests).toHaveLength(4);
  });

  it('for credentials that are over says so', async () => {
    await answering(() => gatewayReply(403, { message: 'The security token included in the request is expired' }));
    expect((await onStack('list')).err).toContain('sign in again');
  });

  it('of a stack of an earlier version says that', async () => {
    await answering(() => gatewayReply(404, { message: 'Not Found' }));
    expect((await onStack('show', '0'.repeat(26))).err).toContain('deploy it again');
  });

  it('of what CloudFormation cannot describe says what was asked', async () => {
    await described({ error: 'ValidationError' });
    expect(await onStack('list')).toMatchObject({ code: 1, err: expect.stringContaining('DescribeStacks') as string });
  });

  it('of a stack without an API says so', async () => {
    await described(stackOf({ TableName: 'incidents' }));
    expect(await onStack('list')).toMatchObject({ code: 1, err: expect.stringContaining('ApiUrl') as string });
  });

  it.each([
    [['list', '--stack', ''], /--stack: expected the name/u],
    [['list', '--stack', 'Tocsin', '--local', 'x'], /one of them/u],
    [['import', 'file', '--stack', 'Tocsin'], /a stack is not forged/u],
    [['export', '01H', '--since', '1d', '--stack', 'Tocsin'], /--since/u],
  ])('as %j is wrong use', async (args, message) => {
    const { code, err } = await at([], args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
