import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGroupOf } from '../../../lib/core/alarm/log-group.ts';

const ofFunction = (name: unknown, namespace = 'AWS/Lambda'): Record<string, unknown> => ({
  metricStat: { metric: { namespace, name: 'Errors', dimensions: { FunctionName: name } }, period: 60, stat: 'Sum' },
});

const found = (configuration: unknown): string | undefined => logGroupOf({ configuration }).logGroup;

describe('the log group of an alarm', () => {
  it.each([
    ['/aws/lambda/checkout', '/aws/lambda/checkout'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web', '/ecs/web'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:*', '/ecs/web'],
    ['arn:aws-cn:logs:cn-north-1:123456789012:log-group:a#b_c-d.e', 'a#b_c-d.e'],
    ['has space', undefined],
    ['https://evil.example/x', undefined],
    ['<script>', undefined],
    ['x'.repeat(513), undefined],
    ['', undefined],
    [7, undefined],
  ])('is the one whose lines it counts: %s', (identifier, name) => {
    expect(found({ logGroupIdentifiers: [identifier] })).toBe(name);
  });

  it('is that of the function whose metric it looks at', () => {
    expect(found({ metrics: [{ id: 'e', expression: 'm1' }, ofFunction('checkout')] })).toBe('/aws/lambda/checkout');
  });

  it.each([[ofFunction('checkout', 'Shop')], [ofFunction(undefined)], [ofFunction('no such name')], [{}]])(
    'is none where nothing tells: %j',
    (query) => {
      expect(found({ metrics: [query] })).toBeUndefined();
    },
  );

  it('is the first that is known of several', () => {
    expect(found({ logGroupIdentifiers: ['no such name', '/a'], metrics: [ofFunction('checkout')] })).toBe('/a');
  });

  it('is read from whatever stands there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('metrics', 'logGroupIdentifiers'), fc.jsonValue()), (configuration) => {
        expect(found(configuration) ?? '').toMatch(/^[\w./#-]{0,512}$/u);
      }),
    );
  });
});
