import type { Digest } from '../../core/digest/digest.ts';
import type { DigestLog, DigestSent } from '../../ports/digest-log.ts';

/** Digests in memory. */
export const inMemoryDigests = (): DigestLog => {
  const digests = new Map<string, Digest>();
  const sent = new Map<string, ReadonlyMap<string, DigestSent>>();
  return {
    find: (week) => {
      const digest = digests.get(week);
      return Promise.resolve(digest && { digest, sent: [...(sent.get(week)?.values() ?? [])] });
    },
    intend: (digest) => {
      if (!digests.has(digest.week)) digests.set(digest.week, digest);
      return Promise.resolve();
    },
    record: (week, one) => {
      const before = sent.get(week) ?? new Map<string, DigestSent>();
      if (!before.has(one.target)) sent.set(week, new Map([...before, [one.target, one]]));
      return Promise.resolve();
    },
  };
};
