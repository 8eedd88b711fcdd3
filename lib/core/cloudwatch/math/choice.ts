import { type OneSeries, type Scalar, series, type Term } from './term.ts';

type Plain = Scalar | OneSeries;

const NOTHING = series(false, ({ frame }) => new Float64Array(frame.count).fill(NaN));

const chosen = (branch: Float64Array | number, index: number, whereMissing: number): number => {
  if (typeof branch === 'number') return branch;
  const value = branch[index] ?? NaN;
  return Number.isNaN(value) ? whereMissing : value;
};

/** A true condition without a value beside it gives 0, where the value is a series. */
const bySeries = (condition: OneSeries, whenTrue: Plain, whenFalse: Plain): Term =>
  series(condition.windowed || whenTrue.windowed || whenFalse.windowed, (run) => {
    const [onTrue, onFalse] = [whenTrue.of(run), whenFalse.of(run)];
    const results = condition.of(run).slice();
    for (let index = 0; index < results.length; index += 1) {
      const value = results[index] ?? NaN;
      if (value === 0) results[index] = chosen(onFalse, index, NaN);
      else if (!Number.isNaN(value)) results[index] = chosen(onTrue, index, 0);
    }
    return results;
  });

const byScalar = (condition: Scalar, whenTrue: OneSeries, whenFalse: OneSeries): Term =>
  series(condition.windowed || whenTrue.windowed || whenFalse.windowed, (run) => {
    const value = condition.of(run);
    if (Number.isNaN(value)) return NOTHING.of(run);
    return value === 0 ? whenFalse.of(run) : whenTrue.of(run);
  });

const isPlain = (term: Term | undefined): term is Plain => term?.kind === 'series' || term?.kind === 'scalar';

const byNumber = (condition: Scalar, whenTrue: Plain, whenFalse: Plain): Term | undefined =>
  whenTrue.kind === 'series' && whenFalse.kind === 'series' ? byScalar(condition, whenTrue, whenFalse) : undefined;

/**
 * IF(condition, value, otherwise): no value where the condition has none, and where it is false (0) without another.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions
 */
export const choice = ([condition, whenTrue, whenFalse = NOTHING, ...rest]: readonly Term[]): Term | undefined => {
  if (rest.length > 0 || !isPlain(condition) || !isPlain(whenTrue) || !isPlain(whenFalse)) return undefined;
  return condition.kind === 'series'
    ? bySeries(condition, whenTrue, whenFalse)
    : byNumber(condition, whenTrue, whenFalse);
};
