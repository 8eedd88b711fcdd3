import type { AlarmState } from '../../alarm/definition.ts';
import type { Unsupported } from '../../series/series.ts';
import { alarmNameOf } from '../../alarm/alarm-reference.ts';
import { type AlarmRule, childrenOf, type Quorum } from './alarm-rule.ts';
import { type RuleToken, ruleTokensOf, unexpected } from './rule-tokens.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const MOST_CHARACTERS = 10_240;
const MOST_CHILDREN = 100;
const MOST_ELEMENTS = 500;

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
const KEYWORDS: readonly string[] = [...STATES, 'AND', 'OR', 'NOT', 'AT_LEAST'];
const OPERANDS = "'(', NOT, AT_LEAST, TRUE, FALSE, ALARM, OK or INSUFFICIENT_DATA";

type Parsed<T> = T | Unsupported;

/** Moves over the tokens of one rule. */
interface Reader {
  readonly tokens: readonly RuleToken[];
  next: number;
  /** Alarms, TRUE, FALSE and parentheses; those that belong to a function are not counted. */
  elements: number;
}

const END: RuleToken = { kind: 'end', text: '', at: 0 };
const peek = (reader: Reader): RuleToken => reader.tokens[reader.next] ?? reader.tokens.at(-1) ?? END;

const takes = (reader: Reader, text: string): boolean => {
  const token = peek(reader);
  const isIt = token.kind !== 'quoted' && token.text === text;
  if (isIt) reader.next += 1;
  return isIt;
};

const refused = (reader: Reader, expected: string): Unsupported => {
  const token = peek(reader);
  const capitals = token.text.toUpperCase();
  const isLowerCase = token.kind === 'word' && token.text !== capitals && KEYWORDS.includes(capitals);
  return unexpected(token, isLowerCase ? `${expected}; keywords are written in capitals` : expected);
};

/** Undefined: all of them follow. */
const expectAll = (reader: Reader, ...texts: readonly string[]): Unsupported | undefined => {
  for (const text of texts) if (!takes(reader, text)) return refused(reader, `'${text}'`);
  return undefined;
};

const tooMany = (what: string, most: number): Unsupported => ({
  unsupported: `its alarm rule has more than ${String(most)} ${what}, which CloudWatch does not take`,
});

const stateOf = ({ kind, text }: RuleToken): AlarmState | undefined =>
  kind === 'word' ? STATES.find((state) => state === text) : undefined;

const reference = (reader: Reader): Parsed<{ readonly alarm: string }> => {
  const { kind, text } = peek(reader);
  if ((kind !== 'word' && kind !== 'quoted') || text === '') return refused(reader, 'the name or ARN of an alarm');
  reader.next += 1;
  reader.elements += 1;
  return { alarm: text };
};

const stateTest = (reader: Reader, state: AlarmState): Parsed<AlarmRule> => {
  const referred = expectAll(reader, '(') ?? reference(reader);
  if ('unsupported' in referred) return referred;
  return expectAll(reader, ')') ?? { kind: 'state', state, ...referred };
};

const quorum = (reader: Reader): Parsed<Quorum> => {
  const [, digits, percent] = /^(\d{1,3})(%?)$/u.exec(peek(reader).text) ?? [];
  const amount = Number(digits);
  const isAmount = digits !== undefined && amount >= 1 && (percent === '' || amount <= 100);
  if (!isAmount) return refused(reader, 'a number of alarms from 1 or a percentage from 1% to 100%');
  reader.next += 1;
  return percent === '' ? { count: amount } : { percent: amount };
};

const listed = (reader: Reader, quota: Quorum): Parsed<{ readonly alarms: readonly string[] }> => {
  const alarms: string[] = [];
  do {
    const referred = reference(reader);
    if ('unsupported' in referred) return referred;
    alarms.push(referred.alarm);
  } while (takes(reader, ','));
  if (!('count' in quota) || quota.count <= alarms.length) return { alarms };
  return refused(reader, `',' and another alarm, as AT_LEAST asks for ${String(quota.count)}`);
};

const condition = (reader: Reader): Parsed<{ readonly state: AlarmState; readonly negated: boolean }> => {
  const negated = takes(reader, 'NOT');
  const state = stateOf(peek(reader));
  if (state === undefined) return refused(reader, 'ALARM, OK or INSUFFICIENT_DATA, or NOT and one of them');
  reader.next += 1;
  return { state, negated };
};

/** `(2, NOT OK, (a, b, c))` behind AT_LEAST. */
const atLeast = (reader: Reader): Parsed<AlarmRule> => {
  const quota = expectAll(reader, '(') ?? quorum(reader);
  if ('unsupported' in quota) return quota;
  const counted = expectAll(reader, ',') ?? condition(reader);
  if ('unsupported' in counted) return counted;
  const list = expectAll(reader, ',', '(') ?? listed(reader, quota);
  if ('unsupported' in list) return list;
  return expectAll(reader, ')', ')') ?? { kind: 'at-least', ...quota, ...counted, ...list };
};

/** The rule in a pair of parentheses, which bound how deep a rule nests. */
const group = (reader: Reader): Parsed<AlarmRule> => {
  reader.elements += 2;
  if (reader.elements > MOST_ELEMENTS) return tooMany('elements', MOST_ELEMENTS);
  const rule = joined(reader, 'OR');
  if ('unsupported' in rule) return rule;
  return takes(reader, ')') ? rule : refused(reader, "AND, OR or ')'");
};

/** The documentation writes these two in either case, all other keywords in capitals. */
const constantOf = ({ kind, text }: RuleToken): boolean | undefined =>
  kind === 'word' && /^(?:true|false)$/iu.test(text) ? text.toLowerCase() === 'true' : undefined;

const operand = (reader: Reader): Parsed<AlarmRule> => {
  const value = constantOf(peek(reader));
  if (value !== undefined) {
    reader.next += 1;
    reader.elements += 1;
    return { kind: 'constant', value };
  }
  if (takes(reader, '(')) return group(reader);
  if (takes(reader, 'AT_LEAST')) return atLeast(reader);
  const state = stateOf(peek(reader));
  if (state === undefined) return refused(reader, OPERANDS);
  reader.next += 1;
  return stateTest(reader, state);
};

const negated = (reader: Reader): Parsed<AlarmRule> => {
  let isNegated = false;
  while (takes(reader, 'NOT')) isNegated = !isNegated;
  const rule = operand(reader);
  return isNegated && !('unsupported' in rule) ? { kind: 'not', rule } : rule;
};

/**
 * NOT binds before AND, AND before OR. CloudWatch names its operators and advises parentheses without saying which binds
 * first: this is the order of every language that has the three.
 */
const joined = (reader: Reader, operator: 'AND' | 'OR'): Parsed<AlarmRule> => {
  const rules: AlarmRule[] = [];
  do {
    const rule = operator === 'OR' ? joined(reader, 'AND') : negated(reader);
    if ('unsupported' in rule) return rule;
    rules.push(rule);
  } while (takes(reader, operator));
  const [first] = rules;
  return rules.length === 1 && first !== undefined ? first : { kind: operator === 'AND' ? 'all' : 'any', rules };
};

/** The rule of a composite alarm, by CloudWatch's grammar and limits. */
export const parseAlarmRule = (text: string): AlarmRule | Unsupported => {
  if (text.length > MOST_CHARACTERS) return tooMany('characters', MOST_CHARACTERS);
  if (text.trim() === '') return { unsupported: `its alarm rule is empty, must be: ${OPERANDS}` };
  const tokens = ruleTokensOf(text);
  if ('unsupported' in tokens) return tokens;
  const reader: Reader = { tokens, next: 0, elements: 0 };
  const rule = joined(reader, 'OR');
  if ('unsupported' in rule) return rule;
  if (peek(reader).kind !== 'end') return refused(reader, 'AND, OR or the end of the rule');
  if (reader.elements > MOST_ELEMENTS) return tooMany('elements', MOST_ELEMENTS);
  const children = new Set(childrenOf(rule).map(alarmNameOf));
  return children.size > MOST_CHILDREN ? tooMany('alarms', MOST_CHILDREN) : rule;
};
