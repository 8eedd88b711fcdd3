import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { styleText } from 'node:util';
import type { Instant } from '../../core/time.ts';
import type { headOf } from './layout.ts';
import { printable } from './printable.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** Text made harmless, and coloured where the reader sees colours. */
export type Ink = (text: string, style?: Style) => string;

/** Undefined: nobody answers any more, by Ctrl-C or Ctrl-D. */
export type Ask = (question: string) => Promise<string | undefined>;

/** What a command sees of the process around it. */
export interface Shell {
  /** Columns of the terminal. */
  readonly width: number;
  readonly ink: Ink;
  /** One or more whole lines, each printed with its end. */
  readonly out: (lines: string) => void;
  readonly err: (lines: string) => void;
  /** Puts this in place of the last status on stderr; empty: takes it away. Absent: stderr is no terminal. */
  readonly status?: (line: string) => void;
  /** Absent: nobody sits there to be asked. */
  readonly converse?: <T>(talk: (ask: Ask) => Promise<T>) => Promise<T>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Instant;
  /** Waits for so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  readonly timeZone: string;
}

/** Wide enough for a chart, narrow enough for a README; also what a pipe gets. */
const WIDTH = { least: 40, most: 120, piped: 100 } as const;

const widthOf = ({ isTTY, columns }: NodeJS.WriteStream): number =>
  isTTY ? Math.min(WIDTH.most, Math.max(WIDTH.least, columns)) : WIDTH.piped;

/** Whoever reads no further (`| head`) is no failure. */
const endQuietlyWhenUnread = (stream: NodeJS.WriteStream): void => {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`the output could not be written: ${error.message}\n`);
    process.exit(1);
  });
};

/** Loaded with the first status: what counts widths takes longer to load than all that `--help` needs. */
const layout = (): { readonly headOf: typeof headOf } =>
  createRequire(import.meta.url)('./layout.ts') as { readonly headOf: typeof headOf };

/** Back to the first column, and what stands there away. */
const FRESH_LINE = '\r\u001b[K';

/** Asked on stderr: stdout may be a file. Lines that come before their question, as pasted ones do, wait for it. */
const converse = async <T>(talk: (ask: Ask) => Promise<T>): Promise<T> => {
  const { createInterface } = await import('node:readline');
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  const lines = dialogue[Symbol.asyncIterator]();
  try {
    return await talk(async (question) => {
      dialogue.setPrompt(question);
      dialogue.prompt();
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    });
  } finally {
    dialogue.close();
  }
};

export const plainInk: Ink = (text) => printable(text);

/** The process itself: colours only where stdout is a terminal and NO_COLOR is not set. */
export const processShell = (): Shell => {
  const { stdin, stdout, stderr, env } = process;
  endQuietlyWhenUnread(stdout);
  endQuietlyWhenUnread(stderr);
  return {
    width: widthOf(stdout),
    ink: (text, style) =>
      style === undefined ? printable(text) : styleText(style, printable(text), { stream: stdout }),
    out: (lines) => {
      stdout.write(`${lines}\n`);
    },
    err: (lines) => {
      stderr.write(`${lines}\n`);
    },
    ...(stderr.isTTY && {
      status: (line) => {
        // A line that wraps could not be taken away again.
        stderr.write(FRESH_LINE + layout().headOf(printable(line), (stderr.columns || WIDTH.most) - 1));
      },
    }),
    ...(stdin.isTTY && stderr.isTTY && { converse }),
    env,
    now: () => new Date().toISOString(),
    pause,
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
};
