# zsh zsh-offers.zsh SCRIPT LINE: what zsh offers for the line, one a line. It completes on a terminal only: zpty is one.
zmodload zsh/zpty || exit 1
zpty shell zsh -f -i
zpty -w shell "PROMPT= script=${(q)1}"
zpty -w shell 'autoload -Uz compinit; compinit -u -D; source $script; bindkey "^I" complete-word
compadd() {
  [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]] && { builtin compadd "$@"; return }
  local -a offered
  builtin compadd -A offered "$@"
  (( $#offered )) && print -rl -- "offered:"${^offered}
}
finished() { print "every""thing" }
comppostfuncs=(finished)
print rea""dy'
zpty -r shell output $'*ready\r\n*'
zpty -n -w shell "$2"$'\t'
zpty -r shell output $'*everything\r\n*'
print -rl -- ${${(M)${(f)${output//$'\r'/}}:#*offered:*}##*offered:}
zpty -d shell
