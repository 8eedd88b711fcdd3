import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clone, EXPORTED, furnish, type Ran, runPrinted } from '../support/printed-clone.ts';
import {
  asksAws,
  commandsOf,
  commandsOfHelp,
  commandsShownIn,
  hintsIn,
  misread,
  PRINTING,
  SOURCES,
} from '../support/printed-commands.ts';

/** In a text of ours, and no name of a verb in a sentence. */
const BARE =
  /(?<=[:;“`>] ?)(?<!npx )\btocsin (?:check|replay|backtest|diagnose|record|incidents|report|web|deploy) [\w<$-][^\n]{0,40}/gu;

/** A command that is to end with 1 where what it looks for is found: its exit code is its answer. */
const isQuestion = (command: string): boolean => /jq -e|check .*--alarms/u.test(command);

/** Placeholders filled in, and no port that somebody else may have. */
const typed = (command: string): string =>
  command
    .replaceAll(/\bID\b/gu, '01H730TBN0')
    .replace(' --port 8080', '')
    .replace(/.* > incidents\.ndjson.*/u, EXPORTED);

const failed = async (commands: readonly string[], folder: string): Promise<readonly Ran[]> => {
  const wrong: Ran[] = [];
  for (const command of commands) {
    // A first file is written where there is none yet.
    const isTaken = command.includes('tocsin init') && existsSync(join(folder, 'tocsin.yaml'));
    const ran = await runPrinted(typed(command), isTaken ? await clone() : folder);
    if (ran.code !== 0 && !(ran.code === 1 && isQuestion(command))) wrong.push(ran);
  }
  return wrong;
};

/** What a stack exports, a folder does too. */
const isHere = (command: string): boolean => !asksAws(command) || command.includes('> incidents.ndjson');

/** Each is npx, and a process. */
const LONG = { timeout: 300_000 };

describe('a command as it is printed', LONG, () => {
  it('works in the README from its top to its end, in a clone that holds nothing else', async () => {
    const commands = commandsOf('README.md').filter(isHere);
    expect(commands.length).toBeGreaterThan(15);
    expect(await failed(commands, await clone())).toEqual([]);
  });

  it.each(PRINTING.filter((document) => document !== 'README.md' && commandsOf(document).some(isHere)))(
    'works in %s',
    async (document) => {
      const folder = await clone();
      await furnish(folder);
      expect(await failed(commandsOf(document).filter(isHere), folder)).toEqual([]);
    },
  );

  it('works in the help of each verb', async () => {
    const commands = commandsOfHelp().filter(isHere);
    expect(commands.length).toBeGreaterThan(10);
    const folder = await clone();
    await furnish(folder);
    expect(await failed(commands, folder)).toEqual([]);
  });

  it('is right use where pages and the terminal print it, whatever has become of the incident since', async () => {
    const commands = PRINTING.flatMap(commandsShownIn).filter(isHere);
    expect(commands).toContain('npx tocsin incidents ack 01H72Y7YY0F2R5KZ993QW38SZV --local');
    const folder = await clone();
    await furnish(folder);
    const ran = await failed(commands, folder);
    expect(ran.filter(({ code }) => code !== 1)).toEqual([]);
  });

  it('is whole in every hint: a verb that there is, with options that it has', () => {
    const hints = SOURCES.flatMap(hintsIn);
    expect(hints.length).toBeGreaterThan(40);
    expect(hints.flatMap((hint) => misread(hint) ?? [])).toEqual([]);
  });

  it.each([
    ['npx tocsin responders add', 'responders'],
    ['npx tocsin incidents shew ID --local', 'shew'],
    ['npx tocsin report --digets --local', '--digets'],
  ])('would be found out: %s', (hint, wrong) => {
    expect(misread(hint)).toContain(wrong);
  });

  it('begins with npx, which finds tocsin beside the file', () => {
    const bare = SOURCES.flatMap((source) => [...source.matchAll(BARE)].map(([found]) => found));
    expect(bare).toEqual([]);
  });
});
