import type { Configuration } from '../configuration.ts';
import type { Change, Rejection } from '../incident/rejection.ts';
import { LONGEST_NOTE, type Response } from '../incident/response.ts';
import { safeText, shownValue } from '../safe-text.ts';
import { enumerated, listed } from '../words.ts';

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

/** Whom a response names: who gives it, and to whom. */
export const peopleIn = ({ by, response }: { readonly by: string; readonly response: Response }): readonly string[] =>
  'to' in response ? [by, response.to] : [by];

/** Whoever responds, or is handed an incident, has to be configured; undefined: they are. */
export const unknownResponder = (
  { responders }: Configuration,
  by: string,
  response: Response,
): UnknownResponder | undefined => {
  const known = Object.keys(responders);
  const responder = peopleIn({ by, response }).find((name) => !known.includes(name));
  return responder === undefined ? undefined : { reason: 'unknown-responder', responder, known };
};

const unseen = (joined: readonly string[]): string => {
  const named = joined.slice(0, 3).map((name) => safeText(name, 80));
  return `${listed(named, 'and')}${joined.length > 3 ? ' and more' : ''} ${joined.length === 1 ? 'was' : 'were'} not shown then`;
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
      return unseen(change.joined);
    case 'reopened':
      return 'it is open again';
  }
};

type Refused = Rejection | UnknownResponder;

const REFUSALS: {
  readonly [R in Refused['reason']]: (rejection: Extract<Refused, { reason: R }>) => RefusedResponse;
} = {
  'unknown-responder': ({ responder, known }) => ({
    kind: 'invalid',
    error: `there is no responder ${shownValue(responder)}`,
    expected: known.length === 0 ? 'a responder, and none is configured' : `one of ${enumerated(known)}`,
    given: shownValue(responder),
  }),
  'snooze-out-of-range': () => ({
    kind: 'invalid',
    error: 'it cannot be snoozed that long',
    expected: 'a duration that must be more than 0 and at most 24h',
    given: 'another one',
  }),
  'note-out-of-range': () => ({
    kind: 'invalid',
    error: 'a note needs a text',
    expected: `1 to ${String(LONGEST_NOTE)} characters`,
    given: 'none, or more',
  }),
  'incident-absent': () => ({
    kind: 'absent',
    error: 'there is no such incident',
    expected: 'the id of an incident',
    given: 'another id',
  }),
  'incident-resolved': () => ({
    kind: 'conflict',
    error: 'the incident is resolved',
    expected: 'an open incident: reopen it first',
    given: 'a resolved one',
  }),
  'incident-changed': ({ changes }) => ({
    kind: 'conflict',
    error: `it has changed since you looked: ${changes.map(inWords).join('; ')}`,
    expected: 'look at it again, then decide',
    given: 'what was seen before',
  }),
  'group-has-open-incident': ({ incidentId }) => ({
    kind: 'conflict',
    error: 'another incident of the same group is open',
    expected: `respond to ${incidentId}`,
    given: 'an older one',
  }),
  'only-a-drill': () => ({
    kind: 'conflict',
    error: 'this is a test page: nothing is wrong, and nobody else is paged for it',
    expected: 'acknowledge, which shows that the page arrived; there is nothing else to do',
    given: 'another response',
  }),
};

/** Why a response was refused, for whoever gave it. */
export const refusalOf = (rejection: Refused): RefusedResponse =>
  (REFUSALS[rejection.reason] as (rejection: Refused) => RefusedResponse)(rejection);
