/** Between what the values lay that an alarm looked at; `none`: there was not one. */
export type ValueRange = { readonly lowest: number; readonly highest: number } | 'none';

export const valueRangeOf = (values: Float64Array): ValueRange => {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return lowest > highest ? 'none' : { lowest, highest };
};
