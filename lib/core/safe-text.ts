/** Longer input is cut before it is cleaned, so that a huge text costs no more than a long one. */
const CLEANED_AT_MOST = 8;

/** Nearly all text: nothing to clean, and each character a code point. */
const PLAIN = /^[ -~]*$/u;

/**
 * Text that can be shown anywhere on one line: at most `limit` code points, whole ones. Control characters and line
 * separators become spaces; bidi, zero-width and other format characters and lone surrogates are removed.
 */
export const safeText = (text: string, limit: number): string => {
  const read = text.slice(0, limit * CLEANED_AT_MOST);
  if (PLAIN.test(read)) return read.slice(0, limit);
  const clean = read.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/[\p{Cf}\p{Cs}]/gu, '');
  return clean.length <= limit ? clean : Array.from(clean).slice(0, limit).join('');
};

/** What was given, for a message to people: short, quoted, safe. */
export const shownValue = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(safeText(value, 60));
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
};
