/** Broken at spaces; a word longer than a line stays whole. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
};

/** Cut to so many columns; `…` stands for what is missing. */
export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1)).trimEnd()}…`;

/** Rows in aligned columns two spaces apart; the last column takes what is left of the width, at least 12. */
export const table = (rows: readonly (readonly string[])[], width: number): readonly string[] => {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns - 1 }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const taken = widths.reduce((sum, one) => sum + one + 2, 0);
  return rows.map((row) => {
    const cells = row.slice(0, -1).map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2));
    return (cells.join('') + cut(row.at(-1) ?? '', Math.max(12, width - taken))).trimEnd();
  });
};
