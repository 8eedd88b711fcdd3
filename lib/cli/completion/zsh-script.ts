import type { CommandSyntax, Offered, OptionSyntax } from './syntax.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Within a specification of _arguments or _describe. */
const escaped = (text: string): string => text.replace(/[\\[\]:$`]/gu, '\\$&');

const functionOf = (path: string): string => `_${path.replaceAll(' ', '_')}`;

const actionOf = (offered: Offered): string => {
  if (offered === 'files') return '_files';
  if (offered === 'folders') return '_files -/';
  return offered === 'nothing' ? ' ' : `(${offered.join(' ')})`;
};

const valueOf = ({ value, flags }: OptionSyntax): string => {
  if (value === undefined) return '';
  const name = (flags.at(-1) ?? '').replace(/^-+/u, '');
  return `${value.isOptional ? '::' : ':'}${name}:${actionOf(value.offered)}`;
};

/** How a value is joined to an option: by `=` or as the next word, to a letter without anything. */
const jointOf = ({ value }: OptionSyntax, flag: string): string => {
  if (value === undefined) return '';
  return flag.startsWith('--') ? '=' : '+';
};

const specsOf = (option: OptionSyntax): readonly string[] =>
  option.flags.map((flag) => {
    const others = option.flags.length > 1 ? `(${option.flags.join(' ')})` : '';
    return quoted(`${others}${flag}${jointOf(option, flag)}[${escaped(option.help)}]${valueOf(option)}`);
  });

const functionFor = ({ path, commands, options, argument }: CommandSyntax): string => {
  const specs = options.flatMap(specsOf);
  if (commands.length === 0)
    return [
      `${functionOf(path)}() {`,
      `  _arguments -S : ${[...specs, quoted(`*: :${actionOf(argument)}`)].join(' \\\n    ')}`,
      '}',
    ].join('\n');
  return `${functionOf(path)}() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
${commands.map(({ name, help }) => `    ${quoted(`${name}:${escaped(help)}`)}`).join('\n')}
  )
  _arguments -C : ${specs.join(' \\\n    ')} \\
    '1: :->command' '*:: :->words'
  case $state in
    command) _describe command commands ;;
    words) case $line[1] in
${commands.map(({ name }) => `      ${name}) ${functionOf(`${path} ${name}`)} ;;`).join('\n')}
    esac ;;
  esac
}`;
};

export const zshScript = (
  commands: readonly CommandSyntax[],
): string => `# Completion of tocsin for zsh, printed by: npx tocsin completion zsh
${commands.map(functionFor).join('\n')}
_tocsin_npx() {
  if [[ $words[2] == tocsin && $CURRENT -gt 2 ]]; then
    shift words
    (( CURRENT -= 1 ))
    _tocsin
  else
    _default
  fi
}
compdef _tocsin tocsin
(( $+_comps[npx] )) || compdef _tocsin_npx npx`;
