import { describe, expect, it } from 'vitest';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { statusInWords } from '../../../lib/core/report/status.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { threeLevels } from '../../support/configurations.ts';
import {
  acknowledgedByAlice,
  alicePaged,
  aliceAtWork,
  diagnosed,
  fires,
  recovers,
  resolvedWhileFiring,
  snoozes,
  type Step,
  story,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const voice = voiceOf(threeLevels, localClock('America/New_York'));

const statusAfter = (...steps: readonly Step[]): string => {
  const { incident } = story({}, ...steps);
  if (incident === undefined) throw new Error('there is no incident');
  return statusInWords(incident, voice);
};

describe('how an incident stands', () => {
  it.each<[string, readonly Step[], string]>([
    ['is paged for', alicePaged, 'triggered: nobody has acknowledged it'],
    ['is a warning', [trafficWarning, diagnosed(0)], 'triggered: nobody is paged for it'],
    ['has recovered just now', [...alicePaged, recovers('latency', 2)], 'triggered: nobody is paged for it'],
    ['is acknowledged', aliceAtWork, 'acknowledged by Alice Ferreira at 10:20, until 10:50'],
    ['is snoozed', [...alicePaged, snoozes('bob', 60, 5)], 'snoozed by Bob Osei at 10:20, until 11:20'],
    [
      'is worse than what somebody acknowledged',
      [trafficWarning, diagnosed(0), acknowledgedByAlice, fires('latency', 10)],
      'triggered: acknowledged by Alice Ferreira at 10:20, until 10:50, which does not cover what is critical now',
    ],
    ['was acknowledged for a time', [...aliceAtWork, ticks(35)], 'triggered: nobody has it any more'],
    ['is resolved by a person', resolvedWhileFiring, 'resolved by Alice Ferreira at 10:35'],
    ['has recovered', [...alicePaged, recovers('latency', 2), ticks(7)], 'resolved by itself at 10:22'],
  ])('that %s is said in words', (_what, steps, words) => {
    expect(statusAfter(...steps)).toBe(words);
  });
});
