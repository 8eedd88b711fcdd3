import type { DeployWord } from '../../core/deploy/deploy-word.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { DeployLog, DeployOf } from '../../ports/deploy-log.ts';

/** What makes two words the same, and their order. */
const keyOf = ({ at, id, status }: DeployWord): string => JSON.stringify([at, id, status]);

const byKey = (one: DeployWord, other: DeployWord): number => (keyOf(one) < keyOf(other) ? -1 : 1);

/** Words of deploys in a map, for tests; they are kept for good. */
export class InMemoryDeploys implements DeployLog {
  private readonly kept = new Map<string | undefined, Map<string, DeployWord>>();

  record({ service, word }: DeployOf): Promise<void> {
    const words = this.kept.get(service) ?? new Map<string, DeployWord>();
    this.kept.set(service, words);
    if (!words.has(keyOf(word))) words.set(keyOf(word), word);
    return Promise.resolve();
  }

  words(service: string | undefined, { from, to }: Span, most: number): Promise<readonly DeployWord[] | undefined> {
    const words = this.kept.get(service);
    if (words === undefined) return Promise.resolve(undefined);
    const within = [...words.values()].filter(({ at }) => at >= from && at <= to).sort(byKey);
    return Promise.resolve(within.slice(Math.max(0, within.length - most)));
  }
}
