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
  it('says what a snooze must be, and that nobody is configured', () => {
    expect(refusalOf({ reason: 'snooze-out-of-range' }).expected).toContain('must be more than 0 and at most 24h');
    const nobody = { reason: 'unknown-responder', responder: 'zoe', known: [] } as const;
    expect(refusalOf(nobody).expected).toBe('a responder, and none is configured');
  });

  it.each([
    [
      { reason: 'unknown-responder', responder: 'zo\u202ee', known: ['alice', 'bob'] },
      'invalid',
      'there is no responder "zoe"',
    ],
    [{ reason: 'snooze-out-of-range' }, 'invalid', 'it cannot be snoozed that long'],
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

  it('says which incident to respond to instead', () => {
    expect(refusalOf({ reason: 'group-has-open-incident', incidentId: '01H' }).expected).toBe('respond to 01H');
  });
});
