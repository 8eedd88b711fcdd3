import { epochOf, SECOND, spokenDuration } from '../../core/time.ts';
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

const barOf = (doing: string, done: number, total: number): string => {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.floor(share * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  return `${doing} ${bar} ${String(done)} of ${String(total)}`;
};

interface Line {
  readonly draw: (text: (tookMs: number) => string) => void;
  readonly clear: () => void;
}

/** Not before anybody wonders, and not faster than anybody reads. */
const patientLine = (status: (line: string) => void, now: Shell['now']): Line => {
  const beganMs = epochOf(now());
  let [drawAtMs, drawn] = [beganMs + PATIENCE_MS, false];
  return {
    draw: (text) => {
      const nowMs = epochOf(now());
      if (nowMs < drawAtMs) return;
      status(text(nowMs - beganMs));
      [drawAtMs, drawn] = [nowMs + REDRAWN_EVERY_MS, true];
    },
    clear: () => {
      if (drawn) status('');
    },
  };
};

/** `doing` says what goes on: `evaluating alarms`. */
export const progressOf = (doing: string, { status, now }: Shell): Progress => {
  if (status === undefined) return NONE;
  const line = patientLine(status, now);
  return {
    at: (done, total) => {
      line.draw(() => barOf(doing, done, total));
    },
    end: line.clear,
  };
};

/**
 * Of what comes from elsewhere: every second it is said anew how long that takes, also where nothing comes at all.
 * `asked` stands there until the first of it has come: `asking CloudWatch for 12 series`.
 */
export const waitingFor = (asked: string, { status, now }: Shell): Progress => {
  if (status === undefined) return NONE;
  const line = patientLine(status, now);
  let said = asked;
  const draw = (): void => {
    line.draw((tookMs) => `${said} … ${spokenDuration(tookMs)}`);
  };
  const timer = setInterval(draw, SECOND);
  return {
    at: (done, total) => {
      said = barOf('reading metrics', done, total);
      draw();
    },
    end: () => {
      clearInterval(timer);
      line.clear();
    },
  };
};

/** Says what goes on while something is done; `say` puts other words in place of the first. */
export type ToldWhile = <T>(doing: string, work: (say: (doing: string) => void) => Promise<T>) => Promise<T>;

/** Of work in many steps, one after the other or at once: patience is with all of them together. */
export const toldWhile = ({ status, now }: Shell): ToldWhile => {
  if (status === undefined) return (_doing, work) => work(() => undefined);
  const line = patientLine(status, now);
  let [said, underway] = ['', 0];
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    line.draw((tookMs) => `${said} … ${spokenDuration(tookMs)}`);
  };
  const say = (doing: string): void => {
    said = doing;
    draw();
  };
  return async (doing, work) => {
    underway += 1;
    timer ??= setInterval(draw, SECOND);
    say(doing);
    try {
      return await work(say);
    } finally {
      underway -= 1;
      if (underway === 0) {
        clearInterval(timer);
        timer = undefined;
        line.clear();
      }
    }
  };
};
