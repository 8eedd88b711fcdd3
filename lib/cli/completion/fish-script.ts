import type { CommandSyntax, Offered, OptionSyntax } from './syntax.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The token is the option with its value: `--local=fol`. */
const FOLDERS = '(__fish_complete_directories (string replace -r "^-[^=]*=" "" -- (commandline -ct)))';

const offeredWords = (offered: Offered): string => {
  if (offered === 'files') return '-F';
  if (offered === 'folders') return `-f -a ${quoted(FOLDERS)}`;
  return offered === 'nothing' ? '-f' : `-f -a ${quoted(offered.join(' '))}`;
};

const flagOf = (flag: string): string => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`);

/** What may be left out is offered after \`=\` alone: the word after the option is none of its own. */
const valueOf = ({ value }: OptionSyntax): string => {
  if (value === undefined) return '';
  return ` ${value.isOptional ? '' : '-r '}${offeredWords(value.offered)}`;
};

const linesOf = ({ path, commands, options, argument }: CommandSyntax): readonly string[] => {
  const start = `  complete -c $name -n ${quoted(`__tocsin_at ${path}`)}`;
  return [
    ...(argument === 'files' ? [] : [`${start} ${offeredWords(argument)}`]),
    ...commands.map(({ name, help }) => `${start} -a ${name} -d ${quoted(help)}`),
    ...options.map(
      (option) => `${start} ${option.flags.map(flagOf).join(' ')}${valueOf(option)} -d ${quoted(option.help)}`,
    ),
  ];
};

export const fishScript = (
  commands: readonly CommandSyntax[],
): string => `# Completion of tocsin for fish, printed by: npx tocsin completion fish
function __tocsin_at
  set -l words (commandline -opc)
  test "$words[1]" = npx; and set -e words[1]
  string match -q -r '(^|/)tocsin$' -- "$words[1]"; or return 1
  set -l command tocsin
  for word in $words[2..]
    string match -q -- '-*' $word; and continue
    contains -- "$command $word" ${commands
      .slice(1)
      .map(({ path }) => quoted(path))
      .join(' ')}; or break
    set command "$command $word"
  end
  test "$command" = "$argv"
end
for name in tocsin npx
${commands.flatMap(linesOf).join('\n')}
end`;
