import type { ReleaseVerdict } from '../../core/release/release-verdict.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { ReleaseLog } from '../../ports/release-log.ts';

/** What makes two verdicts the same deploy's, and their order. */
const keyOf = ({ deployedAt, id }: ReleaseVerdict): string => JSON.stringify([deployedAt, id]);

const byKey = (one: ReleaseVerdict, other: ReleaseVerdict): number => (keyOf(one) < keyOf(other) ? -1 : 1);

/** Verdicts in a map, for tests; they are kept for good. */
export class InMemoryReleases implements ReleaseLog {
  private readonly kept = new Map<string, Map<string, ReleaseVerdict>>();

  keep(service: string, verdict: ReleaseVerdict): Promise<void> {
    const verdicts = this.kept.get(service) ?? new Map<string, ReleaseVerdict>();
    this.kept.set(service, verdicts);
    if (!verdicts.has(keyOf(verdict))) verdicts.set(keyOf(verdict), verdict);
    return Promise.resolve();
  }

  verdicts(service: string, { from, to }: Span, most: number): Promise<readonly ReleaseVerdict[]> {
    const all = [...(this.kept.get(service)?.values() ?? [])];
    const within = all.filter(({ deployedAt }) => deployedAt >= from && deployedAt <= to).sort(byKey);
    return Promise.resolve(within.slice(Math.max(0, within.length - most)));
  }
}
