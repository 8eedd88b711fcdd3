import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { programFor } from '../../lib/cli/program.ts';
import { addSubcommands } from '../../lib/cli/incidents/subcommands.ts';
import { plainInk, type Shell } from '../../lib/cli/terminal/shell.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const FOLDERS = ['README.md', 'docs/*.md', 'docs/runbooks/*.md', 'examples/**/*.md'];

/** But for what is said of the package: test/e2e/package.test.ts goes through that, with what npm packs. */
export const PRINTING = globSync(FOLDERS, { cwd: ROOT })
  .filter((document) => document !== 'docs/as-a-package.md')
  .sort();

const BLOCK = /^```(\w*)\n([^]*?)^```$/gmu;
const SHELLS: ReadonlySet<string> = new Set(['', 'sh', 'bash', 'console']);
/** In running text others name a verb, or one option of it. */
const INLINE = /`(npx tocsin [^`]*(?:--local|--stack [\w"$]|\.json|\.yaml)[^`]*)`/gu;

/** A word that stands for what its reader has to put there. */
const isExact = (command: string): boolean => !/…|<\w+>|\bNAME\b/u.test(command);

/** Shell lines, each whole: what ends with a backslash goes on. */
const linesOf = (block: string): readonly string[] =>
  block
    .replaceAll(/\\\n\s*/gu, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('npx tocsin'));

const COMMANDS = /^(?:npx|npm|git|cd|cp|aws|export|node) |^\w+=/u;

const blocksIn = (text: string): readonly string[] =>
  [...text.matchAll(BLOCK)].flatMap(([, language = '', block = '']) => (SHELLS.has(language) ? [block] : []));

const textOf = (document: string): string => readFileSync(join(ROOT, document), 'utf8');

/** The commands of `tocsin` that a document gives, in its order; in running text those that need no more to be typed. */
export const commandsOf = (document: string): readonly string[] => {
  const text = textOf(document);
  const blocks = blocksIn(text).filter((block) => COMMANDS.test(block));
  const inline = [...text.replaceAll(BLOCK, '').matchAll(INLINE)].map(([, command = '']) => command);
  return [...blocks.flatMap(linesOf), ...inline.map((command) => command.replaceAll(/\s+/gu, ' ')).filter(isExact)];
};

/** Those in what a document shows of pages and of the terminal. */
export const commandsShownIn = (document: string): readonly string[] =>
  blocksIn(textOf(document))
    .filter((block) => !COMMANDS.test(block))
    .flatMap(linesOf);

const nothing = (): void => undefined;

const SHELL: Shell = {
  width: 200,
  ink: plainInk,
  out: nothing,
  err: nothing,
  env: {},
  now: () => '2026-01-01T00:00:00.000Z',
  timeZone: 'UTC',
  pause: () => Promise.resolve(),
};

/** The whole command line, with the verbs that are added when they are named. */
const wholeProgram = (): Command => {
  const program = programFor(SHELL);
  const incidents = program.commands.find((verb) => verb.name() === 'incidents');
  if (incidents !== undefined) addSubcommands(incidents, SHELL);
  return program;
};

const helpOf = (command: Command): string => {
  const out: string[] = [];
  command.configureOutput({ writeOut: (text) => out.push(text), getOutHelpWidth: () => 200 });
  command.outputHelp();
  return out.join('');
};

const withChildren = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(withChildren)];

/** The examples of every help text. */
export const commandsOfHelp = (): readonly string[] =>
  withChildren(wholeProgram()).flatMap((command) => linesOf(helpOf(command)));

/** Asks an account of AWS: its stack, or what CloudWatch holds. */
export const asksAws = (command: string): boolean =>
  /--stack|tocsin (?:deploy (?:record|list)|test-page|record)\b| live\b/u.test(command) ||
  (/tocsin (?:backtest|diagnose .*--service)/u.test(command) && !/--metrics/u.test(command));

/** Every line of ours that a person may read, without what only we do. */
export const SOURCES = globSync(['lib/**/*.ts', 'lambdas/**/*.ts'], { cwd: ROOT }).map((path) =>
  readFileSync(join(ROOT, path), 'utf8').replaceAll(/\/\*\*[^]*?\*\/|^\s*\/\/.*$/gmu, ''),
);

/** What a line of code prints of a command, up to the end of its text. */
export const hintsIn = (source: string): readonly string[] =>
  [...source.matchAll(/npx tocsin [^`'"\n”]+/gu)].map(([hint]) => hint.replace(/<\/code>.*/u, ''));

/** What of a hint the command line does not know; undefined: nothing. */
export const misread = (hint: string): string | undefined => {
  const [, , ...words] = hint.split(/\s+/u);
  let command = wholeProgram();
  for (const [word = ''] of words.map((written) => written.split('${'))) {
    if (word === '') continue;
    if (word.startsWith('--')) {
      const name = word.replace(/[^\w-].*$/u, '');
      const isKnown = name === '--help' || command.options.some(({ long }) => long === name);
      if (!isKnown) return `${hint}: no option ${name}`;
    } else if (command.commands.length > 0) {
      const next = command.commands.find((verb) => verb.name() === word || verb.aliases().includes(word));
      if (next === undefined) return `${hint}: no verb ${word}`;
      command = next;
    }
  }
  return undefined;
};
