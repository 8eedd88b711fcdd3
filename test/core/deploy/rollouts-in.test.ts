import { describe, expect, it } from 'vitest';
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

  it('come twice without harm', () => {
    const words = [word(0), word(2, { status: 'SUCCEEDED' })];
    expect(rolloutsIn([...words, ...words])).toEqual(rolloutsIn(words));
  });
});
