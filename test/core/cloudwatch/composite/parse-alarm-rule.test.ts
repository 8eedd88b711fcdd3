import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmRule, childrenOf, holds } from '../../../../lib/core/cloudwatch/composite/alarm-rule.ts';
import { parseAlarmRule } from '../../../../lib/core/cloudwatch/composite/parse-alarm-rule.ts';
import type { AlarmState } from '../../../../lib/core/alarm/definition.ts';

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
const ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:web latency';

const parsed = (text: string): AlarmRule => {
  const rule = parseAlarmRule(text);
  if ('unsupported' in rule) expect.fail(rule.unsupported);
  return rule;
};
const refusal = (text: string): string => {
  const rule = parseAlarmRule(text);
  return 'unsupported' in rule ? rule.unsupported : expect.fail(`${text} is taken as a rule`);
};
/** Every alarm in OK but those named. */
const isTrue = (text: string, states: Readonly<Record<string, AlarmState>> = {}): boolean =>
  holds(parsed(text), (name) => states[name] ?? 'OK');

describe('an alarm rule', () => {
  // Examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html, of
  // PutCompositeAlarm and of what aws-cdk-lib writes.
  it.each([
    ['ALARM(CPUUtilizationTooHigh) AND ALARM(DiskReadOpsTooHigh)', ['CPUUtilizationTooHigh', 'DiskReadOpsTooHigh']],
    ['ALARM(CPUUtilizationTooHigh) AND NOT ALARM(Deploying)', ['CPUUtilizationTooHigh', 'Deploying']],
    ['(ALARM(a) OR ALARM(b)) AND OK(c)', ['a', 'b', 'c']],
    ['AT_LEAST(2, ALARM, (Web1, Web2, Web3, Web4))', ['Web1', 'Web2', 'Web3', 'Web4']],
    ['AT_LEAST(50%, OK, (Db1, Db2, Db3, Db4))', ['Db1', 'Db2', 'Db3', 'Db4']],
    ['AT_LEAST("50%", ALARM, ("a", "b"))', ['a', 'b']],
    [
      'AT_LEAST(2, ALARM, (AZ1, AZ2, AZ3)) AND NOT ALARM(MaintenanceWindow)',
      ['AZ1', 'AZ2', 'AZ3', 'MaintenanceWindow'],
    ],
    [
      `(((ALARM("${ARN}")) AND (NOT (INSUFFICIENT_DATA("b"))) AND AT_LEAST(60%, NOT OK, ("c", "d"))) OR FALSE)`,
      [ARN, 'b', 'c', 'd'],
    ],
    ['INSUFFICIENT_DATA ( a )', ['a']],
    ['ALARM(\n\t"a"\n) AND\nNOT ALARM(\n"b"\n)', ['a', 'b']],
    ['ALARM(a)OR(ALARM(b))', ['a', 'b']],
    ['TRUE', []],
    ['false', []],
  ])('is read: %s', (text, children) => {
    expect(childrenOf(parsed(text))).toEqual(children);
  });

  it.each([
    ['ALARM("web latency (p99), critical")', 'web latency (p99), critical'],
    ['ALARM("the \\"slow\\" one")', 'the "slow" one'],
    ['ALARM("C:\\\\web")', 'C:\\web'],
    ["ALARM('web latency')", 'web latency'],
    [`ALARM("'web'")`, `'web'`],
    [`ALARM(ana's-alarm)`, `ana's-alarm`],
    ['ALARM(prod/web:p99-über)', 'prod/web:p99-über'],
    ['ALARM(" web ")', ' web '],
    ['ALARM(ALARM)', 'ALARM'],
    ['ALARM("TRUE")', 'TRUE'],
  ])('names an alarm as CloudWatch reads it: %s', (text, name) => {
    expect(childrenOf(parsed(text))).toEqual([name]);
  });

  it('names each alarm once', () => {
    expect(childrenOf(parsed('ALARM(a) OR OK(b) OR OK(a)'))).toEqual(['a', 'b']);
  });

  it('is true by the state of its alarms', () => {
    for (const state of STATES) {
      for (const wanted of STATES) expect(isTrue(`${wanted}(a)`, { a: state })).toBe(state === wanted);
      expect(isTrue('NOT ALARM(a)', { a: state })).toBe(state !== 'ALARM');
    }
    expect([isTrue('TRUE'), isTrue('FALSE'), isTrue('False')]).toEqual([true, false, false]);
  });

  it.each([
    ['TRUE OR TRUE AND FALSE', true],
    ['FALSE AND TRUE OR TRUE', true],
    ['(TRUE OR TRUE) AND FALSE', false],
    ['NOT FALSE AND FALSE', false],
    ['NOT (FALSE AND FALSE)', true],
    ['NOT NOT TRUE', true],
    ['NOT NOT NOT TRUE', false],
    ['NOT FALSE OR TRUE', true],
    ['TRUE AND NOT FALSE', true],
  ])('binds NOT before AND before OR: %s is %s', (text, expected) => {
    expect(isTrue(text)).toBe(expected);
  });

  it.each([
    ['AT_LEAST(1, ALARM, (a, b, c))', true],
    ['AT_LEAST(2, ALARM, (a, b, c))', true],
    ['AT_LEAST(3, ALARM, (a, b, c))', false],
    ['AT_LEAST(66%, ALARM, (a, b, c))', true],
    ['AT_LEAST(67%, ALARM, (a, b, c))', false],
    ['AT_LEAST(100%, NOT OK, (a, b))', true],
    ['AT_LEAST(1, NOT ALARM, (a, b, c))', true],
    ['AT_LEAST(2, NOT ALARM, (a, b, c))', false],
    ['AT_LEAST(1%, INSUFFICIENT_DATA, (a, b, c))', false],
    ['NOT AT_LEAST(3, ALARM, (a, b, c))', true],
  ])('counts alarms, two of three in ALARM: %s is %s', (text, expected) => {
    expect(isTrue(text, { a: 'ALARM', b: 'ALARM' })).toBe(expected);
  });
});

describe('a text that is no alarm rule', () => {
  // The first two are CloudWatch's own answers: aws-cdk issues 34662 and 13953.
  it.each([
    ['()', "unsupported token ')' at char 1, must be: '(', NOT, AT_LEAST"],
    ['ALARM(SampleQueue Oldest Age)', "unsupported token 'Oldest' at char 18, must be: ')'"],
    ['', 'its alarm rule is empty'],
    [' \n ', 'its alarm rule is empty'],
    ['web-latency', "unsupported token 'web-latency' at char 0"],
    ['ALARM(a) AND', 'unsupported the end of the text at char 12'],
    ['ALARM(a) ALARM(b)', "unsupported token 'ALARM' at char 9, must be: AND, OR or the end of the rule"],
    ['ALARM(a) and ALARM(b)', 'keywords are written in capitals'],
    ['alarm(a)', 'keywords are written in capitals'],
    ['ALARM()', 'must be: the name or ARN of an alarm'],
    ['ALARM("")', 'must be: the name or ARN of an alarm'],
    ['ALARM(a', "must be: ')'"],
    ['(ALARM(a)', "must be: AND, OR or ')'"],
    ['ALARM(a))', "unsupported token ')' at char 8"],
    ['ALARM("a)', 'the quote at char 6 is never closed'],
    ["ALARM('a)", 'the quote at char 6 is never closed'],
    ['ALARM("a"b)', "unsupported token 'b' at char 9"],
    ['"ALARM"(a)', "unsupported token 'ALARM' at char 0"],
    ['ALARM a', "must be: '('"],
    ['TRUE(a)', "unsupported token '(' at char 4"],
    ['AT_LEAST(0, ALARM, (a))', 'must be: a number of alarms from 1 or a percentage from 1% to 100%'],
    ['AT_LEAST(101%, ALARM, (a))', 'from 1% to 100%'],
    ['AT_LEAST(1.5, ALARM, (a))', 'a number of alarms'],
    ['AT_LEAST(-1, ALARM, (a))', 'a number of alarms'],
    ['AT_LEAST(3, ALARM, (a, b))', "',' and another alarm, as AT_LEAST asks for 3"],
    ['AT_LEAST(1, ALARM, ())', 'the name or ARN of an alarm'],
    ['AT_LEAST(1, ALARM, (a,))', 'the name or ARN of an alarm'],
    ['AT_LEAST(1, ALARM, a)', "must be: '('"],
    ['AT_LEAST(1, ALARM, ALARM(a), ALARM(b))', "must be: '('"],
    ['AT_LEAST(1, NOT NOT OK, (a))', 'ALARM, OK or INSUFFICIENT_DATA'],
    ['AT_LEAST(1, TRUE, (a))', 'ALARM, OK or INSUFFICIENT_DATA'],
  ])('says where it goes wrong and what belongs there: %s', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('is shown without what would harm a terminal', () => {
    expect(refusal('\u001b[31mALARM(a)')).not.toContain('\u001b');
  });

  it('has more than 500 elements: alarms, TRUE, FALSE and parentheses', () => {
    const ors = (count: number): string => Array.from({ length: count }, () => 'TRUE').join(' OR ');
    expect(isTrue(ors(500))).toBe(true);
    expect(refusal(ors(501))).toContain('more than 500 elements');
    expect(refusal(`(${ors(499)})`)).toContain('more than 500 elements');
  });

  it('names more than 100 alarms', () => {
    const anyOf = (count: number): string =>
      Array.from({ length: count }, (_, index) => `ALARM(a${String(index)})`).join(' OR ');
    expect(childrenOf(parsed(anyOf(100)))).toHaveLength(100);
    expect(childrenOf(parsed(`${anyOf(100)} OR OK(a0)`))).toHaveLength(100);
    expect(refusal(anyOf(101))).toContain('more than 100 alarms');
  });

  it('is longer than 10,240 characters', () => {
    expect(refusal(`TRUE${' '.repeat(10_240)}`)).toContain('more than 10240 characters');
  });

  it('exhausts nothing, however it nests', () => {
    expect(refusal('('.repeat(10_000))).toContain('more than 500 elements');
    expect(refusal('NOT '.repeat(2_000))).toContain('the end of the text');
    expect(isTrue(`${'NOT '.repeat(2_000)}TRUE`)).toBe(true);
    expect(isTrue(`${'NOT ('.repeat(249)}TRUE${')'.repeat(249)}`)).toBe(false);
    expect(refusal(`ALARM(${'"\\'.repeat(5_000)}`)).toContain('never closed');
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      'ALARM(',
      'OK(',
      'AT_LEAST(2, ALARM, (',
      'a',
      '"b',
      '"',
      "'",
      '\\',
      ')',
      '(',
      ',',
      ' AND ',
      ' OR ',
      'NOT ',
      'TRUE',
    ],
  );
  it('is a rule or an explanation', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          const rule = parseAlarmRule(text);
          if ('unsupported' in rule) expect(rule.unsupported).toMatch(/^its alarm rule /u);
          else expect(typeof holds(rule, () => 'OK')).toBe('boolean');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a rule written out', () => {
  const name = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' });
  const state = fc.constantFrom(...STATES);
  const { rule } = fc.letrec<{ rule: AlarmRule }>((tie) => ({
    rule: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
      fc.record({ kind: fc.constant('state' as const), state, alarm: name }),
      fc.record({
        kind: fc.constant('at-least' as const),
        percent: fc.integer({ min: 1, max: 100 }),
        state,
        negated: fc.boolean(),
        alarms: fc.array(name, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('not' as const), rule: tie('rule') }),
      fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        rules: fc.array(tie('rule'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));
  const quoted = (text: string): string => `"${text.replace(/["\\]/gu, '\\$&')}"`;
  const written = (it: AlarmRule): string => {
    switch (it.kind) {
      case 'constant':
        return it.value ? 'TRUE' : 'FALSE';
      case 'state':
        return `${it.state}(${quoted(it.alarm)})`;
      case 'at-least': {
        const amount = 'count' in it ? String(it.count) : `${String(it.percent)}%`;
        return `AT_LEAST(${amount}, ${it.negated ? 'NOT ' : ''}${it.state}, (${it.alarms.map(quoted).join(', ')}))`;
      }
      case 'not':
        return `NOT (${written(it.rule)})`;
      case 'all':
      case 'any':
        return it.rules.map((each) => `(${written(each)})`).join(it.kind === 'all' ? ' AND ' : ' OR ');
    }
  };
  it('means the same when it is read again', () => {
    fc.assert(
      fc.property(rule, (original) => {
        const text = written(original);
        fc.pre(text.length <= 2_000);
        const states: Record<string, AlarmState> = {};
        childrenOf(original).forEach((child, index) => (states[child] = STATES[index % 3] ?? 'OK'));
        const stateOf = (child: string): AlarmState => states[child] ?? expect.fail(`unknown alarm ${child}`);
        const again = parsed(text);
        expect(childrenOf(again)).toEqual(childrenOf(original));
        expect(holds(again, stateOf)).toBe(holds(original, stateOf));
      }),
      { numRuns: 300 },
    );
  });
});
