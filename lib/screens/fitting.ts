import { bytesOf, type Html } from './document.ts';

/** A whole screen at most: a second at the edge of a mobile network. What its reader has typed is never cut for it. */
export const SCREEN_BYTES = 30_720;

/** As many of the first as fit, one at least; what does not fit is not even made. */
export const fitting = async <T>(
  items: readonly T[],
  bytes: number,
  show: (item: T) => Html,
): Promise<readonly Html[]> => {
  const shown: Html[] = [];
  let used = 0;
  for (const item of items) {
    const one = show(item);
    used += await bytesOf(one);
    if (shown.length > 0 && used > bytes) break;
    shown.push(one);
  }
  return shown;
};

/** Of several things those that fit, from the first on: what is too large is left out. */
export const whatFits = async (pieces: readonly (Html | '')[], bytes: number): Promise<readonly Html[]> => {
  const shown: Html[] = [];
  let left = bytes;
  for (const piece of pieces) {
    const size = piece === '' ? 0 : await bytesOf(piece);
    if (piece === '' || size > left) continue;
    left -= size;
    shown.push(piece);
  }
  return shown;
};
