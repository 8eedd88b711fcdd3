import type { Configuration } from '../configuration.ts';
import type { Change, Rejection } from '../incident/rejection.ts';
import { LONGEST_NOTE, type Response } from '../incident/response.ts';
import { safeText, shownValue } from '../safe-text.ts';
import { listed } from '../words.ts';

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

const inWords = (change: Change): string => {
  switch (change.what) {
    case 'severity':
      return `it is ${change.now} by now, it was ${change.seen}`;
    case 'owner':
      return change.now === null ? 'nobody has it any more' : `${safeText(change.now, 64)} has it by now`;
    case 'level':
      return `it is at ${change.now} by now, it was at ${change.seen}`;
    case 'alarms':
      return `more counts by now: ${listed(
        change.joined.slice(0, 3).map((name) => safeText(name, 80)),
        'and',
      )}${change.joined.length > 3 ? ', …' : ''}`;
  }
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
    case 'incident-changed':
      return {
        kind: 'conflict',
        error: `it has changed since you looked: ${rejection.changes.map(inWords).join('; ')}`,
        expected: 'look at it again, then decide',
        given: 'what was seen before',
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
