/** Begins an act when every earlier one that shares a name with it is over, whatever became of those. */
export type InTurn = <T>(names: readonly string[], act: () => Promise<T>) => Promise<T>;

/** Acts that share a name go one after another, in the order in which they are given; others do not wait. */
export const inTurn = (): InTurn => {
  const last = new Map<string, Promise<unknown>>();
  return (names, act) => {
    const earlier = names.flatMap((name) => last.get(name) ?? []);
    const done = Promise.all(earlier).then(act);
    const over = done.catch(() => undefined);
    for (const name of names) last.set(name, over);
    return done;
  };
};
