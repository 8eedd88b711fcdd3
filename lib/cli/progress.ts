import { epochOf, SECOND } from '../core/time.ts';
import type { Shell } from './shell.ts';

/** How far a command is, on stderr where that is a terminal. */
export interface Progress {
  readonly at: (done: number, total: number) => void;
  /** Leaves the line as it was. */
  readonly end: () => void;
}

const NONE: Progress = { at: () => undefined, end: () => undefined };

/** What ends sooner needs no bar. */
const PATIENCE_MS = 2 * SECOND;
const REDRAWN_EVERY_MS = SECOND / 10;
const BAR = 24;

const line = (doing: string, done: number, total: number): string => {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.floor(share * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  return `${doing} ${bar} ${String(done)} of ${String(total)}`;
};

/** `doing` says what goes on: `reading metrics`. */
export const progressOf = (doing: string, { status, now }: Shell): Progress => {
  if (status === undefined) return NONE;
  let drawAtMs = epochOf(now()) + PATIENCE_MS;
  let drawn = false;
  return {
    at: (done, total) => {
      const nowMs = epochOf(now());
      if (nowMs < drawAtMs) return;
      status(line(doing, done, total));
      drawn = true;
      drawAtMs = nowMs + REDRAWN_EVERY_MS;
    },
    end: () => {
      if (drawn) status('');
    },
  };
};
