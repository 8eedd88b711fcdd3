import { describe, expect, it } from 'vitest';
import type { Target } from '../../../lib/core/configuration.ts';
import { pageFactsOf } from '../../../lib/core/page/page-facts-of.ts';
import type { PageFacts } from '../../../lib/core/page/page-facts.ts';
import { threeLevels } from '../../support/configurations.ts';
import {
  alicePaged,
  fires,
  minute,
  recovers,
  resolvedWhileFiring,
  type Step,
  story,
} from '../../support/incident-spec.ts';

const factsAfter = (steps: readonly Step[], minutes: number, target: Target = 'responder:alice'): PageFacts => {
  const { incident } = story({}, ...steps);
  if (incident === undefined) throw new Error('there is no incident');
  const page = {
    kind: 'page',
    pageId: 'p',
    target,
    reason: 'escalation',
    level: 1,
    round: 1,
    requestedAt: minute(minutes),
  } as const;
  return pageFactsOf(incident, page, { configuration: threeLevels, now: minute(minutes), link: undefined });
};

describe('who resolved it', () => {
  it('is the reader, to themselves', () => {
    expect(factsAfter(resolvedWhileFiring, 21).resolution).toMatchObject({ by: 'you', stillFiring: 1 });
  });
});

describe('who is paged next', () => {
  it('is the next level, when the wait of this one is over', () => {
    expect(factsAfter(alicePaged, 1).next).toMatchObject({ at: minute(15) });
  });

  it('stands in words for the reader, and by name for a machine', () => {
    expect(factsAfter(alicePaged, 1).next).toMatchObject({ who: 'Bob Osei', names: ['Bob Osei'] });
  });

  it('is nobody while only a warning is left', () => {
    const left = [...alicePaged, fires('cpu', 1, { severity: 'warning' }), recovers('latency', 2)];
    expect(factsAfter(left, 3).next).toBeUndefined();
  });
});

describe('who reads it', () => {
  it.each<[Target, string, boolean]>([
    ['responder:alice', 'Alice Ferreira', false],
    ['channel:ops', '#ops', true],
    ['ops', 'the ops topic', true],
  ])('%s is %s, and a channel: %s', (target, reader, isChannel) => {
    expect(factsAfter(alicePaged, 1, target)).toMatchObject({ reader, isChannel });
  });
});
