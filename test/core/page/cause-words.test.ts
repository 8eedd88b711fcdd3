import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { chatOf } from '../../../lib/core/page/chat.ts';
import { septetsOf } from '../../../lib/core/page/gsm-7.ts';
import { pageJsonOf } from '../../../lib/core/page/page-json.ts';
import type { PageFacts, ToldFacts } from '../../../lib/core/page/page-facts.ts';
import { leakSaid, unknownSaid } from '../../support/said-diagnosis.ts';
import { firstPage, LINK } from './latency-incident.ts';

const NOW = '2023-08-05T14:20:05.000Z';
const page: PageFacts = { ...firstPage, diagnosis: leakSaid, now: NOW };

const told = (about: ToldFacts['about'], said: Partial<ToldFacts> = {}): PageFacts => {
  const { reason: _reason, ...rest } = page;
  return { ...rest, ...said, kind: 'notification', about };
};

const subjectOf = (facts: PageFacts): string => composeMessage([facts]).subject;
const smsOf = (facts: PageFacts): string => composeMessage([facts]).sms;
const linesOf = (facts: PageFacts): readonly string[] => composeMessage([facts]).text.split('\n');

describe('a page of which the cause is known', () => {
  it('says it in the subject and in the SMS, with the link whole', () => {
    expect(subjectOf(page)).toBe(
      '[CRITICAL] web: memory leak (surge x2.8), out of memory ~10:58; not DB | prod | 01H739DZ8GQ4T6',
    );
    expect(smsOf(page)).toBe(`CRITICAL web: memory leak (surge x2.8), out of memory ~10:58; not DB. Ack: ${LINK}`);
  });

  it('drops clauses from the end where there is no room, and never the link', () => {
    const longer = {
      ...leakSaid,
      says: ['memory leak (deploy 2023-08-05-release-4711, surge x2.8)', leakSaid.says[1] ?? ''],
    };
    const sms = smsOf({ ...page, diagnosis: longer });
    expect(sms).toBe(`CRITICAL web: memory leak (deploy 2023-08-05-release-4711, surge x2.8) ${LINK}`);
    expect(septetsOf(sms)).toBeLessThanOrEqual(160);
    expect(subjectOf({ ...page, diagnosis: longer, service: 's'.repeat(60) })).toBe(
      `[CRITICAL] ${'s'.repeat(27)}...: memory leak (deploy 2023-08-05-release-4711, surge x2.8)`,
    );
  });

  it('has the symptom first in the letter, then the cause, its evidence, and what it is not', () => {
    const lines = linesOf(page);
    expect(lines.slice(0, 4)).toEqual([
      'CRITICAL: p99 latency 1.8 s (limit 1 s), 3 of 5 min.',
      'web in prod, since 10:15 EDT (14:15 UTC).',
      'You are paged as level 1 of 3.',
      'Cause: memory leak (surge x2.8), out of memory ~10:58; not DB.',
    ]);
    expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(3);
    expect(lines).toContain('Not the dependency: DB normal: read 0.1 ms (quiet 0.1 ms), 4 conns');
  });

  it('says times as its reader knows them', () => {
    const reader = { ...page, recipientTimeZone: 'Europe/London' };
    expect(subjectOf(reader)).toContain('out of memory ~15:58');
    expect(linesOf(reader).join('\n')).toContain('since 15:00, and has not levelled off');
  });

  it('says that it is early, and what could not be looked at', () => {
    const early = {
      ...leakSaid,
      early: true,
      minutesAfterOnset: 6,
      missing: ['deploys (denied)', 'DB latency (throttled)'],
    };
    const lines = linesOf({ ...page, diagnosis: early });
    expect(lines.join(' ')).toContain('not DB. Early, 6 min after it began: it may change.');
    expect(lines).toContain('Not known: deploys (denied), DB latency (throttled)');
  });

  it('says as of when where that is a while ago, and no time at which memory is full that has passed', () => {
    const later = { ...page, now: '2023-08-05T15:10:00.000Z' };
    expect(subjectOf(later)).toContain('web: memory leak (surge x2.8); not DB |');
    expect(linesOf(later).join(' ')).toContain('not DB, as of 10:20 EDT (14:20 UTC).');
  });

  it('says the day of a time of another day', () => {
    const days = {
      ...leakSaid,
      says: ['memory leak', 'out of memory ~{t28190338}'],
      fullAt: '2023-08-07T14:58:00.000Z',
    };
    expect(subjectOf({ ...page, diagnosis: days })).toContain('out of memory ~7 Aug 10:58');
  });

  it('has no headline of before where nothing could be found for it, and says both', () => {
    const failed = { ...page, noDiagnosis: 'throttled', now: '2023-08-05T14:30:00.000Z' };
    expect(subjectOf(failed)).toContain('web: p99 latency');
    expect(linesOf(failed).slice(3, 5).join(' ')).toBe(
      'Cause: memory leak (surge x2.8), out of memory ~10:58; not DB, as of 10:20 EDT (14:20 UTC). Not diagnosed anew (throttled).',
    );
  });

  it('says in a bundle of several what each is about', () => {
    const other = { ...page, incidentId: '01H739DZ8GQ4T6W8Y0A2C4E6G9', diagnosis: unknownSaid };
    const { text } = composeMessage([page, other]);
    expect(text).toContain('1. CRITICAL web: memory leak (surge x2.8), out of memory ~10:58; not DB, since');
    expect(text).toContain('2. CRITICAL web: p99 latency 1.8 s (limit 1 s), 3 of 5 min, since');
  });

  it('tells machines the same by HTTPS', () => {
    const { diagnosis } = JSON.parse(composeMessage([page], 'json').https) as { diagnosis: object };
    expect(diagnosis).toEqual({
      at: '2023-08-05T14:20:00.000Z',
      cause: 'memory-leak',
      confidence: 0.95,
      early: false,
      headline: 'memory leak (surge x2.8), out of memory ~10:58; not DB',
      evidence: expect.arrayContaining([
        'memory grows evenly, +0.9 %/min since 10:00, and has not levelled off',
      ]) as unknown,
      refuted: ['Not the dependency: DB normal: read 0.1 ms (quiet 0.1 ms), 4 conns'],
      missing: [],
      memoryExhaustionAt: '2023-08-05T14:58:00.000Z',
    });
  });
});

describe('a page of which the cause is not known', () => {
  const unknown = { ...page, diagnosis: unknownSaid };

  it('is about its symptom', () => {
    expect(subjectOf(unknown)).toContain('web: p99 latency 1.8 s (limit 1 s), 3 of 5 min |');
    expect(smsOf(unknown)).toContain('CRITICAL web: p99 latency 1.8 s');
  });

  it('says what it is not, what cannot be told apart, and why there is no diagnosis', () => {
    expect(linesOf(unknown).join(' ')).toContain('Cause: not known; not DB. Early, 4 min after it began');
    const maybe = { ...unknownSaid, early: false, says: ['latency p50 x2.4', 'memory leak or deploy?'] };
    expect(linesOf({ ...page, diagnosis: maybe })[3]).toBe('Cause: not known: memory leak or deploy?; not DB.');
    const nothing = { ...unknownSaid, cause: 'none', early: false } as const;
    expect(linesOf({ ...page, diagnosis: nothing })[3]).toBe(
      'Cause: not known: nothing else is out of its usual range.',
    );
    expect(linesOf({ ...page, diagnosis: undefined, noDiagnosis: 'throttled' })[3]).toBe(
      'Cause: not diagnosed (throttled).',
    );
  });
});

describe('news of an incident', () => {
  it('is about the cause where it is of the whole, and about an alarm where it is of that', () => {
    expect(subjectOf(told('opened'))).toContain('memory leak');
    expect(subjectOf(told('acknowledgementEnded'))).toContain('memory leak');
    for (const about of ['joined', 'again', 'noData', 'reopened'] as const)
      expect(subjectOf(told(about))).toContain('p99 latency');
  });

  it('has of what is over neither headline nor evidence', () => {
    const resolved = told('resolved', { status: 'resolved', hasNeed: false });
    expect(subjectOf(resolved)).not.toContain('memory leak');
    expect(linesOf(resolved).join('\n')).not.toContain('- memory');
    expect(linesOf(resolved)).toContain('Cause: memory leak (surge x2.8); not DB.');
  });

  it('takes the word of a person for what it was', () => {
    const confirmed = { name: 'Alice Ferreira', isReader: false } as const;
    const resolved = { status: 'resolved', hasNeed: false } as const;
    expect(linesOf(told('resolved', { ...resolved, confirmed: { ...confirmed, cause: 'dependency' } }))).toContain(
      'It was the dependency, Alice Ferreira says.',
    );
    expect(linesOf(told('resolved', { ...resolved, confirmed: { ...confirmed, cause: 'other' } }))).toContain(
      'It was something else, Alice Ferreira says.',
    );
  });
});

describe('a correction', () => {
  const corrected = (
    from: NonNullable<ToldFacts['revision']>['from'],
    said: Partial<ToldFacts> = {},
    noLongerRefuted: NonNullable<ToldFacts['revision']>['noLongerRefuted'] = [],
  ): PageFacts => told('causeRevised', { revision: { at: NOW, from, noLongerRefuted }, ...said });

  it('says what it is now and what was named before', () => {
    const facts = corrected('dependency');
    expect(subjectOf(facts)).toBe(
      '[CORRECTION] web: memory leak (surge x2.8) (before: dependency), out of memory ~10:58; not DB',
    );
    expect(linesOf(facts).slice(0, 5)).toEqual([
      'Correction: it is a memory leak; before, the dependency was named.',
      'web in prod, critical since 10:15 EDT (14:15 UTC).',
      'What is wrong: p99 latency 1.8 s (limit 1 s), 3 of 5 min.',
      'Cause: memory leak (surge x2.8), out of memory ~10:58; not DB.',
      '',
    ]);
    const refuted = corrected('dependency', {}, ['memory-leak']);
    expect(linesOf(refuted).slice(0, 2).join(' ')).toContain(
      'Correction: it is a memory leak, which was ruled out before; before, the dependency was named.',
    );
  });

  it('after none was known, says that the cause is found', () => {
    const facts = corrected('unknown');
    expect(subjectOf(facts)).toContain('[CAUSE FOUND] web: memory leak (surge x2.8)');
    expect(linesOf(facts)[0]).toBe('Cause found: a memory leak.');
  });

  it('says what is in doubt, and why', () => {
    const facts = corrected('memory-leak', { diagnosis: unknownSaid });
    expect(smsOf(facts)).toContain('CORRECTION web: memory leak in doubt');
    expect(linesOf(facts).join(' ')).toContain(
      'Correction: a memory leak was named before, and is in doubt now: memory rises, and may level off.',
    );
  });

  it('says what is not ruled out any more, and why', () => {
    const open = leakSaid.hypotheses.map((one) =>
      one.cause === 'dependency' ? { ...one, verdict: 'inconclusive' as const, why: 'DB read x1.9' } : one,
    );
    const facts = corrected('memory-leak', { diagnosis: { ...leakSaid, not: [], hypotheses: open } }, ['dependency']);
    expect(subjectOf(facts)).toContain('[CORRECTION] web: the dependency not ruled out any more, memory leak');
    expect(linesOf(facts).join(' ')).toContain('Correction: the dependency is not ruled out any more: DB read x1.9.');
  });
});

describe('a page of a service that depends on one with an open incident', () => {
  const upstream = { service: 'api', incidentId: '01H730TBN0FR3KW8VP4BVMQKXP' };
  const suffering: PageFacts = { ...page, diagnosis: { ...leakSaid, upstream } };
  const seen = `${LINK}?incident=${upstream.incidentId}`;

  it('names it in mail and chat, and leads to its screen', () => {
    const lines = linesOf(suffering);
    expect(lines.slice(lines.indexOf('Upstream: api has an open incident:'))[1]).toBe(`  ${seen}`);
    expect(chatOf([suffering], 'x')).toContain(`Upstream: api has an open incident: ${seen}`);
  });

  it('gives the command where there is no screen', () => {
    const lines = linesOf({ ...suffering, link: undefined, respondWith: '--local' });
    expect(lines).toContain(`  npx tocsin incidents show ${upstream.incidentId} --local`);
  });

  it('tells a machine its id and its link', () => {
    const { diagnosis } = JSON.parse(pageJsonOf([suffering], { subject: 's', text: 't' })) as { diagnosis: object };
    expect(diagnosis).toMatchObject({ upstream: { service: 'api', id: upstream.incidentId, link: seen } });
  });

  it('says nothing of it when it is over', () => {
    expect(linesOf({ ...suffering, status: 'resolved' }).join(' ')).not.toContain('Upstream');
  });
});
