import type { CommandSyntax, Offered } from './syntax.ts';

const isWords = (offered: Offered): offered is readonly string[] => typeof offered !== 'string';

/** What a branch of `case` does. The names that readline completes by itself are files: for these the function just returns. */
const offer = (offered: Offered): string => {
  if (isWords(offered)) return `words='${offered.join(' ')}'`;
  if (offered === 'files') return 'return';
  return offered === 'folders' ? 'folders=1' : ':';
};

/** One branch for all patterns of which the same is to be done. */
const branches = (rows: readonly (readonly [pattern: string, action: string])[]): string =>
  [...Map.groupBy(rows, ([, action]) => action)]
    .map(([action, same]) => `      ${same.map(([pattern]) => `'${pattern}'`).join('|')}) ${action} ;;`)
    .join('\n');

const valueRows = (commands: readonly CommandSyntax[]): (readonly [string, string])[] =>
  commands.flatMap(({ path, options }) =>
    options.flatMap(({ flags, value }) =>
      value === undefined ? [] : flags.map((flag) => [`${path} ${flag}`, offer(value.offered)] as const),
    ),
  );

const wordRows = (commands: readonly CommandSyntax[]): (readonly [string, string])[] =>
  commands.map(({ path, commands: below, argument }) => [
    path,
    offer(below.length > 0 ? below.map(({ name }) => name) : argument),
  ]);

const optionRows = (commands: readonly CommandSyntax[]): (readonly [string, string])[] =>
  commands.map(({ path, options }) => [path, offer(options.flatMap(({ flags }) => flags))]);

/** For bash 3.2, which macOS has, and later; without the package bash-completion. */
export const bashScript = (commands: readonly CommandSyntax[]): string => {
  const below = commands.slice(1).map(({ path }) => `'${path}'`);
  return `# Completion of tocsin for bash, printed by: npx tocsin completion bash
_tocsin() {
  local IFS=$' \\t\\n' current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command=tocsin first=1 folders='' words='' word
  COMPREPLY=()
  if [[ \${COMP_WORDS[0]##*/} == npx ]]; then
    [[ \${COMP_WORDS[1]} == tocsin && $COMP_CWORD -gt 1 ]] || return
    first=2
  fi
  # --option=value is three words to readline
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for word in "\${COMP_WORDS[@]:first:COMP_CWORD-first}"; do
    [[ $word == -* ]] && continue
    case "$command $word" in
      ${below.join('|')}) command="$command $word" ;;
      *) break ;;
    esac
  done
  if [[ $current == -* ]]; then
    case "$command" in
${branches(optionRows(commands))}
    esac
  else
    case "$command $previous" in
${branches(valueRows(commands))}
      *) case "$command" in
${branches(wordRows(commands))}
      esac ;;
    esac
  fi
  compopt +o bashdefault +o default 2>/dev/null
  if [[ -n $folders ]]; then
    compopt -o dirnames 2>/dev/null
  else
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o bashdefault -o default -F _tocsin tocsin
complete -p npx >/dev/null 2>&1 || complete -o bashdefault -o default -F _tocsin npx`;
};
