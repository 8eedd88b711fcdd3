import { LRUCache } from 'lru-cache';

/** Pages kept in memory, so that the store is asked once for each. */
export interface Cache<V extends object> {
  get(key: string): V | undefined;
  set(key: string, value: V): unknown;
  readonly size: number;
}

/** The bug of the postmortem: nothing is ever dropped, so memory grows with every key that was ever asked for. */
export const unboundedCache = <V extends object>(): Cache<V> => new Map<string, V>();

/** The fix: at most `max` entries, the least recently used one goes first. */
export const boundedCache = <V extends object>(max: number): Cache<V> => new LRUCache<string, V>({ max });
