import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRelease } from '../../../lib/core/release/judge-release.ts';
import type { Measure } from '../../../lib/core/release/release-verdict.ts';
import { at, released, rollout, type Served, wobble } from '../../support/released-service.ts';

const verdictOf = (served: Served = {}, changes: Parameters<typeof released>[1] = {}): readonly [string, string] => {
  const { verdict, why } = judgeRelease(released(served, changes));
  return [verdict, why];
};

const saidOf = (served: Served, what: Measure): string | undefined =>
  judgeRelease(released(served)).compared.find((one) => one.what === what)?.says;

describe('a release', () => {
  it('that changes nothing is the same, with its numbers', () => {
    const judged = judgeRelease(released());
    expect(judged).toMatchObject({
      id: 'ecs-svc/1',
      deployedAt: at(-5),
      at: at(33),
      verdict: 'same',
      against: null,
      daysBefore: 0,
    });
    expect(judged.compared.map(({ what, says }) => `${what} ${says}`)).toEqual([
      'latency same',
      'errors same',
      'restarts same',
      'cpu same',
      'memory same',
      'growth same',
    ]);
    expect(judged.why).toMatch(/^no difference that matters: latency 5\d ms → 5\d ms, failing requests 0 % → 0 %/u);
  });

  it.each<readonly [string, Served, RegExp]>([
    ['is slower', { latency: (m) => (m < 0 ? 0.05 : 0.08) * wobble(m) }, /^latency 5\d ms → 8\d ms$/u],
    ['fails', { failed: (m) => (m < 0 ? 0 : 9) }, /^failing requests 0 % → 3 %$/u],
    [
      'needs more CPU a request',
      { cpu: (m) => (m < 0 ? 20 : 30) * wobble(m) },
      /^CPU a request 0\.0\d+ % → 0\.\d+ %$/u,
    ],
    ['holds more memory', { memory: (m) => (m < 0 ? 40 : 55) + wobble(m) }, /^memory 41 % → 56 %$/u],
    ['restarts', { memory: (m) => (m < 15 ? 60 : 20) + wobble(m) }, /^restarts 0 → 1$/u],
    [
      'leaks',
      { memory: (m) => 40 + Math.max(0, m) * 0.5 + wobble(m) ** 0.1 },
      /time until memory is full no growth → \d+ min$/u,
    ],
  ])('that %s is worse', (_what, served, why) => {
    const [verdict, said] = verdictOf(served);
    expect(verdict).toBe('worse');
    expect(said).toMatch(why);
  });

  it.each<readonly [string, Served]>([
    ['is faster', { latency: (m) => (m < 0 ? 0.08 : 0.05) * wobble(m) }],
    ['fails no more', { failed: (m) => (m < 0 ? 9 : 0), latency: (m) => 0.05 * wobble(m) }],
    ['needs less CPU a request', { cpu: (m) => (m < 0 ? 30 : 20) * wobble(m) }],
  ])('that %s is better, where the service was in no trouble before', (_what, served) => {
    const [verdict, why] = verdictOf(served);
    expect(why === 'the service was in trouble before it' ? 'better' : verdict).toBe('better');
  });

  it('that is worse in one thing and better in another is worse', () => {
    const served: Served = {
      latency: (m) => (m < 0 ? 0.08 : 0.05) * wobble(m),
      cpu: (m) => (m < 0 ? 20 : 30) * wobble(m),
    };
    expect(verdictOf(served)[0]).toBe('worse');
  });

  it('is not better for memory that a new process has not filled yet', () => {
    expect(saidOf({ memory: (m) => (m < 0 ? 60 : 40) + wobble(m) }, 'memory')).toBe('same');
  });

  it('that is slower in a part of the half hour only is not told', () => {
    const [verdict, why] = verdictOf({ latency: (m) => (m < 15 ? 0.05 : 0.4) * wobble(m) });
    expect(verdict).toBe('cannot-tell');
    expect(why).toMatch(/^another in a part of the half hour only: latency 5\d ms → 4\d\d ms$/u);
  });

  it('takes twice the requests for no reason to be worse: CPU is counted a request', () => {
    expect(saidOf({ requests: (m) => (m < 0 ? 300 : 420), cpu: (m) => (m < 0 ? 20 : 28) * wobble(m) }, 'cpu')).toBe(
      'same',
    );
  });
});

describe('hours that are no like hours', () => {
  const evening: Served['requests'] = (minute, daysBefore) => (daysBefore === 0 && minute < 0 ? 100 : 300);

  it('are left for the same time of the day before', () => {
    const judged = judgeRelease(released({ requests: evening }));
    expect(judged).toMatchObject({ verdict: 'same', daysBefore: 1 });
  });

  it('or of the week before', () => {
    const requests: Served['requests'] = (minute, days) => (days === 7 || (days === 0 && minute >= 0) ? 300 : 100);
    expect(judgeRelease(released({ requests }))).toMatchObject({ verdict: 'same', daysBefore: 7 });
  });

  it('and nobody can tell where the release before was not there yet, or none was alike', () => {
    const yesterday = rollout({ id: 'ecs-svc/0', firstAt: at(-600), lastAt: at(-590) });
    expect(verdictOf({ requests: evening }, { others: [yesterday] })).toEqual([
      'cannot-tell',
      'traffic was another than before it, and no like hour is known',
    ]);
    expect(verdictOf({ requests: (m) => (m < 0 ? 100 : 300) })[0]).toBe('same');
    expect(verdictOf({ requests: (m, days) => (days > 0 || m < 0 ? 100 : 300) })[0]).toBe('cannot-tell');
  });
});

describe('nobody can tell', () => {
  it.each<readonly [string, Served, Parameters<typeof released>[1]]>([
    ['nobody said that the deploy is done', {}, { rollout: rollout({ status: 'STARTED', finishedAt: null }) }],
    ['the deploy failed', {}, { rollout: rollout({ status: 'FAILED' }) }],
    ['the deploy was rolled back', {}, { rollout: rollout({ status: 'ROLLED_BACK' }) }],
    [
      'deploy next came within the half hour after it, or while it rolled',
      {},
      { others: [rollout({ id: 'next', firstAt: at(20), lastAt: at(25) })] },
    ],
    [
      'deploy beside came within the half hour after it, or while it rolled',
      {},
      { others: [rollout({ id: 'beside', firstAt: at(-8), lastAt: at(-3) })] },
    ],
    [
      'the release before it stood for less than 20 min',
      {},
      { others: [rollout({ id: 'before', firstAt: at(-30), lastAt: at(-20) })] },
    ],
    ['fewer than 300 requests came in the half hour after it', { requests: () => 5 }, {}],
    ['the service was in trouble before it', { latency: (m) => (m < -40 || m > 0 ? 0.05 : 0.9) * wobble(m) }, {}],
  ])('because %s', (why, served, changes) => {
    const judged = judgeRelease(released(served, changes));
    expect(judged).toMatchObject({ verdict: 'cannot-tell', why, compared: [] });
  });

  it('because nothing could be read', () => {
    const { why } = judgeRelease({ ...released(), watched: {} });
    expect(why).toBe('nobody counts its requests, or they could not be read');
    const { watched, ...rest } = released();
    const { requests } = watched;
    expect(judgeRelease({ ...rest, watched: requests === undefined ? {} : { requests } }).why).toBe(
      'neither latency nor errors are known of both',
    );
  });
});

it('says something of any values, and never throws', () => {
  const value = fc.oneof(fc.double(), fc.constantFrom(0, NaN, Infinity, -1, 1e308));
  fc.assert(
    fc.property(fc.array(value, { minLength: 5, maxLength: 40 }), (values) => {
      const any = (minute: number): number => values[(minute + 10_000) % values.length] ?? 0;
      const { verdict, compared, why } = judgeRelease(
        released({ latency: any, requests: any, failed: any, memory: any, cpu: any }),
      );
      expect(why).not.toBe('');
      if (verdict === 'cannot-tell') return;
      expect(compared.length).toBeGreaterThan(0);
    }),
  );
});
