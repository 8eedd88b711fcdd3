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
