import type { Frame } from './frame.ts';
import { storable } from './operators.ts';
import { type Kernel, mapped } from './term.ts';

interface Point {
  readonly index: number;
  readonly value: number;
}

/** A value for every point that has another before it; missing points are neither. */
const fromPrevious =
  (change: (previous: Point, point: Point, frame: Frame) => number) =>
  (frame: Frame): Kernel =>
  (values) => {
    let previous: Point | undefined;
    return mapped(values, (value, index) => {
      if (Number.isNaN(value)) return NaN;
      const point: Point = { index, value };
      const changed = previous === undefined ? NaN : storable(change(previous, point, frame));
      previous = point;
      return changed;
    });
  };

const secondsBetween = (previous: Point, point: Point, { startOf }: Frame): number =>
  (startOf(point.index) - startOf(previous.index)) / 1_000;

export const differences = fromPrevious((previous, point) => point.value - previous.value);

export const timeDifferences = fromPrevious(secondsBetween);

export const rates = fromPrevious(
  (previous, point, frame) => (point.value - previous.value) / secondsBetween(previous, point, frame),
);

export const runningSum: Kernel = (values) => {
  let sum = 0;
  return mapped(values, (value) => {
    if (Number.isNaN(value)) return NaN;
    sum += value;
    return storable(sum);
  });
};

/** Gaps get the last value before them; there is none before the first. */
export const repeated: Kernel = (values) => {
  let last = NaN;
  return mapped(values, (value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
};

/** Gaps get the straight line between the values around them; before the first and after the last there is none. */
export const interpolated: Kernel = (values) => {
  const filled = values.slice();
  let before: Point | undefined;
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    if (before !== undefined) drawLine(filled, before, { index, value });
    before = { index, value };
  });
  return filled;
};

const drawLine = (values: Float64Array, from: Point, to: Point): void => {
  const slope = (to.value - from.value) / (to.index - from.index);
  for (let index = from.index + 1; index < to.index; index += 1) {
    values[index] = storable(from.value + slope * (index - from.index));
  }
};
