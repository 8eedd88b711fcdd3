import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressOf, toldWhile, waitingFor } from '../../../lib/cli/terminal/progress.ts';
import { plainInk, type Shell } from '../../../lib/cli/terminal/shell.ts';
import { later } from '../../../lib/core/time.ts';

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
    pause: () => Promise.resolve(),
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

describe('waiting for somebody else', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** A terminal on the clock that the test moves. */
  const waitingOn = (): { readonly shell: Shell; readonly seen: string[] } => {
    const { shell, seen } = terminal();
    return { shell: { ...shell, now: () => new Date().toISOString() }, seen };
  };

  it('is said after two seconds and every second from then on, though nothing comes', () => {
    const { shell, seen } = waitingOn();
    const waiting = waitingFor('asking CloudWatch for 12 series', shell);
    vi.advanceTimersByTime(1_999);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(2_001);
    waiting.end();
    expect(seen).toEqual([
      'asking CloudWatch for 12 series … 2 s',
      'asking CloudWatch for 12 series … 3 s',
      'asking CloudWatch for 12 series … 4 s',
      '',
    ]);
  });

  it('says how far it is once something has come', () => {
    const { shell, seen } = waitingOn();
    const waiting = waitingFor('asking CloudWatch for 4 series', shell);
    waiting.at(1, 4);
    vi.advanceTimersByTime(2_500);
    waiting.at(2, 4);
    waiting.end();
    expect(seen).toEqual([
      'reading metrics ██████░░░░░░░░░░░░░░░░░░ 1 of 4 … 2 s',
      'reading metrics ████████████░░░░░░░░░░░░ 2 of 4 … 3 s',
      '',
    ]);
  });

  it('leaves nothing behind, neither a line nor a timer', () => {
    const { shell, seen } = waitingOn();
    waitingFor('asking CloudWatch for the alarms', shell).end();
    vi.advanceTimersByTime(10_000);
    expect([seen, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it('is not said where stderr is no terminal', () => {
    const { shell, seen } = waitingOn();
    const { status: _, ...piped } = shell;
    waitingFor('asking CloudWatch for the alarms', piped);
    vi.advanceTimersByTime(10_000);
    expect([seen, vi.getTimerCount()]).toEqual([[], 0]);
  });
});

describe('what is told of many steps', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(START) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const step = (): { readonly done: () => void; readonly work: () => Promise<void> } => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    return {
      done: () => {
        resolve(undefined);
      },
      work: () => promise,
    };
  };

  it('is patient with all of them together, and says which one it is at', async () => {
    const { shell, seen } = terminal();
    const telling = toldWhile({ ...shell, now: () => new Date().toISOString() });
    const [first, second] = [step(), step()];
    const one = telling('asking back to May', first.work);
    vi.advanceTimersByTime(1_500);
    first.done();
    await one;
    const other = telling('asking back to March', second.work);
    vi.advanceTimersByTime(1_000);
    second.done();
    await other;
    expect(seen).toEqual(['asking back to March … 3 s', '']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays while any of those at once goes on, and goes with the last, whatever becomes of it', async () => {
    const { shell, seen } = terminal();
    const telling = toldWhile({ ...shell, now: () => new Date().toISOString() });
    const slow = step();
    const failing = telling('verifying', () => Promise.reject(new Error('no')));
    const going = telling('verifying', async (say) => {
      await slow.work();
      say('verified 2 incidents');
    });
    await expect(failing).rejects.toThrow('no');
    vi.advanceTimersByTime(2_000);
    slow.done();
    await going;
    expect(seen).toEqual(['verifying … 2 s', '']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
