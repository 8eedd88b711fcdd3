import type { Command, Option } from 'commander';

/** What a shell can offer for a value: files, folders, these words, or nothing, for the text is anybody's. */
export type Offered = 'files' | 'folders' | 'nothing' | readonly string[];

export interface OptionSyntax {
  /** As they are written: `-V`, `--version`. */
  readonly flags: readonly string[];
  readonly help: string;
  readonly value?: { readonly offered: Offered; readonly isOptional: boolean };
}

/** A command as a shell can know it. */
export interface CommandSyntax {
  /** From the program on: `tocsin incidents list`. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly help: string }[];
  readonly options: readonly OptionSyntax[];
  /** Of its arguments, whichever is next: no command takes a file and then something else that can be offered. */
  readonly argument: Offered;
}

/** Names of values, in usage, that mean a file; `<file>` is the usual one. */
const FILES: ReadonlySet<string> = new Set(['file', 'recording']);

const offeredFor = (name: string, choices: readonly string[] | undefined): Offered => {
  if (choices !== undefined) return choices;
  if (FILES.has(name)) return 'files';
  return name === 'dir' ? 'folders' : 'nothing';
};

const optionSyntax = (option: Option): OptionSyntax => {
  const { short, long, description, flags, required, optional, argChoices } = option;
  const name = /[<[]([\w-]+)/u.exec(flags)?.[1] ?? '';
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    help: description,
    ...((required || optional) && { value: { offered: offeredFor(name, argChoices), isOptional: optional } }),
  };
};

const argumentSyntax = (command: Command, siblings: readonly Command[]): Offered => {
  // Commander's own `help [command]`.
  if (command.name() === 'help') return siblings.map((sibling) => sibling.name());
  const offered = command.registeredArguments.map((argument) => offeredFor(argument.name(), argument.argChoices));
  return offered.find((one) => one !== 'nothing') ?? 'nothing';
};

const summaryOf = (command: Command): string => command.summary() || command.description();

const withSubcommands = (command: Command, path: string, siblings: readonly Command[]): readonly CommandSyntax[] => {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  return [
    {
      path,
      commands: commands.map((below) => ({ name: below.name(), help: summaryOf(below) })),
      options: help.visibleOptions(command).map(optionSyntax),
      argument: argumentSyntax(command, siblings),
    },
    ...commands.flatMap((below) => withSubcommands(below, `${path} ${below.name()}`, command.commands)),
  ];
};

/** The program and all that is below it, each command before its subcommands. */
export const syntaxOf = (program: Command): readonly CommandSyntax[] => withSubcommands(program, program.name(), []);
