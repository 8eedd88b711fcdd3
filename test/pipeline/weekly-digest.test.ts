import { beforeEach, describe, expect, it } from 'vitest';
import { inMemoryAnchors } from '../../lib/adapters/memory/in-memory-anchors.ts';
import { inMemoryDigests } from '../../lib/adapters/memory/in-memory-digests.ts';
import { InMemoryReleases } from '../../lib/adapters/memory/in-memory-releases.ts';
import type { Configuration, Target } from '../../lib/core/configuration.ts';
import { anchorsOf } from '../../lib/core/incident/anchor.ts';
import type { Message } from '../../lib/core/page/page-facts.ts';
import { DAY, HOUR, type Instant, later, MINUTE } from '../../lib/core/time.ts';
import { readerOnStore } from '../../lib/pipeline/reader-on-store.ts';
import { sendDigest } from '../../lib/pipeline/send-digest.ts';
import { type DigestingHost, WeeklyDigest } from '../../lib/pipeline/weekly-digest.ts';
import { PageNotDeliveredError } from '../../lib/ports/pager.ts';
import type { DigestMessage } from '../../lib/ports/queues.ts';
import { acknowledges, fires, opens, pages, resolves } from '../core/figures/figured.ts';
import { configurationOf } from '../support/configurations.ts';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { appendTo, minute } from '../support/incident-story.ts';
import { verdictAt } from '../support/release-log-contract.ts';

const configured = (digest: string): Configuration =>
  configurationOf(`
environment: prod
services:
  web: { escalation: primary, workload: { kind: lambda, functionName: web } }
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
channels:
  ops: { name: "#ops", kind: chat }
  team: { name: Web team, kind: email }
escalations:
  primary: { levels: [{ page: [responder:alice] }] }
${digest}
`);

const toBoth = configured('digest: { to: [channel:ops, channel:team] }');

/** The reference incident was on the Saturday before. */
const DUE: Instant = '2023-08-07T07:00:00.000Z';

class DigestWorld {
  now: Instant = DUE;
  readonly incidents = new InMemoryIncidents();
  readonly anchors = inMemoryAnchors();
  readonly releases = new InMemoryReleases();
  readonly digests = inMemoryDigests();
  readonly queued: DigestMessage[] = [];
  readonly published: { readonly target: Target; readonly message: Message }[] = [];
  configuration = toBoth;
  refusal: PageNotDeliveredError | undefined;
  private calls = 0;
  /** Of the calls of ports, the one at which the process dies: after it took effect, or before. */
  crash: { readonly at: number; readonly isAfter: boolean } | undefined;
  process = this.newProcess();

  /** What the reconciler works on; a call may be the last of its process. */
  private host(): DigestingHost {
    const dying = async <T>(act: () => Promise<T>): Promise<T> => {
      this.calls += 1;
      const isLast = this.crash?.at === this.calls;
      if (isLast && this.crash?.isAfter !== true) throw new Error('died');
      const done = await act();
      if (isLast) throw new Error('died');
      return done;
    };
    return {
      incidents: readerOnStore(this.incidents),
      anchor: () => dying(() => this.anchors.last()),
      releases: this.releases,
      digests: {
        find: (week) => dying(() => this.digests.find(week)),
        intend: (digest) => dying(() => this.digests.intend(digest)),
        record: (week, sent) => dying(() => this.digests.record(week, sent)),
      },
      queue: { send: (messages) => dying(() => Promise.resolve(void this.queued.push(...messages))) },
      configuration: this.configuration,
      clock: () => this.now,
    };
  }

  newProcess(): WeeklyDigest {
    this.process = new WeeklyDigest(this.host());
    return this.process;
  }

  /** A minute of both: one that dies is replaced. */
  async aMinute(hasTime?: () => boolean): Promise<void> {
    await this.process.run(hasTime).catch(() => this.newProcess());
    for (const message of this.queued.splice(0)) await this.send(message).catch(() => undefined);
  }

  send(message: DigestMessage) {
    const { digests } = this.host();
    const publish = (target: Target, said: Message): Promise<void> => {
      if (this.refusal !== undefined) return Promise.reject(this.refusal);
      return Promise.resolve(void this.published.push({ target, message: said }));
    };
    const { configuration } = this;
    return sendDigest(
      { digests, pager: { publish }, clock: () => this.now, configuration, where: '--stack Tocsin' },
      message,
    );
  }

  async minutes(count: number): Promise<void> {
    for (let done = 0; done < count; done += 1) {
      await this.aMinute();
      this.now = later(this.now, MINUTE);
    }
  }

  get told(): readonly Target[] {
    return this.published.map(({ target }) => target).toSorted();
  }

  get text(): string {
    return this.published.find(({ target }) => target === 'channel:team')?.message.text ?? '';
  }
}

let world: DigestWorld;

beforeEach(() => {
  world = new DigestWorld();
});

const happened = (id: string, ...more: Parameters<typeof appendTo>[1]): Promise<unknown> =>
  world.incidents.append(appendTo(undefined, more.length === 0 ? [opens(id)] : more));

describe('the weekly digest', () => {
  it('is sent once to each channel, whatever runs again', async () => {
    await world.minutes(3);
    world.newProcess();
    await world.minutes(60);
    expect(world.told).toEqual(['channel:ops', 'channel:team']);
  });

  it('tells what happened, and of the anchor', async () => {
    await happened('A', opens('A'), fires(0), pages(1), acknowledges(6), resolves(30, 'alice'));
    await happened('B', opens('B', { at: minute(60), service: 'shop' }));
    await happened('DRILL', opens('DRILL', { kind: 'drill' }));
    await world.releases.keep('web', verdictAt(0, { id: 'ecs-svc/7' }));
    await world.releases.keep('web', verdictAt(10, { verdict: 'better' }));
    const [anchor] = anchorsOf({ day: '2023-08-06', last: undefined }, []);
    if (anchor !== undefined) await world.anchors.keep(anchor);
    await world.minutes(1);
    expect(world.text).toBe(
      [
        'Week 2023-W31 in prod, 2023-07-31 to 2023-08-06, times of UTC.',
        '',
        '2 incidents opened, 1 still open; the week before, 0.',
        'By service: shop 1, web 1.',
        'By severity: critical 2.',
        'By cause: not known 2.',
        'First page answered after 5 min; too few to compare.',
        'Resolved after 30 min, median of 1 of 2; too few to compare.',
        '',
        '1 page to people, 0 at night:',
        '- Alice Ferreira: 1, 0 at night',
        '',
        'Noisiest alarms:',
        '- alarm latency (web): fired 1 time, acted on in 1 of 1',
        '',
        'Still open:',
        '- shop, critical, triggered, since 2023-08-05 15:15: B',
        '',
        'Deploys called worse:',
        '- web, 2023-08-05 14:15: ecs-svc/7',
        '',
        `Anchor of 2023-08-06: ${anchor?.hash ?? ''}`,
        'It proves how timelines stood after that day; whoever doubts them runs',
        `npx tocsin incidents verify --all --stack Tocsin --anchor ${anchor?.hash ?? ''}`,
      ].join('\n'),
    );
  });

  it('says in a line that a week was empty', async () => {
    await world.minutes(1);
    expect(world.text).toContain('No incident opened; the week before, 0.');
    expect(world.text).not.toContain('By service');
  });

  it('is not sent a minute too early, nor where none is configured', async () => {
    world.now = later(DUE, -2 * MINUTE);
    await world.minutes(2);
    expect(world.told).toEqual([]);
    world.configuration = configured('');
    world.newProcess();
    await world.minutes(3);
    expect(world.told).toEqual([]);
  });

  it('comes late where nothing ran on Monday morning, and says so', async () => {
    world.now = later(DUE, 5 * HOUR);
    await world.minutes(1);
    expect(world.text).toContain('It comes late: it was due on 2023-08-07 07:00.');
  });

  it('is not sent of an old week: on the Wednesday on which somebody asks for digests', async () => {
    world.now = later(DUE, 2 * DAY);
    await world.minutes(10);
    expect(world.told).toEqual([]);
    expect(world.process.isWrong()).toBe(false);
    world.now = later(DUE, 7 * DAY);
    await world.minutes(1);
    expect(world.published.map(({ message }) => message.subject)).toEqual([
      'Tocsin: week 2023-W32 in prod, no incident',
      'Tocsin: week 2023-W32 in prod, no incident',
    ]);
  });

  it('is of one week once, whatever becomes of its zone', async () => {
    await world.minutes(2);
    world.configuration = configured('digest: { to: [channel:ops, channel:team], timeZone: America/Los_Angeles }');
    world.newProcess();
    world.now = later(DUE, 7 * HOUR);
    await world.minutes(120);
    expect(world.told).toHaveLength(2);
  });

  it('goes to each channel, wherever its process dies', async () => {
    for (let at = 1; at <= 8; at += 1)
      for (const isAfter of [false, true]) {
        world = new DigestWorld();
        world.crash = { at, isAfter };
        await world.minutes(40);
        expect(new Set(world.told), `call ${String(at)}`).toEqual(new Set(['channel:ops', 'channel:team']));
        expect(world.told.length, `call ${String(at)}`).toBeLessThanOrEqual(3);
      }
  });
});

describe('a digest that cannot be sent now', () => {
  beforeEach(() => {
    world.refusal = new PageNotDeliveredError('throttled', { outcome: 'not-sent' });
  });

  it('is asked for every quarter of an hour, and sent when it can be', async () => {
    await world.minutes(31);
    world.refusal = undefined;
    await world.minutes(15);
    expect(world.told).toEqual(['channel:ops', 'channel:team']);
  });

  it('is somebody to look at after an hour, until it is out', async () => {
    await world.minutes(59);
    expect(world.process.isWrong()).toBe(false);
    await world.minutes(2);
    expect(world.process.isWrong()).toBe(true);
    world.refusal = undefined;
    await world.minutes(16);
    expect(world.process.isWrong()).toBe(false);
  });

  it('is let be after a day, in the queue too', async () => {
    await world.minutes(1);
    world.now = later(DUE, DAY + MINUTE);
    world.refusal = undefined;
    await world.minutes(60);
    await world.send({ week: '2023-W31', target: 'channel:team' });
    expect(world.told).toEqual([]);
    expect(world.process.isWrong()).toBe(false);
  });
});

describe('a digest that a channel', () => {
  it('refuses for good is not tried again, and somebody is told of it for the day', async () => {
    world.refusal = new PageNotDeliveredError('InvalidParameter', { outcome: 'refused' });
    await world.minutes(20);
    expect((await world.digests.find('2023-W31'))?.sent).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
    expect(world.process.isWrong()).toBe(true);
    world.refusal = undefined;
    await world.minutes(60);
    expect(world.told).toEqual([]);
    world.now = later(DUE, DAY + MINUTE);
    await world.minutes(1);
    expect(world.process.isWrong()).toBe(false);
  });

  it('did not answer is not sent again: it may have come', async () => {
    world.refusal = new PageNotDeliveredError('no answer', { outcome: 'unknown' });
    await world.minutes(1);
    world.refusal = undefined;
    await world.minutes(60);
    expect(world.told).toEqual([]);
    expect(world.process.isWrong()).toBe(false);
  });

  it('is no channel of the digest today, or of a week that nobody wrote down, goes nowhere', async () => {
    await world.minutes(1);
    expect(await world.send({ week: '2023-W31', target: 'responder:alice' })).toBeUndefined();
    expect(await world.send({ week: '2023-W99', target: 'channel:team' })).toBeUndefined();
    expect(world.told).toHaveLength(2);
  });
});

describe('a digest of too much', () => {
  it('has counts where there is no time for more, and says so', async () => {
    await happened('A');
    let asked = 0;
    await world.aMinute(() => (asked += 1) <= 2);
    expect(world.text).toContain('1 incident opened');
    expect(world.text).toContain('are not counted: to read so many incidents takes too long.');
    expect(world.text).toContain('--since 2023-07-31T00:00:00.000Z --until 2023-08-07T00:00:00.000Z has them.');
  });

  it('waits for a minute with time to spare', async () => {
    await world.aMinute(() => false);
    expect(world.told).toEqual([]);
    await world.aMinute();
    expect(world.told).toHaveLength(2);
  });

  it('is not made of half a list: a run that is out of time leaves it to the next, and somebody hears of it', async () => {
    for (const id of ['A', 'B', 'C']) await happened(id);
    let asked = 0;
    const run = world.process.run(() => (asked += 1) <= 2);
    await expect(run).rejects.toThrow('no time was left to list what happened in 2023-W31');
    expect(await world.digests.find('2023-W31')).toBeUndefined();
    expect(asked).toBe(3);
    world.now = later(DUE, HOUR);
    expect(world.process.isWrong()).toBe(true);
    await world.aMinute();
    expect(world.text).toContain('3 incidents opened');
    expect(world.process.isWrong()).toBe(false);
  });

  it('says of deploys that nobody knows, where no time is left to read their verdicts', async () => {
    await happened('A');
    let asked = 0;
    world.releases.verdicts = () => Promise.reject(new Error('nobody asks any more'));
    await world.aMinute(() => (asked += 1) <= 2);
    expect(world.text).toContain('Deploys called worse: not known here');
  });

  it('reads no timeline of thousands of incidents', async () => {
    for (let one = 0; one < 2_000; one += 1) await happened(`I${String(one)}`);
    let read = 0;
    const { incidents } = world;
    const timeline = incidents.timeline.bind(incidents);
    incidents.timeline = (id) => {
      read += 1;
      return timeline(id);
    };
    await world.minutes(1);
    expect(read).toBe(0);
    expect(world.text).toContain('2000 incidents opened, 2000 still open; the week before, 0.');
    expect(world.text).toContain('- and 1990 more');
    expect(world.text.length).toBeLessThan(3_000);
  });

  it('says of deploys that nobody knows, where their verdicts cannot be read', async () => {
    world.releases.verdicts = () => Promise.reject(new Error('throttled'));
    await world.minutes(1);
    expect(world.text).toContain('Deploys called worse: not known');
  });
});
