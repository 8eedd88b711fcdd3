import { type Command, CommanderError } from 'commander';
import { FailedError, UsageError } from './command-error.ts';
import { printableLines } from './printable.ts';
import { programFor } from './program.ts';
import { processShell, type Shell } from './shell.ts';

const setUp = (command: Command, { out, err, width }: Shell): void => {
  command.exitOverride().configureOutput({
    writeOut: (text) => {
      out(text.trimEnd());
    },
    writeErr: (text) => {
      err(printableLines(text.trimEnd()));
    },
    getOutHelpWidth: () => width,
    getErrHelpWidth: () => width,
  });
  for (const child of command.commands) setUp(child, { out, err, width } as Shell);
};

/** `--local 01H…` takes the id for the folder. */
const hint = ({ code }: CommanderError, args: readonly string[]): string | undefined => {
  const at = args.indexOf('--local');
  const word = at < 0 ? undefined : args[at + 1];
  if (code !== 'commander.missingArgument' || word === undefined || word.startsWith('-')) return undefined;
  return `--local took ${JSON.stringify(word)} for its folder: put --local last, or write --local=<dir>`;
};

const exitCodeOf = (error: CommanderError, args: readonly string[], { err }: Shell): number => {
  if (error.exitCode === 0) return 0;
  const advice = hint(error, args);
  if (advice !== undefined) err(printableLines(advice));
  if (error.code !== 'commander.help') err('Try: tocsin --help');
  return 2;
};

/** Runs one command line and returns its exit code: 0 done, 1 it failed, 2 wrong use. */
export const main = async (args: readonly string[], shell: Shell = processShell()): Promise<number> => {
  const program = programFor(shell);
  setUp(program, shell);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error, args, shell);
    shell.err(printableLines(error instanceof Error ? error.message : String(error)));
    return error instanceof UsageError ? 2 : 1;
  }
};
