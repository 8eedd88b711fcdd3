import { describe, expect, it } from 'vitest';
import { tagsInTime } from '../../lambdas/alarm-intake/tags-in-time.ts';
import type { AlarmTags } from '../../lib/ports/alarm-tags.ts';

const found: AlarmTags = { of: (arns) => Promise.resolve(new Map(arns.map((arn) => [arn, { tags: {} }]))) };
const never = new Promise<never>(() => undefined);

describe('the tags that an alarm waits for', () => {
  it('are those that come in time', async () => {
    expect([...(await tagsInTime(() => Promise.resolve(found)).of(['a'])).entries()]).toEqual([['a', { tags: {} }]]);
  });

  it.each([
    ['the client is never loaded', (): Promise<AlarmTags> => never],
    ['the client cannot be loaded', (): Promise<AlarmTags> => Promise.reject(new Error('no such file'))],
    ['nobody ever answers', (): Promise<AlarmTags> => Promise.resolve({ of: () => never })],
  ])('are given up where %s', async (_why, load) => {
    expect([...(await tagsInTime(load).of(['a', 'b'])).values()]).toEqual([
      { why: 'unanswered' },
      { why: 'unanswered' },
    ]);
  });

  it('are kept of those that are answered, where another never is', async () => {
    const oneHangs: AlarmTags = { of: (arns) => (arns.includes('b') ? never : found.of(arns)) };

    expect([...(await tagsInTime(() => Promise.resolve(oneHangs)).of(['a', 'b', 'c'])).entries()]).toEqual([
      ['a', { tags: {} }],
      ['b', { why: 'unanswered' }],
      ['c', { tags: {} }],
    ]);
  });
});
