import { describe, expect, it } from 'vitest';
import { reconcileLate, type Reconciling } from '../../lambdas/reconciler/reconcile-late.ts';
import { askedSeldom } from '../../lambdas/reconciler/asked-seldom.ts';
import { callWatchdog, type Fetch } from '../../lambdas/reconciler/watchdog.ts';
import type { PagerHealth } from '../../lib/ports/pager-health.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { Reconciliation } from '../../lib/pipeline/reconcile.ts';
import { minute } from '../support/incident-spec.ts';
import { World } from '../support/function-world.ts';
import { inMemoryAnchors } from '../../lib/adapters/memory/in-memory-anchors.ts';
import type { WeeklyDigest } from '../../lib/pipeline/weekly-digest.ts';
import { DailyAnchor } from '../../lib/pipeline/anchor-days.ts';

/** Two incidents whose next level is ten minutes overdue: every tick was lost. */
const late = async (): Promise<{ readonly world: World; readonly ids: readonly string[] }> => {
  const world = new World();
  const ids = [await world.alarm('web-latency'), await world.alarm('other', 'ALARM', 'elsewhere')];
  await world.send();
  world.now = minute(25);
  return { world, ids };
};

const saying = (...troubles: readonly string[]): PagerHealth => ({ troubles: () => Promise.resolve(troubles) });
const WELL = saying();
const ANCHORED = { run: () => Promise.resolve([]) };
const NO_DIGEST = { run: () => Promise.resolve(undefined), isWrong: () => false };
const NO_TAGS = (): Promise<{ readonly lookedUp: number }> => Promise.resolve({ lookedUp: 0 });

const run = async (
  world: World,
  {
    reconciler = new Reconciliation(world.pipeline),
    fails = false,
    health = WELL,
    anchor = ANCHORED,
    digest = NO_DIGEST,
    tags = NO_TAGS,
  }: {
    reconciler?: Reconciliation;
    fails?: boolean;
    health?: PagerHealth;
    anchor?: Pick<DailyAnchor, 'run'>;
    digest?: Pick<WeeklyDigest, 'run' | 'isWrong'>;
    tags?: Reconciling['tags'];
  } = {},
): Promise<number> => {
  let calls = 0;
  const watchdog = (): Promise<void> => {
    calls += 1;
    return fails ? Promise.reject(new TypeError('https://watchdog.example/secret refused')) : Promise.resolve();
  };
  await reconcileLate({ reconciler, telemetry: world.telemetry, anchor, digest, watchdog, health, tags });
  return calls;
};

describe('the reconciler', () => {
  it('anchors the day before, once, and logs what it made', async () => {
    const world = new World();
    await world.alarm('latency');
    const anchors = inMemoryAnchors();
    const anchor = new DailyAnchor(world.pipeline, anchors);
    world.now = minute(2 * 24 * 60);
    await run(world, { anchor });
    await run(world, { anchor });
    const made = await anchors.since('2023-08-05');
    expect(made).toHaveLength(1);
    expect(world.lines.filter(({ message }) => message === 'anchored')).toMatchObject([
      { fields: { day: made[0]?.day, incidents: 1, hash: made[0]?.hash } },
    ]);
  });

  it('runs, and says so, where a day cannot be anchored', async () => {
    const world = new World();
    expect(await run(world, { anchor: { run: () => Promise.reject(new Error('no table')) } })).toBe(1);
    expect(world.lines.at(-1)).toMatchObject({ level: 'error', message: 'a day could not be anchored' });
    expect(world.counts).toMatchObject({ ReconcilerRan: 1 });
  });

  it('hands the digest over after all else, with the time that is left, and says when it is not sent', async () => {
    const { world } = await late();
    const seen: unknown[] = [];
    const digest = {
      run: () => {
        seen.push({ ...world.counts });
        return Promise.resolve({ week: '2023-W31', asked: ['channel:ops' as const] });
      },
      isWrong: () => true,
    };
    expect(await run(world, { digest })).toBe(1);
    expect(seen).toEqual([{ ReconcilerRan: 1, IncidentsLate: 2 }]);
    expect(world.lines.at(-1)).toMatchObject({ message: 'the digest was handed over', fields: { week: '2023-W31' } });
    expect(world.counts).toEqual({ ReconcilerRan: 1, IncidentsLate: 2, DigestUnsent: 1 });
  });

  it('ticks, calls the watchdog and says that it ran where a digest cannot be made', async () => {
    const { world } = await late();
    const digest = { run: () => Promise.reject(new Error('no table')), isWrong: () => false };
    expect(await run(world, { digest })).toBe(1);
    expect(world.lines.at(-1)).toMatchObject({ level: 'error', fields: { error: 'Error: no table' } });
    expect(world.counts).toEqual({ ReconcilerRan: 1, IncidentsLate: 2 });
  });

  it('ticks every incident that is late, says that it ran and calls the watchdog', async () => {
    const { world } = await late();
    expect(await run(world)).toBe(1);
    expect(world.handedOver.map(({ target }) => target)).toEqual(['responder:bob', 'responder:bob']);
    expect(world.counts).toEqual({ ReconcilerRan: 1, IncidentsLate: 2 });
  });

  it('leaves alone what is not late', async () => {
    const { world } = await late();
    const reconciler = new Reconciliation(world.pipeline);
    world.now = minute(14);
    await run(world, { reconciler });
    world.now = minute(15.4);
    await run(world, { reconciler });
    expect(world.handedOver).toEqual([]);
    expect(world.counts).toEqual({ ReconcilerRan: 2 });
  });

  it('looks at every incident once when its process begins, which makes none of them late', async () => {
    const { world, ids } = await late();
    const reconciler = new Reconciliation(world.pipeline);
    world.now = minute(14);
    await run(world, { reconciler });
    await run(world, { reconciler });
    expect(world.lines.map(({ fields }) => fields['lookedAt'])).toEqual([expect.arrayContaining([...ids]), []]);
    expect(world.counts).toEqual({ ReconcilerRan: 2 });
  });

  it('goes on when one incident cannot be ticked, then fails, and the watchdog is not called', async () => {
    const { world, ids } = await late();
    const { store } = world.pipeline;
    const failing: Pipeline = {
      ...world.pipeline,
      store: {
        head: (id) => (id === ids[0] ? Promise.reject(new Error('throttled')) : store.head(id)),
        members: (id, which) => store.members(id, which),
        diagnoses: (id, which) => store.diagnoses(id, which),
        timeline: (id) => store.timeline(id),
        append: (append) => store.append(append),
      },
    };
    let calls = 0;
    const watchdog = (): Promise<void> => Promise.resolve(void (calls += 1));
    const reconciling = reconcileLate({
      reconciler: new Reconciliation(failing),
      telemetry: world.telemetry,
      anchor: ANCHORED,
      digest: NO_DIGEST,
      watchdog,
      health: WELL,
      tags: NO_TAGS,
    });
    await expect(reconciling).rejects.toThrow('could not be ticked: 1');
    expect(calls).toBe(0);
    expect(world.handedOver).toMatchObject([{ incidentId: ids[1] }]);
    expect(world.counts).toMatchObject({ ReconcilerRan: 1, IncidentsLate: 2, TicksFailed: 1 });
    expect(world.lines[0]).toMatchObject({ level: 'error', fields: { failed: [{ incidentId: ids[0] }] } });
  });

  it('fails, and does not say that it ran, when it cannot ask what is late', async () => {
    const { world } = await late();
    const { index } = world.pipeline;
    const blind: Pipeline = {
      ...world.pipeline,
      index: { ...index, due: () => Promise.reject(new Error('no table')) },
    };
    await expect(run(world, { reconciler: new Reconciliation(blind) })).rejects.toThrow('no table');
    expect(world.counts).toEqual({});
  });

  it('outlives tags that cannot be looked up, and logs it', async () => {
    const world = new World();
    const tags = (): Promise<never> => Promise.reject(new Error('the table is throttled'));
    expect(await run(world, { tags })).toBe(1);
    expect(world.lines).toContainEqual({
      level: 'error',
      message: 'tags of alarms could not be looked up',
      fields: { error: 'Error: the table is throttled' },
    });
  });

  it('outlives a watchdog that cannot be called, and keeps its address to itself', async () => {
    const { world } = await late();
    expect(await run(world, { fails: true })).toBe(1);
    expect(world.counts).toMatchObject({ ReconcilerRan: 1, WatchdogFailed: 1 });
    expect(JSON.stringify(world.lines)).not.toContain('secret');
  });
});

describe('the watchdog', () => {
  it.each([
    ['messages were given up', saying('2 in Tocsin-pages-dead.fifo')],
    ['an alarm about the pager fires', saying('Tocsin-ops-pages-refused')],
    ['nobody can say', { troubles: () => Promise.reject(new Error('throttled')) }],
  ])('B3 is not called while %s, and a line says why', async (_, health) => {
    const { world } = await late();
    expect(await run(world, { health })).toBe(0);
    expect(world.counts).toEqual({ ReconcilerRan: 1, IncidentsLate: 2 });
    expect(world.lines.at(-1)).toMatchObject({ level: 'error' });
  });

  it('B3 is asked about at most every five minutes, and again at once where the answer failed', async () => {
    let [now, asked] = [minute(0), 0];
    const counting: PagerHealth = {
      troubles: () => {
        asked += 1;
        return asked === 3 ? Promise.reject(new Error('throttled')) : Promise.resolve(['a', 'b'].slice(0, asked));
      },
    };
    const health = askedSeldom([counting, WELL], () => now);
    const said: unknown[] = [];
    for (const at of [0, 4.9, 5, 10, 11, 12]) {
      now = minute(at);
      said.push(await health.troubles().catch(() => 'unknown'));
    }
    expect(said).toEqual([['a'], ['a'], ['a', 'b'], 'unknown', ['a', 'b'], ['a', 'b']]);
    expect(asked).toBe(4);
  });
});

describe('the call of the watchdog', () => {
  const answering = (response: Response): { readonly fetch: Fetch; readonly calls: [string, RequestInit][] } => {
    const calls: [string, RequestInit][] = [];
    return { calls, fetch: (url, options) => Promise.resolve(void calls.push([url, options])).then(() => response) };
  };

  it('is one GET that follows no redirect and ends in time', async () => {
    const { fetch, calls } = answering(new Response('fine'));
    await callWatchdog('https://watchdog.example/ping', fetch);
    expect(calls).toMatchObject([['https://watchdog.example/ping', { redirect: 'error' }]]);
    expect(calls[0]?.[1].signal).toBeInstanceOf(AbortSignal);
  });

  it.each(['http://watchdog.example', 'file:///etc/passwd', 'no address', ''])('is not made to %j', async (url) => {
    const { fetch, calls } = answering(new Response('fine'));
    await expect(callWatchdog(url, fetch)).rejects.toThrow('https');
    expect(calls).toEqual([]);
  });

  it('stops reading an answer without an end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    await callWatchdog('https://watchdog.example', answering(new Response(endless)).fetch);
    expect(sent).toBeLessThan(200_000);
  });

  it('failed when it is answered with anything but 2xx', async () => {
    const { fetch } = answering(new Response('', { status: 500 }));
    await expect(callWatchdog('https://watchdog.example', fetch)).rejects.toThrow('500');
  });
});
