/** Rows aligned under their headings: the first column to the left, numbers to the right. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const aligned = (line: readonly string[]): string =>
    widths
      .map((width, column) => (column === 0 ? (line[0] ?? '').padEnd(width) : (line[column] ?? '').padStart(width)))
      .join('  ');
  return lines.map(aligned).join('\n');
};

export const perSecond = (count: number, ms: number): number => Math.round((1000 * count) / ms);

export const whole = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });
