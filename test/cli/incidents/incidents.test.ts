import { cp, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { latency, slowFromTen, teamYaml } from '../../simulator/replaying.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const folder = await temporaryFolder();
const config = await writeJson(folder, 'team.yaml', teamYaml());
const slow = await writeJson(folder, 'slow.json', latency(slowFromTen));
const recovered = await writeJson(
  folder,
  'recovered.json',
  latency([
    [10, 0.1],
    [10, 2],
    [60, 0.1],
  ]),
);

let local = '';
let count = 0;

const incidents = (...args: readonly string[]): Promise<Ran> => run(['incidents', ...args, '--local', local]);

const idOf = async (status: string): Promise<string> => {
  const { out } = await incidents('list', '--json', '--status', status);
  return (JSON.parse(out) as { incidents: { incidentId: string }[] }).incidents[0]?.incidentId ?? '';
};

/** One incident that nobody answered, one that recovered. */
const replayed = join(folder, 'replayed');
for (const recording of [slow, recovered]) await run(['replay', recording, '--config', config, '--local', replayed]);

beforeEach(async () => {
  count += 1;
  local = join(folder, `incidents-${String(count)}`);
  await cp(replayed, local, { recursive: true });
});

describe('tocsin incidents list', () => {
  it('shows each in a line, newest first, within 80 columns', async () => {
    const { out } = await incidents('list');
    const [heading, ...rows] = out.split('\n');
    expect(heading).toMatch(/^ID +OPENED +SERVICE +STATUS +ACK AFTER +RESOLVED AFTER$/);
    expect(rows.filter((row) => row.startsWith('01H'))).toHaveLength(2);
    expect(
      Math.max(
        ...out
          .split('\n')
          .slice(0, 3)
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(80);
    expect(out).toContain('2 incidents. Times of UTC.');
  });

  it('is bounded by --since and --until, as instants or back from now, by status and service', async () => {
    const count = async (...args: readonly string[]): Promise<number> =>
      (JSON.parse((await incidents('list', '--json', ...args)).out) as { incidents: unknown[] }).incidents.length;
    expect(await count('--since', '1h')).toBe(2);
    // Of what began before, what is still open.
    expect(await count('--since', '30m')).toBe(1);
    expect(await count('--since', '2023-08-05T14:13:00Z', '--until', '2023-08-05T14:13:01Z')).toBe(2);
    expect(await count('--until', '1h')).toBe(0);
    expect(await count('--status', 'resolved')).toBe(1);
    expect(await count('--status', 'open')).toBe(1);
    expect(await count('--service', 'shop')).toBe(0);
  });

  it('is narrowed by severity, cause and whoever was paged or acted', async () => {
    const count = async (...args: readonly string[]): Promise<number> =>
      (JSON.parse((await incidents('list', '--json', ...args)).out) as { incidents: unknown[] }).incidents.length;
    expect(await count('--severity', 'critical')).toBe(2);
    expect(await count('--severity', 'warning')).toBe(0);
    expect(await count('--responder', 'nobody')).toBe(0);
    expect(await count('--responder', 'alice')).toBe(2);
    expect(await count('--cause', 'other')).toBe(0);
    await incidents('resolve', await idOf('open'), '--by', 'alice', '--cause', 'other');
    expect(await count('--cause', 'other')).toBe(1);
  });

  it('goes on at the cursor of a list that was limited', async () => {
    const page = async (...args: readonly string[]) =>
      JSON.parse((await incidents('list', '--json', ...args)).out) as {
        incidents: { incidentId: string }[];
        next: string | null;
      };
    const whole = await page();
    expect(whole.next).toBeNull();
    const first = await page('--limit', '1');
    const second = await page('--limit', '1', '--cursor', first.next ?? '');
    expect([...first.incidents, ...second.incidents]).toEqual(whole.incidents);
    expect(second.next).toBeNull();
    expect((await incidents('list', '--limit', '1')).out).toContain('1 incident, and older ones.');
  });

  it.each([
    ['--severity', 'worst', /critical, warning, silent/u],
    ['--cause', 'gremlins', /memory-leak/u],
    ['--limit', '0', /from 1/u],
    ['--cursor', 'x', /next of the JSON/u],
  ])('refuses %s %s', async (option, value, message) => {
    const { code, err } = await incidents('list', option, value);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('says calmly that none is like that', async () => {
    expect((await incidents('list', '--service', 'shop')).out).toContain('No incident matches (2 in');
  });

  it('refuses a time and a status that cannot be meant', async () => {
    expect(await incidents('list', '--since', 'soon')).toMatchObject({
      code: 2,
      err: expect.stringContaining('30d') as string,
    });
    expect(await incidents('list', '--status', 'done')).toMatchObject({
      code: 2,
      err: expect.stringContaining('triggered') as string,
    });
  });
});

describe('tocsin incidents list --csv', () => {
  it('prints a header line and a line for each, newest first, that --json agrees with', async () => {
    const [header = '', ...lines] = (await incidents('list', '--csv')).out.split('\r\n');
    expect(header).toBe(
      'incidentId,service,environment,severity,status,cause,openedAt,firstPageAt,acknowledgedAt,acknowledgedBy,resolvedAt,resolvedBy,runs,pages,alarm,alarms,flaps,openSeconds',
    );
    const listed = (JSON.parse((await incidents('list', '--json')).out) as { incidents: { incidentId: string }[] })
      .incidents;
    expect(lines.map((line) => line.slice(0, 26))).toEqual(listed.map(({ incidentId }) => incidentId));
    expect(lines[0]).toMatch(/,web,prod,critical,\w+,[\w-]*,2023-08-05T14:13:00.000Z,/);
  });

  it('is its header alone where none matches', async () => {
    expect((await incidents('list', '--csv', '--service', 'shop')).out).toMatch(/^incidentId,[^\n]*\r$/);
  });

  it('is not JSON at the same time', async () => {
    expect(await incidents('list', '--csv', '--json')).toMatchObject({
      code: 2,
      err: '--json, --csv: say one of them',
    });
  });
});

describe('tocsin incidents show', () => {
  it('tells how it stands, its alarms, its pages and its timeline', async () => {
    const { out } = await incidents('show', await idOf('triggered'));
    expect(out).toContain('triggered: no level is left, and nobody has answered');
    expect(out).toMatch(/tocsin-prod-web-latency-critical  ALARM  critical  since 2023-08-05 14:13/);
    expect(out).toContain('paged bob: level 2 of 3');
    expect(out).toContain('  │ You are paged as level 1 of 3.');
    expect(out).not.toContain('Nothing sends it here');
  });

  it('says what happens at the end of what somebody said, where the configuration knows', async () => {
    const id = await idOf('triggered');
    const acknowledged = await incidents('ack', id, '--by', 'alice', '--config', config);
    expect(acknowledged.out.replaceAll(/\s+/g, ' ')).toMatch(
      /Escalation starts again at .* unless they act: .* paged.* then\./,
    );
    const outlook = /outlook\s+Escalation starts again/;
    expect((await incidents('show', id, '--config', config)).out).toMatch(outlook);
    expect((await incidents('show', id)).out).not.toMatch(outlook);
  });

  it('says until when a resolution is believed of what still fires', async () => {
    const id = await idOf('triggered');
    await incidents('resolve', id, '--by', 'alice');
    expect((await incidents('show', id)).out.replaceAll(/\s+/g, ' ')).toContain(
      'outlook 1 alarm still firing: believed to be over until 15:10, then it reopens and pages again, unless that stops before.',
    );
  });

  it('says that nothing sends what is requested in a folder', async () => {
    const id = await idOf('triggered');
    await incidents('escalate', id, '--by', 'alice');
    expect((await incidents('show', id)).out).toMatch(/Requested and not sent: .*Nothing\s+sends\s+it\s+here/s);
  });

  it('says how to find an id that is not there, and that a short one means several', async () => {
    expect(await incidents('show', 'nope')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`npx tocsin incidents list --local=${local}`) as string,
    });
    expect(await incidents('show', '01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('means 2 incidents') as string,
    });
  });
});

describe('a triggered incident', () => {
  it('is acknowledged by whoever was paged last, and says so', async () => {
    const { code, out, err } = await incidents('ack', await idOf('triggered'));
    expect(code).toBe(0);
    expect(err).toBe('as carol (paged last; --by says otherwise)');
    expect(out).toContain('carol acknowledged: has it until 15:30');
  });

  it('is acknowledged by TOCSIN_RESPONDER where that is set', async () => {
    const id = await idOf('triggered');
    const { out, err } = await run(['incidents', 'ack', id, '--local', local], { env: { TOCSIN_RESPONDER: 'bob' } });
    expect(out).toContain('bob acknowledged');
    expect(err).toBe('as bob (TOCSIN_RESPONDER)');
  });

  it('takes notes, a snooze and another owner', async () => {
    const id = await idOf('triggered');
    expect((await incidents('note', id, 'not', 'the', 'database', '--by', 'bob')).out).toContain(
      'bob: not the database',
    );
    expect((await incidents('snooze', id, '2h', '--by', 'bob')).out).toContain('until 17:00');
    expect((await incidents('reassign', id, 'zoe', '--by', 'bob')).out).toContain('bob handed it over to zoe');
    expect(await incidents('snooze', id, '2 days', '--by', 'bob')).toMatchObject({ code: 2 });
  });

  it('has no level left: a person who escalates it asks no level', async () => {
    const { out } = await incidents('escalate', await idOf('triggered'), '--by', 'alice', '--config', config);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/is requested, not sent: no level is left/);
  });

  it('is not called acknowledged when a snooze ends', async () => {
    const id = await idOf('triggered');
    await incidents('snooze', id, '2h', '--by', 'bob');
    expect((await incidents('escalate', id, '--by', 'alice')).out).toContain(
      'the snooze of bob ended: it was escalated',
    );
  });

  it('keeps what is said with a response', async () => {
    const id = await idOf('triggered');
    const { out } = await incidents('resolve', id, '--by', 'bob', '--note', 'restarted web-2');
    expect(out).toMatch(/bob: restarted web-2\n[^]*resolved by bob/);
    expect((await incidents('note', id, 'x', '--note', 'y')).code).toBe(2);
  });

  it('is resolved with what it was, and says both', async () => {
    const { out } = await incidents('resolve', await idOf('triggered'), '--cause', 'traffic-surge', '--by', 'bob');
    expect(out).toMatch(/bob resolved it, .*\n[^]*bob says what it was: traffic surge\n[^]*resolved by bob/);
  });

  it('is not resolved with a cause that is none', async () => {
    const id = await idOf('triggered');
    for (const cause of ['', 'leak', '__proto__', 'x'.repeat(5_000)])
      expect(await incidents('resolve', id, '--cause', cause, '--by', 'bob')).toMatchObject({
        code: 2,
        err: expect.stringMatching(
          /'--cause <cause>' argument '[^]*' is invalid\. Allowed choices are memory-leak, deploy-regression, dependency, traffic-surge, other, unknown\./,
        ) as string,
      });
    expect(await idOf('triggered')).toBe(id);
    expect((await incidents('ack', id, '--cause', 'other', '--by', 'bob')).code).toBe(2);
  });

  it('may be answered only by responders of the tocsin.yaml that is named', async () => {
    const refused = await incidents('ack', await idOf('triggered'), '--by', 'zoe', '--config', config);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('alice, bob, carol') as string });
  });
});

describe('an acknowledged incident', () => {
  it('is acknowledged again by its owner, and offered by another', async () => {
    const id = await idOf('triggered');
    await incidents('ack', id, '--by', 'alice');
    const later = { now: () => '2023-08-05T15:10:00.000Z' };
    const again = await run(['incidents', 'ack', id, '--by', 'alice', '--local', local], later);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('alice has it until 15:40') as string });
    const offered = await incidents('ack', id, '--by', 'bob');
    expect(offered).toMatchObject({
      code: 0,
      out: expect.stringContaining('bob acknowledged too: alice has it') as string,
    });
  });
});

describe('a resolved incident', () => {
  it('is not acknowledged: it says how it stands and what to do', async () => {
    const id = await idOf('resolved');
    const { code, err } = await incidents('ack', id, '--by', 'alice');
    expect(code).toBe(1);
    expect(err).toMatch(/is resolved by itself at 14:2\d; to open it again: npx tocsin incidents reopen/);
  });

  it('stays resolved when it is resolved again, and opens again when asked', async () => {
    const id = await idOf('resolved');
    expect((await incidents('resolve', id, '--by', 'alice')).out).toContain('Nothing changed.');
    expect((await incidents('reopen', id, '--by', 'alice')).out).toContain('reopened by alice');
  });

  it('is said what it was, by the last word, though it recovered by itself', async () => {
    const id = await idOf('resolved');
    const say = (cause: string): Promise<Ran> => incidents('resolve', id, '--cause', cause, '--by', 'alice');
    const first = await say('memory-leak');
    expect(first.out).toMatch(/^alice says what it was: memory leak\nIncident \w+ is resolved by itself at 14:2\d\.$/);
    expect((await say('memory-leak')).out).toContain('Nothing changed.');
    expect((await say('other')).out).toContain('alice says what it was: something else');
    const { out } = await incidents('show', id);
    expect(out).toMatch(/says what it was: memory leak[^]*says what it was: something else/);
    expect(out).toMatch(/^it was +something else, says alice/m);
    expect((await incidents('verify', id)).code).toBe(0);
  });

  it('names what may be said in its help', async () => {
    expect((await run(['incidents', 'resolve', '--help'])).out.replaceAll(/\s+/g, ' ')).toContain(
      '--cause <cause> what it was (choices: "memory-leak", "deploy-regression", "dependency", "traffic-surge", "other", "unknown")',
    );
  });
});

describe('a command on incidents', () => {
  it('asks where they are', async () => {
    const nowhere = await run(['incidents', 'list']);
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('--local [dir]') as string });
    expect(nowhere.err).toContain('--stack <name>');
  });

  it('finds with verify that the end of the journal cannot be read', async () => {
    const journal = join(local, 'journal');
    const last = (await readdir(journal)).sort().at(-1) ?? '';
    await truncate(join(journal, last), 100);
    const { code, out, err } = await incidents('verify', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ unreadable: [join(journal, last)] });
    expect(err).toContain(`${last}: cannot be read`);
    await incidents('note', await idOf('triggered'), 'on we go', '--by', 'alice');
    expect((await incidents('verify')).code).toBe(0);
  });

  it('refuses a folder without a name, and makes none', async () => {
    const { code, err } = await run(['incidents', 'list', '--local=']);
    expect(code).toBe(2);
    expect(err).toContain('--local= names no folder');
  });

  it.each(['', 'two words', 'Alice', '__proto__', 'ev\u001b[31mil'])('refuses %j as a name to act by', async (name) => {
    const { code, err } = await incidents('note', await idOf('triggered'), 'hello', '--by', name);
    expect(code).toBe(2);
    expect(err).toContain('--by: expected the name of a responder such as alice');
  });

  it('says on which day it was resolved, where that is another', async () => {
    const { err } = await run(['incidents', 'ack', await idOf('resolved'), '--by', 'bob', '--local', local], {
      now: () => '2026-01-01T00:00:00.000Z',
    });
    expect(err).toMatch(/is resolved by itself at 2023-08-05 14:\d\d; to open it again/);
  });

  it('says that --local took the id for its folder', async () => {
    const { code, err } = await run(['incidents', 'show', '--local', '01H']);
    expect(code).toBe(2);
    expect(err).toContain('--local took "01H" for its folder');
  });

  it('prints one JSON document with --json', async () => {
    const id = await idOf('triggered');
    expect(JSON.parse((await incidents('show', id, '--json')).out)).toMatchObject({
      incident: { incidentId: id },
      unsent: [],
    });
    expect(JSON.parse((await incidents('ack', id, '--json', '--by', 'bob')).out)).toMatchObject({ by: 'bob' });
    expect(JSON.parse((await incidents('verify', '--json')).out)).toMatchObject({
      incidents: [{ problems: [] }, { problems: [] }],
    });
  });
});
