import { describe, expect, it } from 'vitest';
import type { DeployWord } from '../../../lib/core/deploy/deploy-word.ts';
import { rolloutsIn } from '../../../lib/core/deploy/rollouts-in.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { minute } from '../../support/incident-story.ts';

describe('the words of a deploy', () => {
  it('are one rollout, with whatever any of them says', () => {
    const words = [
      word(4, { status: 'ROLLED_BACK', actor: 'alice', revision: 'b' }),
      word(0, { revision: 'a', url: 'https://ci/1', subject: 'service prod/web' }),
    ];
    expect(rolloutsIn(words)).toEqual([
      {
        id: 'ecs-svc/1',
        system: 'ecs',
        status: 'ROLLED_BACK',
        revision: 'b',
        url: 'https://ci/1',
        actor: 'alice',
        subject: 'service prod/web',
        firstAt: minute(0),
        lastAt: minute(4),
        startedAt: minute(0),
        finishedAt: minute(4),
      },
    ]);
  });

  it('that begins and fails within a second has failed', () => {
    const words = [word(0, { status: 'FAILED' }), word(0)];
    for (const some of [words, words.toReversed()])
      expect(rolloutsIn(some)).toMatchObject([{ status: 'FAILED', startedAt: minute(0), finishedAt: minute(0) }]);
  });

  it('that begins again after its end are two', () => {
    const words = [word(0), word(2, { status: 'FAILED' }), word(5), word(7, { status: 'SUCCEEDED' })];
    expect(rolloutsIn(words).map(({ status, firstAt }) => [status, firstAt])).toEqual([
      ['FAILED', minute(0)],
      ['SUCCEEDED', minute(5)],
    ]);
  });

  it('that succeeds again with the revision of an earlier one are two, though nobody told when they began', () => {
    const words = [word(0, { status: 'SUCCEEDED' }), word(180, { status: 'SUCCEEDED', revision: 'again' })];
    expect(rolloutsIn(words).map(({ firstAt, lastAt, revision }) => [firstAt, lastAt, revision])).toEqual([
      [minute(0), minute(0), undefined],
      [minute(180), minute(180), 'again'],
    ]);
  });

  it('that is tried again after it failed are two, and one that failed and was taken back is one', () => {
    const statusesOf = (...statuses: readonly DeployWord['status'][]): readonly string[] =>
      rolloutsIn(statuses.map((status, at) => word(5 * at, { status }))).map(({ status }) => status);
    expect(statusesOf('FAILED', 'SUCCEEDED')).toEqual(['FAILED', 'SUCCEEDED']);
    expect(statusesOf('STARTED', 'FAILED', 'ROLLED_BACK')).toEqual(['ROLLED_BACK']);
    expect(statusesOf('SUCCEEDED', 'ROLLED_BACK')).toEqual(['ROLLED_BACK']);
  });

  it('that is told once more seconds later is one', () => {
    const words = [word(0), word(2, { status: 'SUCCEEDED' }), word(2.1, { status: 'SUCCEEDED' })];
    expect(rolloutsIn(words)).toMatchObject([{ status: 'SUCCEEDED', firstAt: minute(0) }]);
  });

  it('come twice without harm', () => {
    const words = [word(0), word(2, { status: 'SUCCEEDED' })];
    expect(rolloutsIn([...words, ...words])).toEqual(rolloutsIn(words));
  });
});
