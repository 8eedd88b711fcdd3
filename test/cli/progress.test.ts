import { describe, expect, it } from 'vitest';
import { progressOf } from '../../lib/cli/progress.ts';
import { plainInk, type Shell } from '../../lib/cli/shell.ts';
import { later } from '../../lib/core/time.ts';

const START = '2026-11-22T12:00:00.000Z';

/** A terminal whose clock the test moves. */
const terminal = (): { readonly shell: Shell; readonly seen: string[]; readonly after: (ms: number) => void } => {
  const seen: string[] = [];
  let now = START;
  const nothing = (): void => undefined;
  const shell: Shell = {
    width: 80,
    ink: plainInk,
    out: nothing,
    err: nothing,
    status: (line) => seen.push(line),
    env: {},
    now: () => now,
    timeZone: 'UTC',
  };
  return {
    shell,
    seen,
    after: (ms) => {
      now = later(START, ms);
    },
  };
};

describe('progress', () => {
  it('is not shown of what ends within two seconds', () => {
    const { shell, seen, after } = terminal();
    const progress = progressOf('reading metrics', shell);
    for (const ms of [10, 1_000, 1_999]) {
      after(ms);
      progress.at(1, 4);
    }
    progress.end();
    expect(seen).toEqual([]);
  });

  it('is a bar after two seconds, at most ten times a second, and leaves nothing behind', () => {
    const { shell, seen, after } = terminal();
    const progress = progressOf('reading metrics', shell);
    for (const [ms, done] of [
      [2_000, 1],
      [2_050, 2],
      [2_100, 3],
      [9_000, 4],
    ] as const) {
      after(ms);
      progress.at(done, 4);
    }
    progress.end();
    expect(seen).toEqual([
      'reading metrics ██████░░░░░░░░░░░░░░░░░░ 1 of 4',
      'reading metrics ██████████████████░░░░░░ 3 of 4',
      'reading metrics ████████████████████████ 4 of 4',
      '',
    ]);
  });

  it('is not shown where stderr is no terminal', () => {
    const { shell, seen, after } = terminal();
    const { status: _, ...piped } = shell;
    const progress = progressOf('reading metrics', piped);
    after(5_000);
    progress.at(1, 4);
    progress.end();
    expect(seen).toEqual([]);
  });
});
