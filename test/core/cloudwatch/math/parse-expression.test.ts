import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from '../../../../lib/core/cloudwatch/math/expression.ts';
import { parseExpression } from '../../../../lib/core/cloudwatch/math/parse-expression.ts';

/** The expression with every part in parentheses. */
const shown = (expression: Expression): string => {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'reference':
      return expression.id;
    case 'word':
      return expression.word;
    case 'text':
      return JSON.stringify(expression.text);
    case 'array':
      return `[${expression.items.map(shown).join(',')}]`;
    case 'call':
      return `${expression.name}(${expression.args.map(shown).join(',')})`;
    case 'negation':
      return `(-${shown(expression.of)})`;
    case 'operation':
      return `(${shown(expression.left)}${expression.operator}${shown(expression.right)})`;
  }
};

const read = (text: string): string => {
  const expression = parseExpression(text);
  return 'unsupported' in expression ? expression.unsupported : shown(expression);
};

describe('the text of an expression', () => {
  it.each([
    ['m1', 'm1'],
    [' \t m1 \n', 'm1'],
    ['e1Total_2', 'e1Total_2'],
    ['5', '5'],
    ['50.25', '50.25'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['2.5e3', '2500'],
    ['1E-3', '0.001'],
    ['METRICS()', 'METRICS()'],
    ['METRICS("4xx")', 'METRICS("4xx")'],
    ["METRICS('4xx')", 'METRICS("4xx")'],
    ['SUM([METRICS("4xx"), m1])', 'SUM([METRICS("4xx"),m1])'],
    ['FILL( m1 , REPEAT )', 'FILL(m1,REPEAT)'],
    ['SORT(METRICS(), AVG, DESC, 10)', 'SORT(METRICS(),AVG,DESC,10)'],
    ['ANOMALY_DETECTION_BAND(m1, 2)', 'ANOMALY_DETECTION_BAND(m1,2)'],
    ['m1 && m2 || m3', '((m1ANDm2)ORm3)'],
  ])('%j is read as %j', (text, meaning) => {
    expect(read(text)).toBe(meaning);
  });

  it.each([
    ['1+2*3', '(1+(2*3))'],
    ['1*2+3', '((1*2)+3)'],
    ['(1+2)*3', '((1+2)*3)'],
    ['1-2-3', '((1-2)-3)'],
    ['8/4/2', '((8/4)/2)'],
    ['8/4*2', '((8/4)*2)'],
    ['2^3^2', '(2^(3^2))'],
    ['2*3^2', '(2*(3^2))'],
    ['-2^2', '(-(2^2))'],
    ['2^-1*3', '((2^(-1))*3)'],
    ['-m1*5', '((-m1)*5)'],
    ['5--m1', '(5-(-m1))'],
    ['m1+1>m2*2', '((m1+1)>(m2*2))'],
    ['m1>1==m2>1', '((m1>1)==(m2>1))'],
    ['m1>1 AND m2>1 OR m3>1', '(((m1>1)AND(m2>1))OR(m3>1))'],
    ['m1 OR m2 AND m3', '(m1OR(m2ANDm3))'],
    ['m1 AND m2 == 3', '(m1AND(m2==3))'],
  ])('%j binds as %j', (text, grouped) => {
    expect(read(text)).toBe(grouped);
  });
});

describe('a text that is no metric math', () => {
  it.each([
    ['', 'at character 1: expected a number, an id, a function, ( or [, found the end'],
    ['m1+', 'at character 4: expected a number, an id, a function, ( or [, found the end'],
    ['m1 m2', 'at character 4: expected an operator or the end, found "m2"'],
    ['2m1', 'at character 2: expected an operator or the end, found "m1"'],
    ['(m1', 'at character 4: expected an operator or ), found the end'],
    ['m1)', 'at character 3: expected an operator or the end, found ")"'],
    ['SUM(m1', 'at character 7: expected an operator, a comma or ), found the end'],
    ['SUM(m1,)', 'at character 8: expected a number, an id, a function, ( or [, found ")"'],
    ['[m1 m2]', 'at character 5: expected an operator, a comma or ], found "m2"'],
    ['m1 = 3', 'at character 4: expected == to compare, found "="'],
    ['m1 & m2', 'at character 4: expected && or AND, found "&"'],
    ['METRICS("a)', 'at character 9: expected a closing " of this text, found "\\""'],
    ['METRICS(“a”)', 'at character 9: expected metric math, found "“"'],
    ['m1 % 2', 'at character 4: expected metric math, found "%"'],
    ['avg(m1)', 'at character 1: expected the name of a function in uppercase letters, found "avg"'],
    ['1e999', 'at character 1: expected a number up to 1.8e308, found "1e999"'],
    [
      'SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/EC2")',
      'a Metrics Insights query (SELECT …) is answered by CloudWatch alone',
    ],
  ])('%j is answered with where and what', (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  it('is refused when it is longer than CloudWatch takes', () => {
    expect(read('1+'.repeat(1_023) + '1')).toMatch(/^\(/u);
    expect(read('1+'.repeat(1_024) + '1')).toBe('the expression has 2049 characters; CloudWatch takes at most 2048');
  });

  it.each([
    ['parentheses', '('],
    ['brackets', '['],
    ['signs', '-'],
    ['functions', 'SUM('],
    ['powers', '2^'],
  ])('is refused when %s nest without end', (_, opening) => {
    expect(read(opening.repeat(400))).toMatch(/^at character \d+: expected at most 100 levels of nesting, found/u);
  });

  it('never ends in an exception', () => {
    const fragment = fc.constantFrom(
      'm1',
      '(',
      ')',
      '[',
      ']',
      ',',
      '-',
      '^',
      'SUM(',
      '"',
      "'",
      '1e',
      '.',
      '&&',
      ' ',
      '=',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        expect(read(given)).toBeTypeOf('string');
      }),
    );
  });
});
