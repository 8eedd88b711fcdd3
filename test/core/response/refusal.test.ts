import { describe, expect, it } from 'vitest';
import { refusalOf, unknownResponder } from '../../../lib/core/response/refusal.ts';
import { threeLevels } from '../../support/configurations.ts';

describe('a responder', () => {
  const asks = (by: string, to?: string): string | undefined =>
    unknownResponder(threeLevels, by, to === undefined ? { type: 'acknowledge' } : { type: 'reassign', to })?.responder;

  it('may act when configured, paged or not', () => {
    expect(asks('carol')).toBeUndefined();
  });

  it.each([['mallory'], ['constructor'], ['']])('may not act when unknown: %j', (by) => {
    expect(asks(by)).toBe(by);
  });

  it('is handed nothing when unknown', () => {
    expect(asks('alice', 'bob')).toBeUndefined();
    expect(asks('alice', 'mallory')).toBe('mallory');
  });
});

describe('a refused response', () => {
  it.each([
    [
      { reason: 'unknown-responder', responder: 'zo\u202ee', known: ['alice', 'bob'] },
      'invalid',
      'there is no responder "zoe"',
    ],
    [{ reason: 'snooze-out-of-range' }, 'invalid', 'a snooze needs a duration'],
    [{ reason: 'note-out-of-range' }, 'invalid', 'a note needs a text'],
    [{ reason: 'incident-absent' }, 'absent', 'there is no such incident'],
    [{ reason: 'incident-resolved' }, 'conflict', 'the incident is resolved'],
    [
      { reason: 'group-has-open-incident', incidentId: '01H' },
      'conflict',
      'another incident of the same group is open',
    ],
  ] as const)('is told in words: %j', (rejection, kind, error) => {
    expect(refusalOf(rejection)).toMatchObject({ kind, error });
  });

  it('says which incident to act on instead', () => {
    expect(refusalOf({ reason: 'group-has-open-incident', incidentId: '01H' }).expected).toBe('act on 01H');
  });
});
