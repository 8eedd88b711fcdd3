import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Postmortem } from '../../../lib/core/postmortem/postmortem.ts';
import { DEMO_POSTMORTEM } from '../../support/demo-postmortem.ts';
import { type Ran, run, temporaryFolder } from '../running.ts';

const INCIDENT = 'examples/incidents/2023-08-05-memory-leak';
const CONFIG = ['--config', `${INCIDENT}/tocsin.yaml`];
const RECORDING = `${INCIDENT}/recording.json`;

const folder = await temporaryFolder();
const local = join(folder, 'incidents');
await run(['replay', RECORDING, ...CONFIG, '--local', local]);

const postmortem = (...args: readonly string[]): Promise<Ran> =>
  run(['incidents', 'postmortem', '01H7', '--local', local, ...CONFIG, ...args]);

/** As of the usual folder, in which the one of the examples was made. */
const here = (text: string): string => text.replaceAll(`--local=${local}`, '--local');

describe('tocsin incidents postmortem', () => {
  it('prints what examples/ holds of the reference incident: as Markdown, and as HTML', async () => {
    expect(`${here((await postmortem()).out)}\n`).toBe(readFileSync(DEMO_POSTMORTEM.markdown, 'utf8'));
    expect(`${here((await postmortem('--html')).out)}\n`).toBe(readFileSync(DEMO_POSTMORTEM.html, 'utf8'));
  });

  it('prints its parts as JSON', async () => {
    const told = JSON.parse((await postmortem('--json')).out) as Postmortem;
    expect(told).toMatchObject({ schema: 'postmortem/1', timeZone: 'America/New_York', of: 45 });
    expect(told.sections).toHaveLength(7);
  });

  it('writes a file, and never over one that is there', async () => {
    const out = join(folder, 'postmortem.md');
    const ran = await postmortem('--out', out);
    expect(ran).toEqual({ code: 0, out: '', err: `${out} is written` });
    expect(here(await readFile(out, 'utf8'))).toBe(readFileSync(DEMO_POSTMORTEM.markdown, 'utf8'));
    await writeFile(out, 'what somebody wrote into it');
    expect(await postmortem('--out', out)).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already') as string,
    });
    expect(here(await readFile(out, 'utf8'))).toBe('what somebody wrote into it');
  });

  it('says what is wrong with how it is used', async () => {
    expect(await postmortem('--html', '--json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('expected one of them') as string,
    });
    expect(await run(['incidents', 'postmortem', '01ZZ', '--local', local])).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no incident "01ZZ"') as string,
    });
    expect(await run(['incidents', 'postmortem', '01H7'])).toMatchObject({ code: 2 });
  });

  it('needs no configuration: people are called by their ids', async () => {
    const { out } = await run(['incidents', 'postmortem', '01H7', '--local', local]);
    expect(out).toContain('Saturday 5 August 2023, UTC+00:00');
    expect(out).toContain('- **14:20** alice acknowledged');
  });
});

describe('the backtests that it proposes', () => {
  const commandsOf = async (): Promise<readonly string[]> => {
    const { sections } = JSON.parse((await postmortem('--json')).out) as Postmortem;
    return sections
      .flatMap(({ parts }) => parts)
      .flatMap((part) => (part.kind === 'measure' ? part.commands : []))
      .filter((command) => command.startsWith('npx tocsin backtest --service'));
  };

  it('can be run as they stand: the growth alarm would have fired 14 min after the onset', async () => {
    const [command = '', ...others] = await commandsOf();
    expect(others).toEqual([]);
    const [, , ...args] = command.split(/[\s\\]+/u);
    const ran = await run([...args, '--metrics', RECORDING, '--config', 'examples/tocsin.yaml']);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/▸ 1 h .* 14 min \(1\/1\)/u);
  });
});
