import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { DIAGNOSIS, type IncidentEvent } from '../../lib/core/incident/events.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { DIAGNOSE_MS, DIAGNOSED_WITHIN_MS } from '../../lib/core/escalation/wake.ts';
import { epochOf, HOUR, later, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import { escalationClock } from '../../lib/pipeline/clock.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { sendPages } from '../../lib/pipeline/send-pages.ts';
import { ORDER } from '../../lib/simulator/virtual-time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { changingDiagnoser, failingDiagnoser } from '../support/changing-diagnoser.ts';
import { threeLevels, threeLevelsWithLogs } from '../support/configurations.ts';
import { OverlappingTime } from '../support/overlapping-time.ts';
import { leakSaid } from '../support/said-diagnosis.ts';
import { type Page, RandomWorld, schedules } from '../support/random-world.ts';
import { UnreliableWorld, type WorldOptions } from '../support/unreliable-world.ts';

const start: Instant = '2026-03-01T03:00:00.000Z';

const oneAlarm = async (options: Partial<WorldOptions>): Promise<UnreliableWorld> => {
  const world = new UnreliableWorld({ configuration: threeLevelsWithLogs, start, ...options });
  world.deliver(
    alarmEvent({ state: 'ALARM', at: start, tags: { 'tocsin:service': 'web', 'tocsin:severity': 'critical' } }),
  );
  await world.run(later(start, 3 * HOUR));
  return world;
};

/** `alice +15`: who was paged after how many seconds. */
const pagesOf = ({ published }: UnreliableWorld): readonly (readonly [string, number])[] =>
  published
    .filter(
      ({ target, message }) => target.startsWith('responder:') && !/CORRECTION|CAUSE FOUND/u.test(message.subject),
    )
    .map(({ target, at }) => [target, (Date.parse(at) - Date.parse(start)) / SECOND]);

const timelineOf = async ({ incidents }: UnreliableWorld): Promise<readonly IncidentEvent[]> => {
  const events: IncidentEvent[] = [];
  for await (const { incidentId } of incidents.list({}))
    events.push(...(await incidents.timeline(incidentId)).map(eventOf));
  return events;
};

describe('with a diagnosis', () => {
  /** A message before it in the queue of its target takes a fifth of a second. */
  const TOGETHER = 1.5 / 60;

  const isSame = (one: Page, other: Page): boolean =>
    one.target === other.target && one.reason === other.reason && Math.abs(one.at - other.at) <= TOGETHER;

  /** Those of the first that the second has not. */
  const missing = (pages: readonly Page[], others: readonly Page[]): readonly Page[] => {
    const left = [...others];
    return pages.filter((page) => {
      const index = left.findIndex((other) => isSame(page, other));
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
  };

  it('pages go out at the same instants as without one, whatever alarms and people do', async () => {
    await fc.assert(
      fc.asyncProperty(schedules, fc.constantFrom('changing', 'failing'), async (schedule, diagnosis) => {
        // A crash plan counts calls, of which there are more with a diagnosis; without a clock whoever is late is ticked
        // by the minute, for whatever it is late with.
        const calm = { ...schedule, crashes: new Map(), losesTicks: false };
        const pagesWith = async (who: 'nobody' | typeof diagnosis): Promise<readonly Page[]> =>
          (await new RandomWorld({ ...calm, diagnosis: who }).live(() => Promise.resolve())).pages;
        const [pages, without] = [await pagesWith(diagnosis), await pagesWith('nobody')];
        expect([missing(pages, without), missing(without, pages)]).toEqual([[], []]);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('that kills its process each time, pages go out at most as late as they are held', async () => {
    const without = pagesOf(await oneAlarm({}));
    const killed = await oneAlarm({ diagnoser: 'kills' });
    const pages = pagesOf(killed);
    expect(killed.crashed).toBeGreaterThan(3);
    expect(pages.map(([target]) => target)).toEqual(without.map(([target]) => target));
    pages.forEach(([, at], index) => {
      const late = at - (without[index]?.[1] ?? 0);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThanOrEqual(5);
    });
    expect(killed.unexpected).toEqual([]);
  });

  it('that fails, the page says so', async () => {
    const { published } = await oneAlarm({ diagnoser: failingDiagnoser });
    expect(published[0]?.message.text).toContain('Cause: not diagnosed (throttled).');
  });
});

interface Slow {
  /** Until a diagnosis comes; undefined: never, and its process is no more. */
  readonly diagnosisMs: number | undefined;
  /** A message of the clock comes so much later than it should. */
  readonly tickLateMs?: number;
  /** @default nobody gives a diagnosis up */
  readonly brieflyMs?: number;
  /** Who asks for one waits for ever. */
  readonly isQueueHung?: boolean;
  readonly configuration?: Configuration;
}

/** `3 [CRITICAL] …`: after how many seconds what went out, while diagnosing takes its time. */
const sentWhile = async ({
  diagnosisMs,
  tickLateMs = 0,
  brieflyMs,
  isQueueHung = false,
  configuration = threeLevels,
}: Slow): Promise<readonly string[]> => {
  const time = new OverlappingTime(epochOf(start));
  const sent: string[] = [];
  const done = (): Promise<void> => Promise.resolve();
  const pipeline: Pipeline = pipelineOf({
    incidents: new InMemoryIncidents(),
    configuration,
    clock: time.now,
    jitter: done,
    links: { create: () => Promise.resolve(undefined), find: () => Promise.resolve(undefined) },
    pages: {
      send: (messages) => {
        const received = messages.map((message) => ({ ...message, messageId: message.pageId }));
        time.in(0, ORDER.page, async () => {
          await sendPages(pipeline, received);
        });
        return done();
      },
    },
    ticks: {
      send: (message, delayMs) => {
        time.in(delayMs + tickLateMs, ORDER.tick, () => escalationClock(pipeline, message));
        return done();
      },
    },
    pager: {
      publish: (target, { subject }) => {
        const seconds = (epochOf(time.now()) - epochOf(start)) / SECOND;
        if (target.startsWith('responder:')) sent.push(`${String(seconds)} ${subject}`);
        return done();
      },
    },
    briefly: (work) => {
      if (brieflyMs === undefined) return work;
      const late = time.wait(brieflyMs).then(() => Promise.reject(new Error('no answer in time')));
      return Promise.race([work, late]);
    },
    diagnoses: { send: () => (isQueueHung ? new Promise(() => undefined) : done()) },
    diagnoser: {
      diagnose: async ({ at }) => {
        await (diagnosisMs === undefined ? new Promise(() => undefined) : time.wait(diagnosisMs));
        return { said: { ...leakSaid, at }, body: '{"schema":"finding/1"}' };
      },
    },
  });
  const body = alarmEvent({
    state: 'ALARM',
    at: start,
    tags: { 'tocsin:service': 'web', 'tocsin:severity': 'critical' },
  });
  time.at(epochOf(start), ORDER.alarm, async () => {
    await receive(pipeline, [{ messageId: 'm', body }]);
  });
  await time.run(epochOf(later(start, 6 * MINUTE)));
  return sent;
};

describe('a diagnosis that takes its time', () => {
  it('is waited for as long as a page may be held', async () => {
    const [first] = await sentWhile({ diagnosisMs: 3_000 });
    expect(first).toMatch(/^3 \[CRITICAL\] web: memory leak/u);
  });

  it('is not waited for when it takes longer: the page goes out without it, and it is told after it', async () => {
    const sent = await sentWhile({ diagnosisMs: 7_000 });
    expect(sent).toEqual([
      expect.stringMatching(/^5 \[CRITICAL\] web: web-latency/u),
      expect.stringMatching(/^7 \[CAUSE FOUND\] web: memory leak/u),
    ]);
  });

  it('that is given up before the hold ends lets the page go then, and no clock is needed', async () => {
    const sent = await sentWhile({ diagnosisMs: undefined, brieflyMs: DIAGNOSED_WITHIN_MS, tickLateMs: 30_000 });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^4 \[CRITICAL\] web: web-latency/u);
  });

  it('however long it takes, or whether it ever comes, the page is no later than the hold and one tick', async () => {
    const takes = fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: undefined });
    const late = fc.integer({ min: 0, max: 10_000 });
    const given = fc.option(fc.integer({ min: 500, max: 8_000 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(takes, late, given, async (diagnosisMs, tickLateMs, brieflyMs) => {
        const sent = await sentWhile({ diagnosisMs, tickLateMs, ...(brieflyMs !== undefined && { brieflyMs }) });
        const [first = ''] = sent;
        const seconds = Number(first.split(' ')[0]);
        expect(seconds).toBeLessThanOrEqual((DIAGNOSE_MS + tickLateMs) / SECOND);
        const came = Math.min(diagnosisMs ?? Infinity, brieflyMs ?? Infinity);
        if (came <= DIAGNOSE_MS) expect(seconds).toBe(came / SECOND);
      }),
      { numRuns: 100 },
    );
  });

  it('delays no other level when nobody takes the asking', async () => {
    const [level] = threeLevels.escalations['primary']?.levels ?? [];
    const primary = threeLevels.escalations['primary'];
    if (level === undefined || primary === undefined) throw new Error('no level');
    const levels = [{ ...level, escalateAfterMs: 5 * MINUTE }, ...primary.levels.slice(1)];
    const configuration = { ...threeLevels, escalations: { primary: { ...primary, levels } } };
    const sent = await sentWhile({ diagnosisMs: 0, isQueueHung: true, configuration });
    expect(sent.map((one) => one.split(' ')[0])).toEqual(['0', '300']);
  });
});

describe('a process that dies at any one call while a cause is looked for', () => {
  it('leaves a timeline that is whole, its diagnoses included, and loses no page', async () => {
    const { calls } = await oneAlarm({ diagnoser: changingDiagnoser() });
    const undisturbed = pagesOf(await oneAlarm({})).map(([target]) => target);
    for (let call = 1; call <= calls; call += 1) {
      const when = call % 2 === 0 ? 'before' : 'after';
      const world = await oneAlarm({ diagnoser: changingDiagnoser(), crashes: new Map([[call, when]]) });
      const name = `call ${String(call)} ${when}`;
      const pages = pagesOf(world).map(([target]) => target);
      // After the last level everybody is paged by the hour: an hour earlier or later at the end.
      expect(pages.slice(0, 9), name).toEqual(expect.arrayContaining(undisturbed.slice(0, 6)));
      expect(pages.length, name).toBeGreaterThanOrEqual(undisturbed.length - 1);
      for await (const { incidentId } of world.incidents.list({})) {
        const head = await world.incidents.head(incidentId);
        const [sealed, diagnoses] = [
          await world.incidents.timeline(incidentId),
          await world.incidents.diagnoses(incidentId, 'all'),
        ];
        expect(head && verifyTimeline(sealed, head, diagnoses), name).toEqual({ ok: true });
      }
      expect(world.unexpected, name).toEqual([]);
    }
  }, 120_000);
});

describe('a diagnosis that is asked for', () => {
  it('is asked once and answered once, with every message delivered twice', async () => {
    const timeline = await timelineOf(await oneAlarm({ diagnoser: changingDiagnoser(), deliveries: 2 }));
    const asked = timeline.filter(({ type }) => type === 'DiagnosisAsked').length;
    const answers = timeline.filter(
      (event) =>
        (event.type === 'ContextUnavailable' && event.source === DIAGNOSIS) ||
        (event.type === 'DiagnosisRecorded' && event.isForPage !== true),
    );
    expect(asked).toBeGreaterThan(5);
    expect(answers).toHaveLength(asked);
  });

  it('asks what logs say twice at most, wherever a process dies', async () => {
    const { calls } = await oneAlarm({ diagnoser: changingDiagnoser() });
    for (let call = 1; call <= calls; call += 7) {
      const timeline = await timelineOf(
        await oneAlarm({ diagnoser: changingDiagnoser(), deliveries: 2, crashes: new Map([[call, 'after']]) }),
      );
      const asked = timeline.filter(({ type }) => type === 'ContextAsked').length;
      const told = timeline.filter((event) => event.type === 'ContextRecorded' && event.source === 'logs').length;
      expect(asked).toBe(2);
      expect(told).toBeGreaterThanOrEqual(1);
      expect(told).toBeLessThanOrEqual(asked);
    }
  }, 60_000);

  it('comes 5, 10 and 20 minutes after the first page, with every message of the clock lost too', async () => {
    for (const losesTicks of [false, true]) {
      const timeline = await timelineOf(await oneAlarm({ diagnoser: changingDiagnoser(), losesTicks }));
      const minutes = timeline
        .filter(({ type }) => type === 'DiagnosisAsked')
        .map(({ at }) => (Date.parse(at) - Date.parse(start)) / MINUTE);
      for (const wanted of [5, 10, 20]) {
        const at = minutes.find((minute) => minute >= wanted) ?? Infinity;
        expect(at - wanted).toBeLessThan(losesTicks ? 2.6 : 0.1);
      }
    }
  });
});
