import { describe, expect, it } from 'vitest';
import { inOrder } from '../../lib/core/in-order.ts';

/** Tasks that end when the test says so. */
const startedTasks = (): {
  readonly begun: number[];
  readonly end: (task: number) => void;
  readonly begin: (task: number) => Promise<number>;
} => {
  const begun: number[] = [];
  const ends = new Map<number, PromiseWithResolvers<number>>();
  const of = (task: number): PromiseWithResolvers<number> => {
    const known = ends.get(task) ?? Promise.withResolvers<number>();
    ends.set(task, known);
    return known;
  };
  return {
    begun,
    end: (task) => {
      of(task).resolve(task);
    },
    begin: (task) => {
      begun.push(task);
      return of(task).promise;
    },
  };
};

describe('tasks in order', () => {
  it('are under way three at once, and the next begins when a result was used', async () => {
    const { begun, end, begin } = startedTasks();
    const results = inOrder([1, 2, 3, 4, 5], 3, begin);
    end(2);
    const first = results.next();
    end(1);
    expect(await first).toEqual({ value: 1, done: false });
    expect(begun).toEqual([1, 2, 3]);
    expect(await results.next()).toEqual({ value: 2, done: false });
    expect(begun).toEqual([1, 2, 3, 4]);
    for (const task of [3, 4, 5]) end(task);
    expect(await Array.fromAsync(results)).toEqual([3, 4, 5]);
  });

  it('are taken from where they come from as they begin', async () => {
    let taken = 0;
    const source = function* (): Generator<number> {
      for (;;) yield (taken += 1);
    };
    const results = inOrder(source(), 3, (task) => Promise.resolve(task));
    expect(await results.next()).toEqual({ value: 1, done: false });
    expect(taken).toBe(3);
    await results.return(undefined);
  });

  it('end with the first failure, and no further one begins', async () => {
    const begun: number[] = [];
    const begin = (task: number): Promise<number> => {
      begun.push(task);
      return task < 2 ? Promise.resolve(task) : Promise.reject(new Error(`task ${String(task)}`));
    };
    await expect(Array.fromAsync(inOrder([1, 2, 3, 4, 5], 2, begin))).rejects.toThrow('task 2');
    expect(begun).toEqual([1, 2, 3]);
  });
});
