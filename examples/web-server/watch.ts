import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

const SLOW_REQUEST_MS = 400;
const LONG_COLLECTION_MS = 200;
const QUIET_MS = 15_000;
const MAJOR_COLLECTION = 4;

/** Logs at most one line each 15 s, so that a bad hour leaves lines to read and not a flood. */
const rarely = (): ((line: string) => void) => {
  let last = -Infinity;
  return (line) => {
    if (performance.now() - last < QUIET_MS) return;
    last = performance.now();
    console.log(line);
  };
};

const warnSlow = rarely();
const warnCollection = rarely();
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

/** Called when a request comes in; what it returns is called when the answer is out. */
export const watchRequest = (url: string): (() => void) => {
  const from = performance.now();
  return () => {
    const took = performance.now() - from;
    if (took >= SLOW_REQUEST_MS) warnSlow(`slow request: ${url} took ${took.toFixed(0)} ms`);
  };
};

export const watchGarbageCollection = (): void => {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { duration, detail } = entry as PerformanceEntry & { readonly detail: { readonly kind: number } };
      if (detail.kind !== MAJOR_COLLECTION || duration < LONG_COLLECTION_MS) continue;
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      warnCollection(
        `garbage collection stopped the process for ${duration.toFixed(0)} ms, ` +
          `heap ${megabytes(used)} of ${megabytes(limit)} MB`,
      );
    }
  });
  observer.observe({ entryTypes: ['gc'] });
};
