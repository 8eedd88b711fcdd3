import { isAlias, isMap, isSeq } from 'yaml';
import type { Document } from 'yaml';
import { isMergeKey } from './yaml-tree.ts';

interface Part {
  readonly node: unknown;
  readonly isMerged: boolean;
}

const part = (node: unknown): Part => ({ node, isMerged: false });

const partsOf = (node: unknown): readonly Part[] => {
  if (isMap(node)) return node.items.map(({ key, value }) => ({ node: value, isMerged: isMergeKey(key) }));
  return isSeq(node) ? node.items.map(part) : [];
};

/**
 * How many values a document has once every alias and merge key is written out; Infinity where something is merged into
 * itself. The parser's own limit does not count what is merged, which doubles with every step.
 */
export const expandedNodes = (document: Document.Parsed): number => {
  const known = new Map<unknown, number | 'being weighed'>();
  const weigh = ({ node: written, isMerged }: Part): number => {
    const node: unknown = isAlias(written) ? written.resolve(document) : written;
    const before = known.get(node);
    // An alias within its own anchor is one reference more.
    if (before === 'being weighed') return isMerged ? Infinity : 1;
    if (before !== undefined) return before;
    known.set(node, 'being weighed');
    const inner = partsOf(node).map((one) => weigh({ ...one, isMerged: one.isMerged || (isMerged && isSeq(node)) }));
    const weight = inner.reduce((total, one) => total + one, 1);
    known.set(node, weight);
    return weight;
  };
  return weigh(part(document.contents));
};
