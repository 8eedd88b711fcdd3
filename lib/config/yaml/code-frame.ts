/** What is shown of the file where something is wrong: harmless text. */
export interface CodeFrame {
  readonly line: string;
  /** What it points at, as indexes into the line; they may lie behind its end. */
  readonly from: number;
  readonly to: number;
}

/** As long as it was, so that the pointer stays right. */
const harmless = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => ' '.repeat(character.length)).trimEnd();

/** Frames what stands between two offsets of a text, of its first line; undefined: nothing is to be seen there. */
export const frameOf = (text: string, [begin, end]: readonly [number, number]): CodeFrame | undefined => {
  const start = text.lastIndexOf('\n', begin - 1) + 1;
  const stop = text.indexOf('\n', start);
  const line = harmless(text.slice(start, stop < 0 ? undefined : stop));
  const from = begin - start;
  return line.trim() === '' ? undefined : { line, from, to: Math.max(from + 1, Math.min(end - start, line.length)) };
};
