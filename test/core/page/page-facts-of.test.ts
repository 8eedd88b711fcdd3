import { describe, expect, it } from 'vitest';
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

const factsAfter = (steps: readonly Step[], minutes: number): PageFacts => {
  const { incident } = story({}, ...steps);
  if (incident === undefined) throw new Error('there is no incident');
  const page = {
    kind: 'page',
    pageId: 'p',
    target: 'responder:alice',
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

  it('is nobody while only a warning is left', () => {
    const left = [...alicePaged, fires('cpu', 1, { severity: 'warning' }), recovers('latency', 2)];
    expect(factsAfter(left, 3).next).toBeUndefined();
  });
});
