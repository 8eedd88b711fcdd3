import { describe, expect, it } from 'vitest';
import type { Rollout } from '../../../lib/core/deploy/rollouts-in.ts';
import { changeOf } from '../../../lib/core/release/change.ts';
import { at, rollout } from '../../support/released-service.ts';

const ECS = rollout();
const STACK = rollout({ id: 'stack', system: 'cloudformation', firstAt: at(-9), startedAt: at(-9), lastAt: at(2) });
const SCRIPT = rollout({ id: 'script', system: 'custom', firstAt: at(6), startedAt: null, lastAt: at(6) });
const ALL = [STACK, ECS, SCRIPT];

const of = (one: Rollout, all: readonly Rollout[] = ALL) =>
  changeOf(
    one,
    all.filter((other) => other !== one),
  );

describe('a change', () => {
  it('is what several systems told within minutes, whichever of them is asked', () => {
    for (const one of ALL)
      expect(of(one)).toMatchObject({ firstAt: at(-9), lastAt: at(6), isStartKnown: true, others: [] });
    expect(ALL.filter((one) => of(one).isTold)).toEqual([SCRIPT]);
  });

  it('of one system is its own', () => {
    expect(changeOf(SCRIPT, [])).toMatchObject({ firstAt: at(6), lastAt: at(6), isStartKnown: false, isTold: true });
  });

  it('does not reach what was told longer before or after', () => {
    const late = { ...SCRIPT, firstAt: at(8), lastAt: at(8) };
    expect(of(ECS, [STACK, ECS, late])).toMatchObject({ lastAt: at(2), others: [late] });
  });

  it('is told of once by one system: what that tells beside it is another', () => {
    const again = rollout({ id: 'ecs-svc/2', firstAt: at(1), lastAt: at(4) });
    expect(of(ECS, [...ALL, again])).toMatchObject({ others: [again] });
  });

  it('is told by the last that succeeded; what did not tells for itself', () => {
    const failed: Rollout = { ...SCRIPT, status: 'FAILED' };
    const all = [STACK, ECS, failed];
    expect(all.filter((one) => of(one, all).isTold)).toEqual([STACK, failed]);
  });
});
