/** A key and what the index knows of it, a text without line breaks. */
export type IndexRecord = readonly [key: string, value: string];

/** Keys from the first up to, and without, the second; the greatest key first where it says so. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
  readonly isGreatestFirst?: boolean;
}

/** How many, of sorted ones, come before this key. */
export const countBelow = (sorted: readonly string[], key: string): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** What two records of one key say together; the older one comes first. */
export type Combine = (key: string, older: string, newer: string) => string;

interface Merging {
  readonly combine: Combine;
  readonly isGreatestFirst?: boolean | undefined;
}

/** A source and its next record; undefined: it has ended. */
interface Head {
  readonly rest: Iterator<IndexRecord>;
  record: IndexRecord | undefined;
}

const advance = (head: Head): void => {
  const next = head.rest.next();
  head.record = next.done === true ? undefined : next.value;
};

const firstKey = (heads: readonly Head[], isGreatestFirst: boolean): string | undefined => {
  let first: string | undefined;
  for (const { record } of heads) {
    if (record === undefined) continue;
    const [key] = record;
    if (first === undefined || (isGreatestFirst ? key > first : key < first)) first = key;
  }
  return first;
};

/** Several sorted sources as one, the oldest source first; never more of them in memory than a record each. */
export const mergedRecords = function* (
  sources: readonly Iterable<IndexRecord>[],
  { combine, isGreatestFirst = false }: Merging,
): Generator<IndexRecord> {
  const heads = sources.map((source): Head => ({ rest: source[Symbol.iterator](), record: undefined }));
  heads.forEach(advance);
  for (let key = firstKey(heads, isGreatestFirst); key !== undefined; key = firstKey(heads, isGreatestFirst)) {
    let value: string | undefined;
    for (const head of heads) {
      if (head.record?.[0] !== key) continue;
      value = value === undefined ? head.record[1] : combine(key, value, head.record[1]);
      advance(head);
    }
    yield [key, value ?? ''];
  }
};
