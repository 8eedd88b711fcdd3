import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../lambdas/release-verdict/judge-all.ts';
import { InMemoryDeploys } from '../../lib/adapters/memory/in-memory-deploys.ts';
import { InMemoryReleases } from '../../lib/adapters/memory/in-memory-releases.ts';
import type { Metric } from '../../lib/core/alarm/definition.ts';
import type { DeployWord } from '../../lib/core/deploy/deploy-word.ts';
import type { ReleaseVerdict } from '../../lib/core/release/release-verdict.ts';
import { epochOf, MINUTE } from '../../lib/core/time.ts';
import { judgeReleases, type JudgingHost } from '../../lib/pipeline/judge-releases.ts';
import { MetricHistoryError } from '../../lib/ports/metric-history.ts';
import { threeLevels } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';
import { historyOf } from '../support/leaking-service.ts';
import { at, wobble } from '../support/released-service.ts';

const word = (minutes: number, changes: Partial<DeployWord> = {}): DeployWord => ({
  at: at(minutes),
  id: 'ecs-svc/1',
  system: 'ecs',
  status: 'SUCCEEDED',
  ...changes,
});

const ROLLED: readonly DeployWord[] = [word(-5, { status: 'STARTED' }), word(0)];

/** Answers in 50 ms, and in 100 ms from the end of the deploy on. */
const slower =
  (now: string) =>
  ({ metricName, stat }: Metric, ago: number): number | undefined => {
    const minute = Math.round((epochOf(now) - epochOf(at(0))) / MINUTE - ago);
    if (metricName === 'RequestCount') return Math.round(300 * wobble(minute));
    if (metricName === 'TargetResponseTime' && stat === 'p50') return (minute < 0 ? 0.05 : 0.1) * wobble(minute);
    return metricName === 'CPUUtilization' ? 20 * wobble(minute + 4) : undefined;
  };

/** What is there, and what a run said; the time is `now`. */
class Deployed {
  readonly deploys = new InMemoryDeploys();
  readonly releases = new InMemoryReleases();
  readonly told: ReleaseVerdict[] = [];
  now = at(33);
  asked = 0;

  async with(words: readonly DeployWord[] = ROLLED): Promise<this> {
    for (const one of words) await this.deploys.record({ service: 'web', word: one });
    return this;
  }

  host(changes: Partial<JudgingHost> = {}): JudgingHost {
    const { history } = historyOf(slower(this.now), this.now, () => {
      this.asked += 1;
      return Promise.resolve();
    });
    return {
      metrics: history,
      deploys: this.deploys,
      releases: this.releases,
      news: { tell: (_service, _environment, verdict) => Promise.resolve(void this.told.push(verdict)) },
      clock: () => this.now,
      within: <T>(work: Promise<T>) => work,
      ...changes,
    };
  }

  async run(changes: Partial<JudgingHost> = {}, hasTime?: () => boolean) {
    return judgeReleases(this.host(changes), threeLevels, hasTime);
  }

  get kept(): Promise<readonly ReleaseVerdict[]> {
    return this.releases.verdicts('web', { from: at(-10_000), to: at(10_000) }, 100);
  }
}

describe('a deploy', () => {
  it('is judged half an hour after its last word, told and kept', async () => {
    const deployed = await new Deployed().with();
    const { verdicts, left, unknown } = await deployed.run();
    expect({ left, unknown }).toEqual({ left: [], unknown: [] });
    expect(verdicts).toMatchObject([{ service: 'web', verdict: { id: 'ecs-svc/1', verdict: 'worse' } }]);
    expect(verdicts[0]?.verdict.why).toMatch(/^latency 5\d ms → 1\d\d ms$/u);
    expect(await deployed.kept).toEqual(deployed.told);
    expect(deployed.told).toMatchObject([{ deployedAt: at(-5), at: at(33) }]);
  });

  it('is judged once, and costs no reading before or after', async () => {
    const deployed = await new Deployed().with();
    deployed.now = at(32);
    expect((await deployed.run()).verdicts).toEqual([]);
    expect(deployed.asked).toBe(0);
    deployed.now = at(33);
    await deployed.run();
    const { asked } = deployed;
    expect((await deployed.run()).verdicts).toEqual([]);
    expect(deployed.told).toHaveLength(1);
    expect(deployed.asked).toBe(asked);
  });

  it('that never said that it is done is told not to have, two hours later', async () => {
    const deployed = await new Deployed().with([word(-5, { status: 'STARTED' })]);
    expect((await deployed.run()).verdicts).toEqual([]);
    deployed.now = at(116);
    expect((await deployed.run()).verdicts).toMatchObject([
      { verdict: { verdict: 'cannot-tell', why: 'nobody said that the deploy is done' } },
    ]);
  });

  it('of more than a day ago is left alone', async () => {
    const deployed = await new Deployed().with();
    deployed.now = at(24 * 60 + 1);
    expect(await deployed.run()).toEqual({ verdicts: [], left: [], unknown: [] });
  });

  it('of nobody is nobody’s to judge', async () => {
    const deployed = new Deployed();
    await deployed.deploys.record({ service: undefined, word: word(0) });
    expect((await deployed.run()).verdicts).toEqual([]);
  });
});

describe('a run that dies', () => {
  const dying = (): Promise<never> => Promise.reject(new Error('died'));

  it('after it told, tells once more with the next, and keeps one', async () => {
    const deployed = await new Deployed().with();
    const { releases } = deployed;
    const keepless = { keep: dying, verdicts: releases.verdicts.bind(releases) };
    expect((await deployed.run({ releases: keepless })).left).toMatchObject([
      { why: 'its verdict could not be told or kept' },
    ]);
    await deployed.run();
    await deployed.run();
    expect(deployed.told).toHaveLength(2);
    expect(await deployed.kept).toHaveLength(1);
  });

  it('before it told, keeps nothing: the next one does both', async () => {
    const deployed = await new Deployed().with();
    await deployed.run({ news: { tell: dying } });
    expect(await deployed.kept).toEqual([]);
    expect((await deployed.run()).verdicts).toHaveLength(1);
  });
});

describe('what cannot be read', () => {
  const throttled = {
    // eslint-disable-next-line @typescript-eslint/require-await -- it fails at once
    series: async function* () {
      throw new MetricHistoryError('no', { why: 'throttled' });
    },
  };

  it('of metrics is asked for again for two hours, then nobody can tell', async () => {
    const deployed = await new Deployed().with();
    expect((await deployed.run({ metrics: throttled })).left).toEqual([
      { service: 'web', id: 'ecs-svc/1', why: 'its metrics could not be read: throttled' },
    ]);
    deployed.now = at(120);
    expect((await deployed.run({ metrics: throttled })).verdicts).toMatchObject([
      { verdict: { verdict: 'cannot-tell', why: 'nobody counts its requests, or they could not be read' } },
    ]);
  });

  it('of deploys names the service, and is no deploy that was not', async () => {
    const deployed = await new Deployed().with();
    const words = (): Promise<never> => Promise.reject(new Error('throttled'));
    expect(await deployed.run({ deploys: { words } })).toEqual({ verdicts: [], left: [], unknown: ['web'] });
  });
});

describe('many deploys', () => {
  it('are judged ten a run, the longest done first, and none without the time', async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      word(index - 700, { id: `d${String(index).padStart(2, '0')}` }),
    );
    const deployed = await new Deployed().with(many);
    const { verdicts, left } = await deployed.run();
    expect(verdicts.map(({ verdict }) => verdict.id)).toEqual(many.slice(0, 10).map(({ id }) => id));
    expect(left).toHaveLength(2);
    expect((await deployed.run({}, () => false)).verdicts).toEqual([]);
    expect((await deployed.run()).verdicts).toHaveLength(2);
  });
});

describe('the function', () => {
  it('says what it judged, and nothing where nothing was due', async () => {
    const world = new World();
    const deployed = await new Deployed().with();
    const judging = () => ({ host: deployed.host(), telemetry: world.telemetry, configuration: threeLevels });
    await judgeAll(judging());
    await judgeAll(judging());
    expect(world.lines).toMatchObject([
      { level: 'info', message: 'releases judged', fields: { said: [{ service: 'web', verdict: 'worse' }], left: [] } },
    ]);
    expect(world.counts).toEqual({});
  });
});
