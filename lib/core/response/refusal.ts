import type { Configuration } from '../configuration.ts';
import type { Rejection } from '../incident/rejection.ts';
import { LONGEST_NOTE, type Response } from '../incident/response.ts';
import { shownValue } from '../safe-text.ts';

/** Why something is not done, and what would be: safe to show. */
export interface Refusal {
  readonly error: string;
  readonly expected: string;
  readonly given: string;
}

/** `invalid`: it can never be done; `absent`: of no incident; `conflict`: not as the incident stands. */
export interface RefusedResponse extends Refusal {
  readonly kind: 'invalid' | 'absent' | 'conflict';
}

export interface UnknownResponder {
  readonly reason: 'unknown-responder';
  readonly responder: string;
  readonly known: readonly string[];
}

/** Whoever responds, or is handed an incident, has to be configured; undefined: they are. */
export const unknownResponder = (
  { responders }: Configuration,
  by: string,
  response: Response,
): UnknownResponder | undefined => {
  const known = Object.keys(responders);
  const named = 'to' in response ? [by, response.to] : [by];
  const responder = named.find((name) => !known.includes(name));
  return responder === undefined ? undefined : { reason: 'unknown-responder', responder, known };
};

/** Why a response was refused, for whoever gave it. */
export const refusalOf = (rejection: Rejection | UnknownResponder): RefusedResponse => {
  switch (rejection.reason) {
    case 'unknown-responder':
      return {
        kind: 'invalid',
        error: `there is no responder ${shownValue(rejection.responder)}`,
        expected:
          rejection.known.length === 0 ? 'a responder, and none is configured' : `one of ${rejection.known.join(', ')}`,
        given: shownValue(rejection.responder),
      };
    case 'snooze-out-of-range':
      return {
        kind: 'invalid',
        error: 'it cannot be snoozed that long',
        expected: 'a duration that must be more than 0 and at most 24h',
        given: 'another one',
      };
    case 'note-out-of-range':
      return {
        kind: 'invalid',
        error: 'a note needs a text',
        expected: `1 to ${String(LONGEST_NOTE)} characters`,
        given: 'none, or more',
      };
    case 'incident-absent':
      return {
        kind: 'absent',
        error: 'there is no such incident',
        expected: 'the id of an incident',
        given: 'another id',
      };
    case 'incident-resolved':
      return {
        kind: 'conflict',
        error: 'the incident is resolved',
        expected: 'an open incident: reopen it first',
        given: 'a resolved one',
      };
    case 'group-has-open-incident':
      return {
        kind: 'conflict',
        error: 'another incident of the same group is open',
        expected: `respond to ${rejection.incidentId}`,
        given: 'an older one',
      };
  }
};
