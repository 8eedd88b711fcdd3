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
      news: { tell: ({ verdict }) => Promise.resolve(void this.told.push(verdict)) },
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
    const { verdicts, ...rest } = await deployed.run();
    expect(rest).toEqual({ waiting: [], failed: [], unknown: [] });
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

  it('that has not said that it is done is judged when it has, hours later or never', async () => {
    const deployed = await new Deployed().with([word(-300, { status: 'STARTED' })]);
    deployed.now = at(-100);
    expect((await deployed.run()).verdicts).toEqual([]);
    await deployed.with([word(0)]);
    deployed.now = at(33);
    expect((await deployed.run()).verdicts).toMatchObject([{ verdict: { deployedAt: at(-300), verdict: 'worse' } }]);
  });

  it('of more than a day ago is left alone', async () => {
    const deployed = await new Deployed().with();
    deployed.now = at(24 * 60 + 1);
    expect(await deployed.run()).toEqual({ verdicts: [], waiting: [], failed: [], unknown: [] });
  });

  it('of nobody is nobody’s to judge', async () => {
    const deployed = new Deployed();
    await deployed.deploys.record({ service: undefined, word: word(0) });
    expect((await deployed.run()).verdicts).toEqual([]);
  });
});

describe('a change of which several systems tell', () => {
  const SCRIPT = word(1, { id: '1f3c9aa', system: 'custom' });

  it('has one verdict, which each deploy keeps and the last tells', async () => {
    const deployed = await new Deployed().with([...ROLLED, SCRIPT]);
    expect((await deployed.run()).verdicts).toEqual([]);
    deployed.now = at(34);
    await deployed.run();
    expect((await deployed.kept).map(({ id, verdict }) => [id, verdict])).toEqual([
      ['ecs-svc/1', 'worse'],
      ['1f3c9aa', 'worse'],
    ]);
    expect(deployed.told.map(({ id }) => id)).toEqual(['1f3c9aa']);
  });

  it('waits for none that never ends', async () => {
    const pipeline = word(-7, { id: 'run', system: 'codepipeline', status: 'STARTED' });
    const deployed = await new Deployed().with([...ROLLED, pipeline]);
    expect((await deployed.run()).verdicts).toMatchObject([{ verdict: { id: 'ecs-svc/1', verdict: 'worse' } }]);
    expect(deployed.told).toHaveLength(1);
  });
});

describe('words that come twice, late or ahead', () => {
  it('of a deploy that has its verdict are judged no more', async () => {
    const deployed = await new Deployed().with();
    await deployed.run();
    await deployed.with([...ROLLED, word(0.5)]);
    deployed.now = at(60);
    expect((await deployed.run()).verdicts).toEqual([]);
    expect(deployed.told).toHaveLength(1);
  });

  it('by a clock that is ahead wait until it is so late', async () => {
    const deployed = await new Deployed().with([word(14)]);
    deployed.now = at(0);
    expect((await deployed.run()).verdicts).toEqual([]);
    deployed.now = at(47);
    expect((await deployed.run()).verdicts).toHaveLength(1);
  });

  it('of two deploys of one system at one instant are two verdicts, and nobody can tell', async () => {
    const deployed = await new Deployed().with([word(0), word(0, { id: 'ecs-svc/2' })]);
    const { verdicts } = await deployed.run();
    expect(verdicts.map(({ verdict }) => [verdict.id, verdict.verdict])).toEqual([
      ['ecs-svc/1', 'cannot-tell'],
      ['ecs-svc/2', 'cannot-tell'],
    ]);
    expect(await deployed.kept).toHaveLength(2);
  });

  it('of a service that tocsin.yaml has no more are left alone', async () => {
    const deployed = await new Deployed().with();
    const { services } = threeLevels;
    const others = Object.fromEntries(Object.entries(services).filter(([name]) => name !== 'web'));
    expect((await judgeReleases(deployed.host(), { ...threeLevels, services: others })).verdicts).toEqual([]);
  });
});

describe('two runs at once', () => {
  it('tell twice at most, and keep one', async () => {
    const deployed = await new Deployed().with();
    await Promise.all([deployed.run(), deployed.run()]);
    expect(deployed.told).toHaveLength(2);
    expect(await deployed.kept).toHaveLength(1);
  });
});

describe('a run that dies', () => {
  const dying = (): Promise<never> => Promise.reject(new Error('died'));

  it('after it told, tells once more with the next, and keeps one', async () => {
    const deployed = await new Deployed().with();
    const { releases } = deployed;
    const keepless = { keep: dying, verdicts: releases.verdicts.bind(releases) };
    expect((await deployed.run({ releases: keepless })).failed).toMatchObject([
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
    expect((await deployed.run({ metrics: throttled })).failed).toEqual([
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
    expect(await deployed.run({ deploys: { words } })).toEqual({
      verdicts: [],
      waiting: [],
      failed: [],
      unknown: ['web'],
    });
  });
});

describe('many deploys', () => {
  it('are judged ten a run, the longest done first, and none without the time', async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      word(index - 700, { id: `d${String(index).padStart(2, '0')}` }),
    );
    const deployed = await new Deployed().with(many);
    const { verdicts, waiting } = await deployed.run();
    expect(verdicts.map(({ verdict }) => verdict.id)).toEqual(many.slice(0, 10).map(({ id }) => id));
    expect(waiting).toHaveLength(2);
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
      {
        level: 'info',
        message: 'releases judged',
        fields: { said: [{ service: 'web', verdict: 'worse' }], failed: [] },
      },
    ]);
    expect(world.counts).toEqual({});
  });

  it('fails where something could not be read, told or kept, and names it: an alarm about the pager sees that', async () => {
    const world = new World();
    const deployed = await new Deployed().with();
    const host = deployed.host({ news: { tell: () => Promise.reject(new Error('denied')) } });
    const judging = { host, telemetry: world.telemetry, configuration: threeLevels };
    await expect(judgeAll(judging)).rejects.toThrow('not every release');
    expect(world.lines).toMatchObject([
      { level: 'error', fields: { said: [], failed: [{ service: 'web', id: 'ecs-svc/1' }] } },
    ]);
  });
});
