import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latency, minute, slowFromTen, teamYaml } from '../../simulator/replaying.ts';
import { run, temporaryFolder, writeJson } from '../running.ts';

const folder = await temporaryFolder();
const config = await writeJson(folder, 'team.yaml', teamYaml());
const slowThenFixed = [
  [10, 0.1],
  [25, 2],
  [25, 0.1],
] as const;
const slow = await writeJson(folder, 'slow.json', {
  ...latency(slowThenFixed, [
    { at: '+5m', action: 'acknowledge', by: 'bob' },
    { at: '+6m', action: 'note', by: 'bob', text: 'red \u001b[31malert\u001b[0m\u0007 \u202egnp.exe' },
    { at: '+26m', action: 'resolve', by: 'bob' },
  ]),
  description: 'Slow from ten past two.',
});
const unfixed = await writeJson(folder, 'unfixed.json', latency(slowFromTen));
const quiet = await writeJson(folder, 'quiet.json', latency([[30, 0.1]]));

describe('tocsin replay', () => {
  it('tells who was paged when, what the page said and how it ended', async () => {
    const { code, out, err } = await run(['replay', slow, '--config', config]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Replay of web, 2023-08-05 10:00 to 11:00');
    expect(out).toContain('Slow from ten past two.');
    expect(out).toContain('Sat 5 Aug 2023, EDT');
    expect(out).toMatch(/^10:13 +ALARM: tocsin-prod-web-latency-critical\n +Threshold Crossed: 3 out of the last 5/m);
    expect(out).toMatch(/^10:13 +\+0 min  paged Alice Ferreira: level 1 of 3$/m);
    expect(out).toContain('  │ You are paged as level 1 of 3.');
    expect(out).toMatch(/^10:18 +\+5 min  Bob Osei acknowledged: has it until 10:48$/m);
    expect(out).toMatch(/^10:39 +\+26 min  Bob Osei resolved it$/m);
    expect(out).toMatch(
      /Incident 01H\w{23}: 1 page, the first at 10:13; acknowledged\s+after 5 min; resolved\s+after 26 min\./,
    );
  });

  it('lets nothing in a recording reach the terminal but text', async () => {
    const { out } = await run(['replay', slow, '--config', config]);
    expect(out).toContain('Bob Osei: red alert  gnp.exe');
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('keeps within the columns of the terminal', async () => {
    for (const width of [80, 120]) {
      const { out } = await run(['replay', slow, '--config', config], { width });
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
  });

  it('is one JSON document with --json, remarks apart', async () => {
    const responses = await writeJson(folder, 'early.json', [
      { at: '2023-08-05T14:01:00Z', action: 'resolve', by: 'bob' },
    ]);
    const { out, err } = await run(['replay', slow, '--config', config, '--json', '--responses', responses]);
    expect(JSON.parse(out)).toMatchObject({ schema: 'replay/1', from: '2023-08-05T14:00:00.000Z' });
    expect(err).toBe('responses[0] (resolve at 2023-08-05T14:01:00Z): no incident was open then');
  });

  it('lets nobody answer with --responses none, and tells the hourly repeats in a line', async () => {
    const { out } = await run(['replay', unfixed, '--config', config, '--responses', 'none']);
    expect(out).toContain('Nobody answers.');
    expect(out).toMatch(/^12:03 +\+110 min  UNANSWERED: no level is left; paged Alice/m);
    expect(out).toMatch(/… and every hour until 2023-08-06 10:03: 22 more/);
    expect(out).toContain('unanswered from 12:03 on');
  });

  it('says calmly that nothing fired', async () => {
    const { code, out } = await run(['replay', quiet, '--config', config]);
    expect(code).toBe(0);
    expect(out).toContain('All quiet: 1 alarm watched, none fired, nobody was paged.');
  });
});

describe('tocsin replay --local', () => {
  it('leaves the incidents once, however often the same replay runs', async () => {
    const local = join(folder, 'once', 'incidents');
    const args = ['replay', slow, '--config', config, '--local', local];
    const first = await run(args);
    expect(first.err).toBe(`1 incident saved in ${local}: npx tocsin incidents list --local ${local}`);
    await run(['incidents', 'note', '01', 'mine', '--local', local]);
    const second = await run(args);
    expect(second.err).toContain(`0 incidents saved in ${local} (1 already there, left as is)`);
    const { out } = await run(['incidents', 'list', '--local', local, '--json']);
    expect((JSON.parse(out) as { incidents: unknown[] }).incidents).toHaveLength(1);
    expect((await run(['incidents', 'show', '01', '--local', local])).out).toContain('alice: mine');
    expect((await run(['incidents', 'verify', '--local', local])).code).toBe(0);
  });

  it('keeps another replay of the same recording apart', async () => {
    const local = join(folder, 'apart');
    await run(['replay', slow, '--config', config, '--local', local]);
    const { err } = await run(['replay', slow, '--config', config, '--responses', 'none', '--local', local]);
    expect(err).toContain('1 incident saved');
  });
});

describe('a wrong file', () => {
  const wrong = async (args: readonly string[]): Promise<string> => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain('    at ');
    return err;
  };

  it('is named with what to do', async () => {
    expect(await wrong(['replay', join(folder, 'none.json'), '--config', config])).toContain(
      'there is no such file: name a recording',
    );
    expect(await wrong(['replay', slow, '--config', join(folder, 'none.yaml')])).toContain('npx tocsin init');
    expect(await wrong(['replay', config, '--config', config])).toContain('not JSON');
    expect(await wrong(['replay', slow, '--config', config, '--local='])).toContain('--local= names no folder');
    const folderInstead = await wrong(['replay', slow, '--config', config, '--local', config]);
    expect(folderInstead).toContain('is a file: name a folder');
  });

  it('is none for the mark that some editors begin a text with', async () => {
    const marked = await writeJson(folder, 'marked.json', `\ufeff${JSON.stringify(latency(slowFromTen))}`);
    expect((await run(['replay', marked, '--config', config])).code).toBe(0);
  });

  it('is told by line and path when it is a tocsin.yaml', async () => {
    const file = await writeJson(folder, 'typo.yaml', teamYaml().replace('escalation: primary', 'escalation: primery'));
    expect(await wrong(['replay', slow, '--config', file])).toMatch(
      /typo\.yaml:6:\d+ services\.web\.escalation: .*"primary"/,
    );
  });

  it('is told when the recording is of another service', async () => {
    const file = await writeJson(folder, 'other.json', { ...latency(slowFromTen), service: 'shop' });
    expect(await wrong(['replay', file, '--config', config])).toContain('"shop"');
  });

  it('is told by file and place when a recording cannot be what it says', async () => {
    const { series, ...recording } = latency(slowFromTen);
    const told = async (change: Partial<(typeof series)[number]>): Promise<string> =>
      wrong([
        'replay',
        await writeJson(folder, 'hostile.json', { ...recording, series: series.map((one) => ({ ...one, ...change })) }),
        '--config',
        config,
      ]);
    expect(await told({ timestamps: [], values: [] })).toMatch(/hostile\.json: the recording has no points/);
    expect(await told({ timestamps: ['2023-08-05T14:00:00'], values: [1] })).toMatch(
      /hostile\.json: series\[0\]\.timestamps\[0\]: expected an instant such as 2023-08-05T14:15:00Z/,
    );
    expect(await told({ timestamps: [minute(0), minute(0.5)], values: [1, 2] })).toMatch(
      /series\[0\]\.timestamps\[1\]: expected one value a period of 60 s/,
    );
    expect(await told({ timestamps: ['1923-08-05T14:00:00Z', minute(0)], values: [1, 2] })).toMatch(
      /hostile\.json: the recording goes from 1923-08-05T14:00:00\.000Z .*at most 800 d can be replayed/,
    );
  });

  it('is told when responses are of a wrong form, or by nobody known', async () => {
    const form = await writeJson(folder, 'form.json', [{ at: '+5m', action: 'dance' }]);
    expect(await wrong(['replay', slow, '--config', config, '--responses', form])).toContain('form.json: [0].action');
    const nobody = await writeJson(folder, 'nobody.json', { responses: [{ at: '+5m', action: 'resolve', by: 'zoe' }] });
    expect(await wrong(['replay', slow, '--config', config, '--responses', nobody])).toMatch(
      /nobody\.json: responses\[0\]\.by: "zoe" is no responder/,
    );
    const cause = await writeJson(folder, 'cause.json', [{ at: '+5m', action: 'resolve', cause: 'the moon' }]);
    expect(await wrong(['replay', slow, '--config', config, '--responses', cause])).toMatch(
      /cause\.json: responses\[0\]\.cause: there is no such cause: expected one of memory-leak, .*, got "the moon"/,
    );
  });

  it('names the tocsin.yaml that lies beside the recording', async () => {
    const beside = await temporaryFolder();
    const recording = await writeJson(beside, 'recording.json', latency(slowFromTen));
    await writeJson(beside, 'tocsin.yaml', teamYaml());
    expect(await wrong(['replay', recording])).toContain(`--config ${join(beside, 'tocsin.yaml')}`);
  });
});
