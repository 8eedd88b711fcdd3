import { type Command, CommanderError } from 'commander';
import { exitCodeFor } from './terminal/command-error.ts';
import { printableLines } from './terminal/printable.ts';
import { programFor } from './program.ts';
import { processShell, type Shell } from './terminal/shell.ts';

const setUp = (command: Command, path: string, shell: Shell): void => {
  const { out, err, width } = shell;
  command
    .exitOverride()
    .showHelpAfterError(`Try: npx ${path} --help`)
    .configureOutput({
      writeOut: (text) => {
        out(text.trimEnd());
      },
      writeErr: (text) => {
        err(printableLines(text.trimEnd()));
      },
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    });
  for (const child of command.commands) setUp(child, `${path} ${child.name()}`, shell);
};

/** `--local 01H…` takes the id for the folder. */
const hint = ({ code }: CommanderError, args: readonly string[]): string | undefined => {
  const at = args.indexOf('--local');
  const word = at < 0 ? undefined : args[at + 1];
  if (code !== 'commander.missingArgument' || word === undefined || word.startsWith('-')) return undefined;
  return `--local took ${JSON.stringify(word)} for its folder: put --local last, or write --local=<dir>`;
};

const usageExitCode = (error: CommanderError, args: readonly string[], { err }: Shell): number => {
  if (error.exitCode === 0) return 0;
  const advice = hint(error, args);
  if (advice !== undefined) err(printableLines(advice));
  return 2;
};

/** `tocsin help incidents` is `tocsin incidents --help`, which knows the subcommands. */
const askingForHelp = (args: readonly string[], { commands }: Command): readonly string[] =>
  args[0] === 'help' && commands.some((verb) => verb.name() === args[1]) ? [...args.slice(1), '--help'] : args;

/** Runs one command line and returns its exit code: 0 done, 1 it failed, 2 wrong use. */
export const main = async (args: readonly string[], shell: Shell = processShell()): Promise<number> => {
  const program = programFor(shell);
  setUp(program, 'tocsin', shell);
  // Once more for the verb named: by now it has its subcommands.
  program.hook('preSubcommand', (_program, verb) => {
    setUp(verb, `tocsin ${verb.name()}`, shell);
  });
  try {
    await program.parseAsync(askingForHelp(args, program), { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return usageExitCode(error, args, shell);
    return exitCodeFor(error, shell);
  }
};
