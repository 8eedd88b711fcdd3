import { describe, expect, it } from 'vitest';
import { measuredFrom } from '../../../lib/core/service/measurement.ts';
import { gauge, named } from '../../../lib/core/service/service-signals.ts';

interface Fields {
  readonly queue: string;
  readonly table?: string;
  readonly index?: string;
}

const read = named('Shop', {});
const from = (fields: Fields): ReturnType<typeof measuredFrom<Fields>> => measuredFrom('workload', fields);

describe('what is measured from optional fields', () => {
  it('has a signal where all that it needs are given', () => {
    const measurement = from({ queue: 'q', table: 't' })(['table'], ({ table }) => gauge(read(table), 'Sum'));
    expect(measurement).toEqual({ signal: gauge(read('t'), 'Sum') });
  });

  it('lacks those that are not given, in the order of its needs, by their place in tocsin.yaml', () => {
    const signal = gauge(read('t'), 'Sum');
    expect(from({ queue: 'q' })(['table', 'index'], () => signal)).toEqual({
      lacks: ['workload.table', 'workload.index'],
    });
    expect(from({ queue: 'q', table: 't' })(['table', 'index'], () => signal)).toEqual({ lacks: ['workload.index'] });
  });

  it('can neither need a field that there is not, nor use one that it does not need: the compiler refuses both', () => {
    // @ts-expect-error: a misspelt field.
    from({ queue: 'q' })(['tabel'], () => gauge(read('t'), 'Sum'));
    // @ts-expect-error: `index` may not be given.
    from({ queue: 'q', table: 't' })(['table'], ({ index }) => gauge(read(index), 'Sum'));
  });
});
