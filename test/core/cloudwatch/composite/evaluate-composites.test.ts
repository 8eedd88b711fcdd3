import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChildHistory, CompositeSpan } from '../../../../lib/core/cloudwatch/composite/composite-history.ts';
import {
  type CompositeHistory,
  evaluateComposites,
} from '../../../../lib/core/cloudwatch/composite/evaluate-composites.ts';
import type { AlarmState, CompositeAlarm } from '../../../../lib/core/alarm/definition.ts';
import type { Unsupported } from '../../../../lib/core/series/series.ts';
import { instantOf, MINUTE } from '../../../../lib/core/time.ts';

const START = Date.parse('2022-07-22T15:50:45.394Z');
const at = (minutes: number): string => instantOf(START + minutes * MINUTE);
const span: CompositeSpan = { from: at(0), to: at(60), location: { account: '123456789012', region: 'us-east-1' } };
const arnOf = (name: string): string => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
/** First whole minute of the span. */
const CREATED = '2022-07-22T15:51:00.000Z';

/** `7 ALARM, 9 OK`: minutes of the span. */
const child = (text: string): ChildHistory => {
  let from: AlarmState = 'INSUFFICIENT_DATA';
  const transitions =
    text === ''
      ? []
      : text.split(', ').map((change) => {
          const [minutes, to] = change.split(' ');
          const transition = { at: at(Number(minutes)), from, to: to as AlarmState };
          from = transition.to;
          return transition;
        });
  return { transitions };
};
const children = (given: Readonly<Record<string, string>>): Map<string, ChildHistory> =>
  new Map(Object.entries(given).map(([name, text]) => [name, child(text)]));
const evaluated = (
  alarms: readonly CompositeAlarm[],
  given: ReadonlyMap<string, ChildHistory | Unsupported>,
  over: CompositeSpan = span,
): Map<string, CompositeHistory | Unsupported> => evaluateComposites(alarms, given, over);
const historyOf = (results: ReadonlyMap<string, CompositeHistory | Unsupported>, name = 'impact'): CompositeHistory => {
  const result = results.get(name);
  if (result === undefined) expect.fail(`there is no result for ${name}`);
  if ('unsupported' in result) expect.fail(result.unsupported);
  return result;
};
const refusalOf = (results: ReadonlyMap<string, CompositeHistory | Unsupported>, name = 'impact'): string => {
  const result = results.get(name);
  return result !== undefined && 'unsupported' in result ? result.unsupported : expect.fail('it is evaluated');
};
const impact = (rule: string): CompositeAlarm => ({ name: 'impact', rule });
const pathOf = ({ transitions }: CompositeHistory): string[] => transitions.map(({ at, to }) => `${at} ${to}`);

describe('a composite alarm', () => {
  it('is in ALARM while its rule is true', () => {
    const history = historyOf(
      evaluated(
        [impact('ALARM(latency) AND NOT ALARM(deploying)')],
        children({
          latency: '1 OK, 7 ALARM, 20 OK',
          deploying: '1 OK, 10 ALARM, 15 OK',
        }),
      ),
    );
    expect(pathOf(history)).toEqual([
      `${CREATED} OK`,
      `${at(7)} ALARM`,
      `${at(10)} OK`,
      `${at(15)} ALARM`,
      `${at(20)} OK`,
    ]);
    expect(history.stateAtEnd).toBe('OK');
    // Its first, then one for each change below it.
    expect(history.evaluations).toBe(6);
  });

  it('finds its alarms by name and by ARN', () => {
    const rule = `ALARM("${arnOf('latency')}") AND ALARM(errors)`;
    const history = historyOf(evaluated([impact(rule)], children({ latency: '7 ALARM', errors: '8 ALARM' })));
    expect(history.stateAtEnd).toBe('ALARM');
  });

  it('sees alarms that change at one instant together', () => {
    const history = historyOf(
      evaluated([impact('ALARM(a) AND OK(b)')], children({ a: '2 ALARM, 5 OK, 9 ALARM', b: '5 OK, 9 ALARM' })),
    );
    expect(pathOf(history)).toEqual([`${CREATED} OK`]);
    expect(history.evaluations).toBe(4);
  });

  it('follows composite alarms, whatever their order, at the same instant', () => {
    const alarms = [
      { name: 'outer', rule: 'ALARM(inner) OR ALARM(b)' },
      { name: 'inner', rule: 'ALARM(a)' },
    ];
    const results = evaluated(alarms, children({ a: '1 OK, 7 ALARM, 9 OK', b: '1 OK' }));
    expect([...results.keys()]).toEqual(['outer', 'inner']);
    expect(pathOf(historyOf(results, 'outer'))).toEqual([`${CREATED} OK`, `${at(7)} ALARM`, `${at(9)} OK`]);
  });

  it('leaves INSUFFICIENT_DATA when it is first evaluated and never returns', () => {
    const history = historyOf(evaluated([impact('ALARM(a)')], children({ a: '' })));
    expect(pathOf(history)).toEqual([`${CREATED} OK`]);
    expect(history.transitions[0]?.from).toBe('INSUFFICIENT_DATA');
  });

  it('is first evaluated with the first of its alarms, where that is told', () => {
    const given = new Map([['a', { ...child('10 OK'), firstEvaluatedAt: at(5) }]]);
    const results = evaluated([impact('ALARM(a)'), { name: 'outer', rule: 'OK(impact)' }], given);
    expect(pathOf(historyOf(results))).toEqual([`${at(5)} OK`]);
    expect(historyOf(results).evaluations).toBe(2);
    expect(pathOf(historyOf(results, 'outer'))).toEqual([`${at(5)} ALARM`]);
  });

  it('without any alarm in its rule is evaluated once', () => {
    const history = historyOf(evaluated([impact('TRUE')], new Map()));
    expect(pathOf(history)).toEqual([`${CREATED} ALARM`]);
    expect(history.evaluations).toBe(1);
  });

  it('is not evaluated in a span without a whole minute', () => {
    const history = historyOf(evaluated([impact('TRUE')], new Map(), { from: at(0), to: at(0.1) }));
    expect(history).toMatchObject({ transitions: [], evaluations: 0, stateAtEnd: 'INSUFFICIENT_DATA' });
  });

  it('is evaluated at the end of the span itself, and not after it', () => {
    const history = historyOf(evaluated([impact('ALARM(a)')], children({ a: '60 ALARM, 61 OK' })));
    expect(history.transitions.at(-1)).toMatchObject({ at: at(60), to: 'ALARM' });
    expect(history.evaluations).toBe(2);
  });

  it('passes on what of its alarms is approximate', () => {
    const given = new Map([['a', { ...child('1 OK'), approximations: ['a band of our own'] }]]);
    expect(historyOf(evaluated([impact('ALARM(a) OR OK(a)')], given)).approximations).toEqual(['a band of our own']);
  });
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html, composite alarm.
describe('the reason of a composite alarm', () => {
  it('names the alarm that changed, as CloudWatch does', () => {
    const history = historyOf(evaluated([impact('ALARM(FirstChild)')], children({ FirstChild: '1 OK, 7 ALARM' })));
    expect(history.transitions.at(-1)).toEqual({
      at: '2022-07-22T15:57:45.394Z',
      from: 'OK',
      to: 'ALARM',
      reason: `${arnOf('FirstChild')} transitioned to ALARM at Friday 22 July, 2022 15:57:45 UTC`,
      reasonData: {
        triggeringAlarms: [
          { arn: arnOf('FirstChild'), state: { value: 'ALARM', timestamp: '2022-07-22T15:57:45.394+0000' } },
        ],
      },
    });
  });

  it('names every alarm and its state when none changed', () => {
    const [first] = historyOf(evaluated([impact('ALARM(a) OR ALARM(b)')], children({ a: '7 OK', b: '' }))).transitions;
    const state = { value: 'INSUFFICIENT_DATA', timestamp: '2022-07-22T15:50:45.394+0000' };
    expect(first?.reason).toBe(`${arnOf('impact')} was created and its alarm rule evaluates to OK`);
    expect(first?.reasonData.triggeringAlarms).toEqual([
      { arn: arnOf('a'), state },
      { arn: arnOf('b'), state },
    ]);
  });

  it('names, of alarms that change together, the ones that decide', () => {
    const together = children({ a: '1 ALARM, 7 OK', b: '7 ALARM', c: '7 ALARM' });
    const arnsFor = (rule: string): (string | undefined)[] =>
      historyOf(evaluated([impact(rule)], together))
        .transitions.at(-1)
        ?.reasonData.triggeringAlarms.map(({ arn }) => arn) ?? [];
    expect(arnsFor('ALARM(b) OR (ALARM(a) AND OK(c))')).toEqual([arnOf('b')]);
    expect(arnsFor('ALARM(b) AND ALARM(c)')).toEqual([arnOf('b'), arnOf('c')]);
    expect(arnsFor('ALARM(b) OR ALARM(c)')).toEqual([arnOf('b'), arnOf('c')]);
  });

  it('writes an alarm as the rule does where account and Region are not known', () => {
    const over = { from: span.from, to: span.to };
    const arn = arnOf('a').replace('us-east-1', 'eu-west-1');
    const reasons = (rule: string): string[] =>
      historyOf(evaluated([impact(rule)], children({ a: '7 ALARM' }), over)).transitions.map(({ reason }) => reason);
    expect(reasons('ALARM(a)')[1]).toMatch(/^a transitioned to ALARM at /u);
    expect(reasons(`ALARM("${arn}")`)[1]).toContain(`${arn} transitioned`);
    expect(reasons(`ALARM(a)`)[0]).toBe('impact was created and its alarm rule evaluates to OK');
  });

  it('knows the partitions of China and GovCloud', () => {
    const inRegion = (region: string): string | undefined =>
      historyOf(evaluated([impact('TRUE')], new Map(), { ...span, location: { account: '123456789012', region } }))
        .transitions[0]?.reason;
    expect(inRegion('cn-north-1')).toMatch(/^arn:aws-cn:cloudwatch:cn-north-1:/u);
    expect(inRegion('us-gov-west-1')).toMatch(/^arn:aws-us-gov:cloudwatch:/u);
  });
});

describe('a composite alarm that cannot be evaluated', () => {
  it('says what is wrong with its rule', () => {
    expect(refusalOf(evaluated([impact('ALARM(a')], children({ a: '' })))).toContain("must be: ')'");
  });

  it('names the alarm that is missing', () => {
    expect(refusalOf(evaluated([impact('ALARM(a) OR ALARM(b)')], children({ a: '' })))).toBe(
      'it depends on the alarm "b", which cannot be evaluated: it is not among the alarms given, add it to them',
    );
  });

  it('names the alarm at the root, however deep it lies', () => {
    const given = new Map([['p99', { unsupported: 'percentiles cannot be combined' }]]);
    const alarms = ['p99', 'level-1', 'level-2'].map((below, index) => ({
      name: `level-${String(index + 1)}`,
      rule: `ALARM(${below})`,
    }));
    const results = evaluated(alarms, given);
    for (const { name } of alarms) {
      expect(refusalOf(results, name)).toBe(
        'it depends on the alarm "p99", which cannot be evaluated: percentiles cannot be combined',
      );
    }
  });

  it('names the cycle that its rule leads into, others are evaluated', () => {
    const alarms = [
      { name: 'a', rule: 'ALARM(b)' },
      { name: 'b', rule: `OK("${arnOf('c')}") OR ALARM(leaf)` },
      { name: 'c', rule: 'ALARM(a)' },
      { name: 'itself', rule: 'NOT ALARM(itself)' },
      { name: 'above', rule: 'ALARM(leaf) OR ALARM(c)' },
      impact('ALARM(leaf)'),
    ];
    const results = evaluated(alarms, children({ leaf: '7 ALARM' }));
    expect(refusalOf(results, 'a')).toContain('cycle, which CloudWatch does not evaluate: "a" → "b" → "c" → "a"; set');
    expect(refusalOf(results, 'above')).toMatch(/"a" → "b" → "c" → "a"|"c" → "a" → "b" → "c"/u);
    expect(refusalOf(results, 'itself')).toContain('"itself" → "itself"');
    expect(historyOf(results).stateAtEnd).toBe('ALARM');
  });

  it('is found quickly among many', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `a${String(index)}`);
    const chained = (last: string): CompositeAlarm[] =>
      names.map((name, index) => ({ name, rule: `ALARM(${names[index + 1] ?? last})` }));
    expect(refusalOf(evaluated(chained('a0'), new Map()), 'a7')).toContain('"a0" → "a1"');
    expect(refusalOf(evaluated(chained('nobody'), new Map()), 'a0')).toContain('"nobody"');
    expect(historyOf(evaluated(chained('leaf'), children({ leaf: '7 ALARM' })), 'a0').stateAtEnd).toBe('ALARM');
  });
});

describe('a composite alarm that may be suppressed', () => {
  const suppressed = (suppressor: string): CompositeAlarm => ({
    name: 'impact',
    rule: 'ALARM(a)',
    suppressor: { alarm: suppressor, waitSeconds: 120, extensionSeconds: 180 },
  });

  it('acts at each change where there is no suppressor', () => {
    const history = historyOf(evaluated([impact('ALARM(a)')], children({ a: '7 ALARM' })));
    expect(history.actions).toEqual([
      { at: CREATED, state: 'OK' },
      { at: at(7), state: 'ALARM' },
    ]);
    expect(history.repeated).toEqual([]);
  });

  it('says so in its changes and repeats the one on which it acts late', () => {
    const history = historyOf(
      evaluated([suppressed(arnOf('maintenance'))], children({ a: '7 ALARM', maintenance: '8 ALARM, 20 OK' })),
    );
    expect(history.transitions.at(-1)).toMatchObject({
      from: 'OK',
      to: 'ALARM',
      actionsSuppressedBy: 'WaitPeriod',
      actionsSuppressedReason: 'Actions suppressed by WaitPeriod',
    });
    expect(history.actions).toMatchObject([{ state: 'OK' }, { at: at(23), state: 'ALARM' }]);
    const [, repeated] = history.repeated;
    expect(repeated).toEqual({
      at: at(23),
      from: 'ALARM',
      to: 'ALARM',
      reason: `${arnOf('a')} transitioned to ALARM at Friday 22 July, 2022 15:57:45 UTC`,
      reasonData: history.transitions.at(-1)?.reasonData,
    });
  });

  it('may be suppressed by another composite alarm', () => {
    const alarms = [suppressed('either'), { name: 'either', rule: 'ALARM(b) OR ALARM(c)' }];
    const history = historyOf(evaluated(alarms, children({ a: '7 ALARM', b: '1 OK', c: '2 ALARM' })));
    expect(history.transitions.at(-1)?.actionsSuppressedBy).toBe('Alarm');
    expect(history.actions).toMatchObject([]);
  });

  it('keeps its states but not its actions where the suppressor is missing', () => {
    const history = historyOf(evaluated([suppressed('nobody')], children({ a: '7 ALARM' })));
    expect(history.stateAtEnd).toBe('ALARM');
    expect(history.actions).toEqual({ unsupported: expect.stringContaining('"nobody"') as string });
  });
});

describe('any composite alarms over any alarms', () => {
  const minutes = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 8 });
  const leaf = minutes.map((all) =>
    all
      .sort((one, other) => one - other)
      .map((minute, index) => `${String(minute)} ${['OK', 'ALARM', 'INSUFFICIENT_DATA'][index % 3] ?? ''}`)
      .join(', '),
  );
  const stateAt = ({ transitions }: Pick<ChildHistory, 'transitions'>, instant: string): AlarmState =>
    transitions.findLast((transition) => transition.at <= instant)?.to ?? 'INSUFFICIENT_DATA';

  it('are at every minute what their rules say of the alarms at that minute', () => {
    fc.assert(
      fc.property(leaf, leaf, (a, b) => {
        const given = children({ a, b });
        const alarms = [
          { name: 'outer', rule: 'ALARM(inner) OR INSUFFICIENT_DATA(b)' },
          { name: 'inner', rule: 'AT_LEAST(50%, ALARM, (a, b)) AND NOT OK(a)' },
        ];
        const results = evaluated(alarms, given);
        for (let minute = 1; minute <= 60; minute += 1) {
          const [isA, isB] = [a, b].map((text) => stateAt(child(text), at(minute)));
          const inner = (isA === 'ALARM' || isB === 'ALARM') && isA !== 'OK';
          expect(stateAt(historyOf(results, 'inner'), at(minute))).toBe(inner ? 'ALARM' : 'OK');
          const outer = inner || isB === 'INSUFFICIENT_DATA';
          expect(stateAt(historyOf(results, 'outer'), at(minute))).toBe(outer ? 'ALARM' : 'OK');
        }
        const instants = new Set([CREATED, ...[...given.values()].flatMap((one) => one.transitions.map((t) => t.at))]);
        expect(historyOf(results, 'outer').evaluations).toBe(instants.size);
      }),
      { numRuns: 200 },
    );
  });
});
