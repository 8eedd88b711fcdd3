import { describe, expect, it } from 'vitest';
import { rolloutsOf } from '../../../../lib/core/diagnosis/facts/rollouts.ts';
import type { DeployWord } from '../../../../lib/core/deploy/deploy-word.ts';
import { MINUTE } from '../../../../lib/core/time.ts';
import { minute, serviceWith, START } from '../situations.ts';

const window = { startMs: START, stepMs: MINUTE, count: 180 };

const word = (id: string, at: number, status: DeployWord['status']): DeployWord => ({
  at: minute(at),
  id,
  system: 'ecs',
  status,
});

const rolloutsIn = (...deploys: readonly DeployWord[]): ReturnType<typeof rolloutsOf> =>
  rolloutsOf({ ...serviceWith([]), deploys }, window);

describe('the words of a deploy', () => {
  it('are one roll-out, from the first to the last, in whatever order they come', () => {
    const words = [word('web-2', 103.5, 'SUCCEEDED'), word('web-2', 100, 'STARTED')];
    for (const ordered of [words, words.toReversed()])
      expect(rolloutsIn(...ordered)).toMatchObject([
        { id: 'web-2', start: 100, end: 103.5, startedAt: minute(100), finishedAt: minute(103.5) },
      ]);
  });

  it('keep the last revision and link that they name', () => {
    const [found] = rolloutsIn(
      { ...word('web-2', 100, 'STARTED'), revision: 'a', url: 'https://ci/1' },
      { ...word('web-2', 103, 'SUCCEEDED'), revision: 'b' },
    );
    expect(found).toMatchObject({ revision: 'b', url: 'https://ci/1' });
  });

  it('without its start or its end are one still', () => {
    expect(rolloutsIn(word('a', 10, 'SUCCEEDED'), word('b', 20, 'STARTED'))).toMatchObject([
      { id: 'a', startedAt: null, finishedAt: minute(10) },
      { id: 'b', startedAt: minute(20), finishedAt: null },
    ]);
  });

  it('that came later are not known', () => {
    expect(rolloutsIn(word('a', 179, 'STARTED'), word('a', 181, 'FAILED'), word('b', 181, 'STARTED'))).toMatchObject([
      { id: 'a', start: 179, end: 180, finishedAt: null },
    ]);
  });

  it('are told with the oldest deploy first', () => {
    expect(rolloutsIn(word('b', 20, 'STARTED'), word('a', 10, 'STARTED')).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('are none where nobody could be asked', () => {
    expect(rolloutsOf({ ...serviceWith([]), deploys: undefined }, window)).toEqual([]);
  });

  it('without a last word go on until then, an hour at most', () => {
    expect(rolloutsIn(word('a', 150, 'STARTED'))).toMatchObject([{ start: 150, end: 180, status: 'STARTED' }]);
    expect(rolloutsIn(word('a', 100, 'STARTED'))).toMatchObject([{ start: 100, end: 160 }]);
  });

  it('after the last one with that id are of another rollout', () => {
    const again = [word('a', 20, 'STARTED'), word('a', 22, 'SUCCEEDED'), word('a', 150, 'STARTED')] as const;
    expect(rolloutsIn(...again)).toMatchObject([
      { start: 20, end: 22 },
      { start: 150, end: 180 },
    ]);
  });
});
