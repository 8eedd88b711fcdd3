import type { Anchor } from '../../core/incident/anchor.ts';
import type { AnchorLog } from '../../ports/anchor-log.ts';

const keyOf = ({ day, part }: Pick<Anchor, 'day' | 'part'>): string => `${day}#${String(part).padStart(4, '0')}`;

/** Anchors in memory. */
export const inMemoryAnchors = (): AnchorLog => {
  const all = new Map<string, Anchor>();
  const sorted = (): readonly Anchor[] =>
    [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
  return {
    last: () => Promise.resolve(sorted().at(-1)),
    since: (day) => Promise.resolve(sorted().filter((anchor) => anchor.day >= day)),
    keep: (anchor) => {
      if (!all.has(keyOf(anchor))) all.set(keyOf(anchor), anchor);
      return Promise.resolve();
    },
  };
};
