import { safeText } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';

/** `word`: a keyword, a bare name or a number; `end` has no text. */
export interface RuleToken {
  readonly kind: 'punctuation' | 'word' | 'quoted' | 'end';
  /** Of what was quoted: without quotes and escapes. */
  readonly text: string;
  /** Characters before it, as CloudWatch counts in its own errors. */
  readonly at: number;
}

/** One token and the white space behind it. */
const TOKEN = /(?:([(),])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s(),"'][^\s(),]*))\s*/suy;
const SHOWN = 60;

const tokenOf = (match: RegExpExecArray): RuleToken => {
  const [, punctuation, double, single, word = ''] = match;
  const at = match.index;
  const quoted = double ?? single;
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.replace(/\\(.)/gsu, '$1'), at };
  return punctuation === undefined ? { kind: 'word', text: word, at } : { kind: 'punctuation', text: punctuation, at };
};

/**
 * The words of an alarm rule, the last of kind `end`. A bare word ends at white space, a parenthesis or a comma; what
 * holds one of those stands in quotes, where a backslash makes the next character an ordinary one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html (single quotes are not
 * documented there; CloudWatch takes them all the same).
 */
export const ruleTokensOf = (text: string): RuleToken[] | Unsupported => {
  const tokens: RuleToken[] = [];
  let at = text.length - text.trimStart().length;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      return { unsupported: `its alarm rule has an error: the quote at char ${String(at)} is never closed` };
    }
    tokens.push(tokenOf(match));
    at += match[0].length;
  }
  return [...tokens, { kind: 'end', text: '', at }];
};

/** `unsupported token ')' at char 1, must be …`: CloudWatch's own words, its own count of characters. */
export const unexpected = ({ kind, text, at }: RuleToken, expected: string): Unsupported => {
  const what = kind === 'end' ? 'the end of the text' : `token '${safeText(text, SHOWN)}'`;
  return {
    unsupported: `its alarm rule has an error: unsupported ${what} at char ${String(at)}, must be: ${expected}`,
  };
};
