import { describe, expect, it } from 'vitest';
import { CONFIRMED_CAUSES } from '../../../lib/core/cause.ts';
import { atInstant } from '../../../lib/core/incident/evolve.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import {
  aliceAtWork,
  alicePaged,
  given,
  having,
  inShort,
  type IncidentStory,
  latencyAlarm,
  minute,
  pagesSent,
  recovered,
  reopens,
  resolvedWhileFiring,
  resolves,
  resolvesAs,
  type Step,
  story,
} from '../../support/incident-spec.ts';

const incidentOf = ({ incident }: IncidentStory): Incident => {
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
};

const reopened: readonly Step[] = [
  ...recovered,
  resolvesAs('alice', 'dependency', 20),
  reopens('bob', 30),
  pagesSent(30),
];
const SAID = 'CauseConfirmed';
const ENDED = 'IncidentResolved';

/** What `resolve --cause dependency` of Bob adds, by how the incident stands. */
const STATES: Readonly<Record<string, readonly [readonly Step[], readonly string[]]>> = {
  'nobody has it': [alicePaged, [ENDED, 'tell alice resolved', 'tell ops resolved', SAID]],
  'its first page waits for its diagnosis': [[latencyAlarm], [ENDED, SAID]],
  'Alice has it': [aliceAtWork, [ENDED, 'tell alice resolved', 'tell ops resolved', SAID]],
  'it is open again': [reopened, [ENDED, 'tell alice resolved', 'tell ops resolved', SAID]],
  'it has recovered by itself': [recovered, [SAID]],
  'a person has resolved it, and something fires on': [resolvedWhileFiring, [SAID]],
  'Alice has said that it was something else': [[...recovered, resolvesAs('alice', 'other', 20)], [SAID]],
  'Bob has said so before': [[...recovered, resolvesAs('bob', 'dependency', 20)], []],
};

describe('a resolution that says what it was', () => {
  it.each(Object.entries(STATES))('while %s', (_state, [history, expected]) => {
    const { events } = given(...history).when(resolvesAs('bob', 'dependency', 40));
    expect(inShort(events).toSorted()).toEqual([...expected].toSorted());
    expect(events.at(-1)?.type).toBe(expected.at(-1));
  });

  it.each(CONFIRMED_CAUSES)('may say %s', (cause) => {
    given(...aliceAtWork)
      .when(resolvesAs('alice', cause, 6))
      .leaves({ resolution: { by: 'alice' }, confirmed: { cause, by: 'alice' } });
  });

  it('stands behind what is noted with it, and nothing else of a resolved incident changes', () => {
    const before = incidentOf(story({}, ...recovered));
    const after = story({}, ...recovered, having(resolvesAs('bob', 'other', 40), { note: 'a bad disk' }));
    expect(inShort(after.events.slice(-2))).toEqual(['NoteAdded', SAID]);
    expect({ ...incidentOf(after), version: before.version }).toEqual({
      ...atInstant(before, minute(40)),
      confirmed: { cause: 'other', by: 'bob' },
      tally: incidentOf(after).tally,
    });
  });
});

describe('what it was', () => {
  it('is the last word, and the timeline keeps all', () => {
    const { incident, events } = story(
      {},
      ...recovered,
      resolvesAs('alice', 'memory-leak', 20),
      resolvesAs('bob', 'memory-leak', 21),
      resolvesAs('bob', 'memory-leak', 22),
      resolvesAs('alice', 'unknown', 23),
    );
    expect(incident?.confirmed).toEqual({ cause: 'unknown', by: 'alice' });
    expect(events.filter(({ type }) => type === SAID)).toMatchObject([
      { by: 'alice', cause: 'memory-leak' },
      { by: 'bob', cause: 'memory-leak' },
      { by: 'alice', cause: 'unknown' },
    ]);
  });

  it('stays said through a reopening, until somebody says otherwise', () => {
    given(...reopened)
      .when(resolves('bob', 40))
      .leaves({ confirmed: { cause: 'dependency', by: 'alice' } });
  });

  it('is said by nobody who only resolves: of what is resolved that is nothing', () => {
    given(...recovered)
      .when(resolves('bob', 20))
      .thenNothing();
  });

  it('is signed for by whoever signed the request', () => {
    given(...recovered)
      .when(having(resolvesAs('bob', 'other', 20), { signedBy: 'arn:aws:iam::123456789012:user/bob' }))
      .then({ type: SAID, by: 'bob', signedBy: 'arn:aws:iam::123456789012:user/bob' });
  });
});
