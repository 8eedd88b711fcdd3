import { describe, expect, it } from 'vitest';
import { InMemoryDeploys } from '../../lib/adapters/memory/in-memory-deploys.ts';
import { InMemoryReleases } from '../../lib/adapters/memory/in-memory-releases.ts';
import { queryDeploys } from '../../lib/pipeline/query-deploys.ts';
import { word } from '../support/deploy-log-contract.ts';
import { minute } from '../support/incident-spec.ts';
import { verdictAt } from '../support/release-log-contract.ts';

const RANGE = { since: minute(0), until: minute(30) };

const logs = () => ({ deploys: new InMemoryDeploys(), releases: new InMemoryReleases() });

const of = (services: readonly string[]) => ({ services, now: minute(30) });

describe('the deploys of a range', () => {
  it('are those that began within it: what began before is not taken for one that begins with its end', async () => {
    const { deploys, releases } = logs();
    await deploys.record({ service: 'web', word: word(-5) });
    await deploys.record({ service: 'web', word: word(5, { status: 'SUCCEEDED' }) });
    expect((await queryDeploys({ deploys, releases }, RANGE, of(['web']))).deploys).toEqual([]);
  });

  it('have the verdict on that very deploy, though an id was deployed again', async () => {
    const { deploys, releases } = logs();
    for (const minutes of [1, 20]) {
      await deploys.record({ service: 'web', word: word(minutes) });
      await deploys.record({ service: 'web', word: word(minutes + 1, { status: 'SUCCEEDED' }) });
    }
    await releases.keep('web', verdictAt(1));
    const known = await queryDeploys({ deploys, releases }, RANGE, of(['web']));
    expect(known.deploys.map(({ verdict }) => verdict)).toEqual([null, verdictAt(1)]);
  });

  it('are asked of at most eight services at once', async () => {
    const { releases } = logs();
    let [asking, most] = [0, 0];
    const words = async (): Promise<undefined> => {
      asking += 1;
      most = Math.max(most, asking);
      await Promise.resolve();
      asking -= 1;
      return undefined;
    };
    const services = Array.from({ length: 30 }, (_, index) => `s${String(index)}`);
    const known = await queryDeploys({ deploys: { words }, releases }, RANGE, of(services));
    expect(known.unheardOf).toEqual(services);
    expect(most).toBe(8);
  });

  it('are not told without those of a service that could not be read', async () => {
    const { releases } = logs();
    const words = (service: string | undefined) =>
      service === 'shop' ? Promise.reject(new Error('throttled')) : Promise.resolve([]);
    await expect(queryDeploys({ deploys: { words }, releases }, RANGE, of(['web', 'shop']))).rejects.toThrow(
      'throttled',
    );
  });
});
