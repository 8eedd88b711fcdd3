import fc from 'fast-check';
import { CONFIRMED_CAUSES } from '../../lib/core/cause.ts';
import type { IncidentCommand } from '../../lib/core/incident/commands.ts';
import { wakeAt } from '../../lib/core/escalation/wake.ts';
import { MINUTE } from '../../lib/core/time.ts';
import {
  acknowledges,
  alarm,
  type Circumstances,
  diagnosed,
  escalates,
  IncidentStory,
  minute,
  minutesAt,
  mutedUntil,
  notes,
  pageIs,
  reassigns,
  receives,
  reopens,
  resolves,
  resolvesAs,
  snoozes,
  suppressed,
} from './incident-spec.ts';

const NAMES = ['latency', 'memory', 'errors', 'traffic', 'disk'] as const;
const PEOPLE = ['alice', 'bob', 'carol', 'zoe'] as const;

/** What happens, so many minutes after what happened before. */
export interface Happening {
  readonly after: number;
  readonly command: (minutes: number, story: IncidentStory) => IncidentCommand;
}

type Maker = Happening['command'];

const person = fc.constantFrom(...PEOPLE);

const said = fc.record({
  name: fc.constantFrom(...NAMES),
  state: fc.constantFrom('ALARM', 'ALARM', 'OK', 'OK', 'INSUFFICIENT_DATA' as const),
  severity: fc.constantFrom('critical', 'warning', 'info' as const),
  insufficientData: fc.constantFrom('ignore', 'notify', 'page' as const),
  onRealData: fc.boolean(),
  order: fc.constantFrom('newest', 'newest', 'newest', 'newest', 'newest', 'late', 'repeated', 'stale'),
  missedTransition: fc.boolean(),
  isDeleted: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  silence: fc.constantFrom('none', 'none', 'none', 'mute', 'suppression'),
  window: fc.integer({ min: 1, max: 90 }),
});

const receiving: fc.Arbitrary<Maker> = fc.array(said, { minLength: 1, maxLength: 8 }).map(
  (changes) => (minutes) =>
    receives(
      minutes,
      ...changes.map(({ name, order, silence, window, isDeleted, ...change }) => ({
        ...alarm(name, minutes, {
          ...change,
          stale: order === 'stale',
          // Only of an ALARM does it matter: it fires, or it is known.
          late: order === 'late' && change.state === 'ALARM' && !isDeleted,
          repeated: order === 'repeated' && change.state === 'ALARM' && !isDeleted,
          kind: isDeleted ? 'deleted' : 'state',
          ...(silence === 'mute' ? mutedUntil(Math.ceil(minutes) + window) : {}),
          ...(silence === 'suppression' ? suppressed : {}),
        }),
      })),
    ),
);

const sending: fc.Arbitrary<Maker> = fc
  .tuple(fc.nat(), fc.constantFrom('sent', 'sent', 'sent', 'failed' as const))
  .map(([pick, outcome]) => (minutes, { incident }) => {
    const known = [...(incident?.requested ?? []), ...(incident?.withdrawn ?? [])];
    return pageIs(known[pick % Math.max(1, known.length)]?.pageId ?? 'unknown', outcome, minutes);
  });

/** Usually when something is due, as the clock would. */
const ticking: fc.Arbitrary<Maker> = fc.boolean().map((isPunctual) => (minutes, { incident, policy }) => {
  const wake = incident && wakeAt(incident, policy);
  return { type: 'Tick', at: isPunctual && wake !== undefined && wake > minute(minutes) ? wake : minute(minutes) };
});

const acting: fc.Arbitrary<Maker> = fc.oneof(
  person.map(
    (by): Maker =>
      (at) =>
        acknowledges(by, at),
  ),
  person.map(
    (by): Maker =>
      (at) =>
        escalates(by, at),
  ),
  person.map(
    (by): Maker =>
      (at) =>
        resolves(by, at),
  ),
  fc.tuple(person, fc.constantFrom(...CONFIRMED_CAUSES)).map(
    ([by, cause]): Maker =>
      (at) =>
        resolvesAs(by, cause, at),
  ),
  person.map(
    (by): Maker =>
      (at) =>
        reopens(by, at),
  ),
  person.map(
    (by): Maker =>
      (at) =>
        notes(by, at),
  ),
  fc.tuple(person, person).map(
    ([by, to]): Maker =>
      (at) =>
        reassigns(by, to, at),
  ),
  fc.tuple(person, fc.integer({ min: -1, max: 1_500 })).map(
    ([by, for_]): Maker =>
      (at) =>
        snoozes(by, for_, at),
  ),
  fc.constant<Maker>((at) => diagnosed(at)),
);

const happening: fc.Arbitrary<Happening> = fc.record({
  after: fc.constantFrom(0, 0, 1 / 60, 0.2, 1, 2, 4, 5, 11, 15, 40, 90, 1_500),
  command: fc.oneof(
    { weight: 3, arbitrary: receiving },
    { weight: 3, arbitrary: sending },
    { weight: 3, arbitrary: ticking },
    acting,
  ),
});

export const happenings = fc.array(happening, { minLength: 1, maxLength: 40 });

const people = fc.subarray(['responder:alice', 'responder:bob', 'responder:carol', 'channel:ops'] as const);

const usual: fc.Arbitrary<Circumstances> = fc.record({
  policy: fc.record({
    levels: fc.array(
      fc.record({
        page: fc.subarray(['schedule:on-call', 'responder:bob', 'responder:carol'] as const, { minLength: 1 }),
        escalateAfterMs: fc.constantFrom(MINUTE, 15 * MINUTE),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    repeat: fc.integer({ min: 0, max: 3 }),
    notify: people,
    unanswered: people,
  }),
  onCall: fc.constantFrom(
    () => 'alice',
    () => undefined,
  ),
  unreachable: people,
  everyone: people,
  otherOpen: fc.constantFrom(undefined, undefined, 'OTHER'),
});

type Kind = 'responder' | 'channel';

const named = <K extends Kind>(kind: K, count: number): `${K}:${string}`[] =>
  Array.from({ length: count }, (_, index) => `${kind}:${String(index)}` as const);

const EMPTY = { page: ['schedule:night'], escalateAfterMs: MINUTE } as const;

/** As much as tocsin.yaml allows: an append has to hold it. */
export const largest: Circumstances = {
  onCall: () => undefined,
  everyone: named('responder', 50),
  policy: {
    levels: [...Array.from({ length: 9 }, () => EMPTY), { page: named('responder', 20), escalateAfterMs: MINUTE }],
    repeat: 1,
    notify: named('channel', 30),
    unanswered: named('responder', 20),
  },
};

export const circumstances: fc.Arbitrary<Circumstances> = fc.oneof(
  { weight: 3, arbitrary: usual },
  fc.constantFrom(largest, { ...largest, unreachable: named('responder', 20) }),
);

/** Walks an incident through what happens; each step is told before it is taken. */
export const walk = (
  around: Circumstances,
  all: readonly Happening[],
  beforeEach: (story: IncidentStory, command: IncidentCommand) => void,
): IncidentStory => {
  const story = new IncidentStory(around);
  let now = 0;
  for (const { after, command } of all) {
    const next = command(now + after, story);
    now = minutesAt(next.at);
    beforeEach(story, next);
    story.decide(next);
  }
  return story;
};
