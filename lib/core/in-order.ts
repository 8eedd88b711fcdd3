/**
 * Results in the order of the tasks, so many of them under way at once, and no more than those are taken from where they
 * come from; after a failure none begins.
 */
export const inOrder = async function* <Task, Result>(
  tasks: AsyncIterable<Task> | Iterable<Task>,
  atOnce: number,
  begin: (task: Task) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const task of tasks) {
    const begun = begin(task);
    // It is awaited in its turn, or never, once one before it failed: that one is then the error to tell.
    begun.catch(() => undefined);
    underWay.push(begun);
    const next = underWay.length < atOnce ? undefined : underWay.shift();
    if (next !== undefined) yield await next;
  }
  for (const rest of underWay) yield await rest;
};
