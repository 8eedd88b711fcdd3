import { shownValue } from '../../lib/core/safe-text.ts';
import { LONGEST_NOTE } from '../../lib/core/rules/respond.ts';
import type { Rejection } from '../../lib/core/incident/rejection.ts';
import { parseDuration } from '../../lib/core/time.ts';
import type { Action, UnknownResponder } from '../../lib/pipeline/respond.ts';
import type { Problem, Refusal } from './http.ts';

/** Fields of a form, or of a JSON body. */
export type Fields = Readonly<Record<string, unknown>>;

type Read = { readonly action: Action } | { readonly problem: Problem };

const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
};

const noteOf = (fields: Fields): Read => {
  const text = textIn(fields, 'text').replaceAll('\r\n', '\n');
  if (text !== '' && text.length <= LONGEST_NOTE) return { action: { type: 'note', text } };
  const expected = `text: 1 to ${String(LONGEST_NOTE)} characters`;
  return { problem: { error: 'a note needs a text', expected, given: `${String(text.length)} characters` } };
};

const snoozeOf = (fields: Fields): Read => {
  const forMs = parseDuration(textIn(fields, 'for'));
  if (forMs !== undefined) return { action: { type: 'snooze', forMs } };
  const expected = 'for: a duration such as 45m or 2h, at most 24h';
  return { problem: { error: 'a snooze needs a duration', expected, given: shownValue(fields['for']) } };
};

const reassignOf = (fields: Fields): Read => {
  const to = textIn(fields, 'to');
  if (to !== '') return { action: { type: 'reassign', to } };
  return {
    problem: {
      error: 'handing over needs a responder',
      expected: 'to: the id of a responder',
      given: shownValue(fields['to']),
    },
  };
};

const READERS: { readonly [T in Action['type']]: (fields: Fields) => Read } = {
  acknowledge: () => ({ action: { type: 'acknowledge' } }),
  escalate: () => ({ action: { type: 'escalate' } }),
  resolve: () => ({ action: { type: 'resolve' } }),
  reopen: () => ({ action: { type: 'reopen' } }),
  note: noteOf,
  snooze: snoozeOf,
  reassign: reassignOf,
};

const isAction = (value: unknown): value is Action['type'] =>
  typeof value === 'string' && Object.hasOwn(READERS, value);

/** What somebody wants to do, from the fields `action`, `text`, `for` and `to`. */
export const readAction = (fields: Fields): Read => {
  const { action } = fields;
  if (isAction(action)) return READERS[action](fields);
  const expected = `action: one of ${Object.keys(READERS).join(', ')}`;
  return { problem: { error: 'the action is unknown', expected, given: shownValue(action) } };
};

/** Why the core refused, for whoever asked. */
export const refusalOf = (rejection: Rejection | UnknownResponder): Refusal => {
  switch (rejection.reason) {
    case 'unknown-responder': {
      const expected = `one of ${rejection.known.join(', ')}`;
      const given = shownValue(rejection.responder);
      return { statusCode: 400, problem: { error: 'there is no such responder', expected, given } };
    }
    case 'snooze-out-of-range': {
      const problem = { error: 'it cannot be snoozed that long', expected: 'more than nothing, at most 24h' };
      return { statusCode: 400, problem: { ...problem, given: 'another duration' } };
    }
    case 'note-out-of-range': {
      const problem = { error: 'a note needs a text', expected: `1 to ${String(LONGEST_NOTE)} characters` };
      return { statusCode: 400, problem: { ...problem, given: 'none, or more' } };
    }
    case 'incident-absent':
      return {
        statusCode: 404,
        problem: { error: 'there is no such incident', expected: 'the id of an incident', given: 'another id' },
      };
    case 'incident-resolved': {
      const problem = { error: 'the incident is resolved', expected: 'an open incident: reopen it first' };
      return { statusCode: 409, problem: { ...problem, given: 'a resolved one' } };
    }
    case 'group-has-open-incident': {
      const problem = { error: 'another incident of the same group is open', given: 'an older one' };
      return { statusCode: 409, problem: { ...problem, expected: `act on ${rejection.incidentId}` } };
    }
  }
};
