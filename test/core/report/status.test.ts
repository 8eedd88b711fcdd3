import { describe, expect, it } from 'vitest';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { statusInWords } from '../../../lib/core/report/status.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { threeLevels } from '../../support/configurations.ts';
import {
  acknowledgedByAlice,
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  mutedUntil,
  pagesSent,
  reassigns,
  recovered,
  recovers,
  reopens,
  resolvedWhileFiring,
  snoozes,
  type Step,
  story,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const voice = voiceOf(threeLevels, localClock('America/New_York'));

/** Every level was asked twice, and nobody answered. */
const unanswered: readonly Step[] = [
  ...alicePaged,
  ...[15, 35, 55, 70, 90, 110].flatMap((minutes) => [ticks(minutes), pagesSent(minutes)]),
];

const statusAfter = (...steps: readonly Step[]): string => {
  const { incident } = story({}, ...steps);
  if (incident === undefined) throw new Error('there is no incident');
  return statusInWords(incident, voice);
};

describe('how an incident stands', () => {
  it.each<[string, readonly Step[], string]>([
    ['is paged for', alicePaged, 'triggered: nobody has acknowledged it'],
    ['is a warning', [trafficWarning, diagnosed(0)], 'triggered: nobody is paged for it'],
    [
      'has recovered just now',
      [...alicePaged, recovers('latency', 2)],
      'triggered: nothing fires; Alice Ferreira was asked last, at 10:15',
    ],
    ['is acknowledged', aliceAtWork, 'acknowledged by Alice Ferreira at 10:20, until 10:50'],
    ['is snoozed', [...alicePaged, snoozes('bob', 60, 5)], 'snoozed by Bob Osei at 10:20, until 11:20'],
    [
      'is worse than what somebody acknowledged',
      [trafficWarning, diagnosed(0), acknowledgedByAlice, fires('latency', 10)],
      'triggered: acknowledged by Alice Ferreira at 10:20, until 10:50, but not what is critical now',
    ],
    ['was acknowledged for a time', [...aliceAtWork, ticks(35)], 'triggered: nobody has it any more'],
    [
      'was reopened by a person while nothing fires, not sent yet',
      [...recovered, reopens('bob', 20)],
      'triggered: nothing fires; Alice Ferreira was asked last, at 10:35',
    ],
    [
      'was escalated by a person while nothing fires',
      [...alicePaged, recovers('latency', 2), escalates('alice', 3), pagesSent(3)],
      'triggered: nothing fires; Bob Osei was asked last, at 10:18',
    ],
    [
      'was handed over while only what is muted fires',
      [...alicePaged, fires('latency', 2, mutedUntil(60)), reassigns('alice', 'carol', 3), pagesSent(3)],
      'triggered: nothing that pages fires; Carol Lindqvist was asked last, at 10:18',
    ],
    ['has no level left', unanswered, 'triggered: no level is left, and nobody has answered'],
    [
      'has no level left after somebody had it',
      [...unanswered, acknowledges('bob', 120), ticks(150)],
      'triggered: no level is left, and nobody has it any more',
    ],
    ['is resolved by a person', resolvedWhileFiring, 'resolved by Alice Ferreira at 10:35'],
    ['has recovered', [...alicePaged, recovers('latency', 2), ticks(7)], 'resolved by itself at 10:22'],
  ])('that %s is said in words', (_what, steps, words) => {
    expect(statusAfter(...steps)).toBe(words);
  });
});
