import { describe, expect, it } from 'vitest';
import { nextTickMs, wakeAt } from '../../../lib/core/escalation/wake.ts';
import { MINUTE, SECOND } from '../../../lib/core/time.ts';
import {
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  fires,
  latencyAlarm,
  minute,
  minutesAt,
  mutedUntil,
  pagesSent,
  policy,
  recovered,
  recovers,
  resolvedWhileFiring,
  resolves,
  seconds,
  snoozes,
  type Step,
  story,
  suppressed,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const wakes = (...steps: readonly Step[]): number | undefined => {
  const { incident } = story({}, ...steps);
  const at = incident && wakeAt(incident, policy);
  return at === undefined ? undefined : minutesAt(at);
};

const next = (steps: readonly Step[], now: number): number | undefined => {
  const { incident } = story({}, ...steps);
  return incident && nextTickMs(incident, policy, minute(now));
};

const warned: readonly Step[] = [trafficWarning, diagnosed(0), pagesSent(0)];
const unsent: readonly Step[] = [latencyAlarm, diagnosed(0)];
const milder: readonly Step[] = [
  ...alicePaged,
  fires('traffic', 1, { severity: 'warning' }),
  recovers('latency', 2),
  pagesSent(2),
];
const leftAndReopened: readonly Step[] = [
  ...alicePaged,
  resolves('alice', 5),
  fires('traffic', 7, { severity: 'warning' }),
  ticks(7),
  pagesSent(7),
];
const againAndAgain = [7, 9, 11].flatMap((at): Step[] => [recovers('latency', at), fires('latency', at + 1)]);
const toldOfReturns: readonly Step[] = [...aliceAtWork, ...againAndAgain, pagesSent(12)];
const unanswered: readonly Step[] = [
  ...alicePaged,
  ...[1, 2, 3, 4, 5].flatMap((at): Step[] => [escalates('bob', at), pagesSent(at)]),
  escalates('bob', 55),
  pagesSent(55),
];

describe('an incident wakes', () => {
  it.each<[string, number | undefined, readonly Step[]]>([
    ['when its first page has waited five seconds for a diagnosis', seconds(5), [latencyAlarm]],
    ['when a page is unsent for 20 s', seconds(20), unsent],
    ['when its level is over', 15, alicePaged],
    ['when its acknowledgement ends', 35, aliceAtWork],
    ['when it has recovered', 15, [...alicePaged, recovers('latency', 10)]],
    ['when a mute window ends', 60, [fires('latency', 0, mutedUntil(60))]],
    [
      'when the first of two mute windows ends',
      40,
      [fires('latency', 0, mutedUntil(60)), fires('memory', 0, mutedUntil(40))],
    ],
    ['a day after it opened, as a warning', 1_440, warned],
    ['a day after it opened, suppressed without a known end', 1_440, [fires('latency', 0, suppressed)]],
    ['when joins may be told again', 7, [...aliceAtWork, fires('memory', 6), pagesSent(6), fires('errors', 6.5)]],
    ['at the end of the cool-down when a person left it firing', 30, resolvedWhileFiring],
    [
      'at the end of the window when a person resolved it muted',
      60,
      [fires('latency', 0, mutedUntil(60)), resolves('alice', 5)],
    ],
    [
      'when its level is over that was paged as it came back',
      36,
      [...recovered, fires('latency', 16), diagnosed(16), pagesSent(16)],
    ],
    ['when its severity falls', 7, milder],
    ['not for a level that is over while nobody is needed', 1_440, [...milder, ticks(7), pagesSent(7)]],
    ['when its snooze ends', 605, [...alicePaged, snoozes('alice', 600, 5), pagesSent(5)]],
    [
      'at once when a snooze does not hold what fires',
      0,
      [...alicePaged, snoozes('alice', 600, 5), fires('errors', 9)],
    ],
    ['when a resolution is believed no longer, though another alarm has reopened it', 15, leftAndReopened],
    ['when it is told again that an alarm fires again', 13, toldOfReturns],
    ['when the level is over that a person asked for', 20, [...warned, escalates('bob', 5), pagesSent(5)]],
    ['when its unanswered targets are asked again', 115, unanswered],
    ['never once it is resolved, told, and nothing fires', undefined, recovered],
  ])('%s', (_when, at, steps) => {
    expect(wakes(...steps)).toBe(at);
  });

  it('by today’s configuration', () => {
    const { incident } = story({}, ...alicePaged);
    const levels = [{ page: ['responder:alice'], escalateAfterMs: 7 * MINUTE }] as const;
    expect(incident && wakeAt(incident, { ...policy, levels })).toBe(minute(7));
  });

  it('20 s after the resolution while that is not told', () => {
    expect(wakes(...alicePaged, recovers('latency', 10), ticks(15))).toBe(15 + seconds(20));
  });
});

describe('the next tick', () => {
  it('is at the time to wake while that is ahead', () => {
    expect(next(alicePaged, 5)).toBe(10 * MINUTE);
  });

  it('is never for what is over', () => {
    expect(next(recovered, 30)).toBeUndefined();
  });

  it('is in 20 s while a page stays unsent', () => {
    expect(next(unsent, seconds(20))).toBe(20 * SECOND);
    expect(next(unsent, seconds(30))).toBe(20 * SECOND);
  });

  it('is sooner where something else is due before', () => {
    expect(next(unsent, seconds(50))).toBe(10 * SECOND);
  });

  it('is never sooner than in 5 s for what a tick could not move', () => {
    expect(next(unsent, seconds(57))).toBe(5 * SECOND);
  });

  it('is due at once again for an acknowledgement in the past, but not within 5 s', () => {
    expect(next([...alicePaged, acknowledges('alice', 5), pagesSent(5)], 200)).toBeGreaterThanOrEqual(5 * SECOND);
  });
});
