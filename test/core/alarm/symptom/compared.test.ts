import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compared, comparedOf } from '../../../../lib/core/alarm/symptom/compared.ts';

type Query = Record<string, unknown>;

const metric = (id: string, name: string, rest: Query = {}): Query => ({
  id,
  metricStat: { metric: { namespace: 'Shop', name, dimensions: { Service: 'web' } }, period: 60, stat: 'Sum' },
  returnData: false,
  ...rest,
});

const expression = (text: string, rest: Query = {}): Query => ({
  id: 'e1',
  expression: text,
  returnData: true,
  ...rest,
});

const watched = (...metrics: readonly Query[]): Compared => comparedOf({ metrics });

const nameOf = ({ metric: of }: Compared): string | undefined => of?.name;

describe('what is watched', () => {
  it('is the metric, with its statistic, its dimensions and its period', () => {
    expect(watched(metric('m1', 'Orders', { returnData: true }))).toEqual({
      metric: { namespace: 'Shop', name: 'Orders', stat: 'Sum', dimensions: new Map([['Service', 'web']]) },
      periodSeconds: 60,
      isItself: true,
    });
  });

  it.each(['FILL(m1,0)', ' fill( m1 , REPEAT ) ', 'm1', 'FILL(m1, 0.5)'])('is the metric itself where %s', (text) => {
    const looked = watched(expression(text), metric('m1', 'Orders'));
    expect([nameOf(looked), looked.isItself]).toEqual(['Orders', true]);
  });

  it.each(['m1 + m2', 'RATE(m1)', 'FILL(m1,0)/m2', 'SUM([m1, m2])', '100-m1', 'ABS(m1)'])(
    'is made of the first metric that %s names',
    (text) => {
      const looked = watched(expression(text), metric('m2', 'Calls'), metric('m1', 'Orders'));
      expect([nameOf(looked), looked.isItself]).toEqual(['Orders', false]);
    },
  );

  it.each([
    ['100*m1/m2', true],
    ['(m1 / m2) * 100', true],
    ['100.0 * m1', true],
    ['m1*1000', false],
    ['2100*m1', false],
    ['m1/100', false],
    ['100-m1', false],
  ])('is a percentage only where %s multiplies by 100', (text, isPercent) => {
    expect(watched(expression(text), metric('m1', 'Orders')).isPercent === true).toBe(isPercent);
  });

  it.each([
    [{ label: 'Order failures' }, 'Order failures'],
    [{ label: 'e1' }, undefined],
    [{ label: 'm1+m2' }, undefined],
    [{ label: '  ' }, undefined],
    [{ label: '12' }, undefined],
    [{ label: 7 }, undefined],
    [{}, undefined],
  ])('is called by %j', (rest, label) => {
    expect(watched(expression('m1+m2', rest), metric('m1', 'Orders')).label).toBe(label);
  });

  it.each([
    ['SELECT AVG(ConsumedWriteCapacityUnits) FROM "AWS/DynamoDB" GROUP BY TableName', 'AWS/DynamoDB', 'AVG'],
    ['SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId)', 'AWS/EC2', 'MAX'],
    ['select sum("Order Failures") from Shop', 'Shop', 'sum'],
  ])('is the metric that a query selects: %s', (text, namespace, stat) => {
    const looked = watched(expression(text, { period: 300 }));
    expect(looked).toMatchObject({ metric: { namespace, stat }, isItself: true, periodSeconds: 300 });
  });

  it('is what the alarm compares, not the band that it compares with', () => {
    const band = { id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 2)', returnData: true };
    expect(nameOf(watched(band, metric('m1', 'Orders', { returnData: true })))).toBe('Orders');
  });

  it('is the first of several that are returned', () => {
    const [one, other] = [metric('m1', 'Orders', { returnData: true }), metric('m2', 'Calls', { returnData: true })];
    expect(nameOf(watched(one, other))).toBe('Orders');
  });

  it('is nothing where nothing tells', () => {
    expect([comparedOf({}), watched(), comparedOf({ metrics: 'x' })]).toEqual(Array(3).fill({ isItself: false }));
  });

  it('is read from whatever stands there', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.string(), (metrics, text) => {
        expect(() => comparedOf({ metrics: [...metrics, expression(text)] })).not.toThrow();
      }),
    );
  });
});
