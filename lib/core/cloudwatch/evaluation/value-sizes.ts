/** How large the values were that an alarm looked at, whatever their sign; `none`: there was not one. */
export type ValueSizes = { readonly smallest: number; readonly largest: number } | 'none';

export const valueSizesOf = (values: Float64Array): ValueSizes => {
  let [smallest, largest] = [Infinity, -Infinity];
  for (const value of values) {
    const size = Math.abs(value);
    if (size < smallest) smallest = size;
    if (size > largest) largest = size;
  }
  return smallest > largest ? 'none' : { smallest, largest };
};
