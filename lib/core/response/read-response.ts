import type { Response } from '../incident/response.ts';
import { shownValue } from '../safe-text.ts';
import { counted } from '../words.ts';
import type { Refusal } from './refusal.ts';
import { type Input, inputOf, isResponseType, RESPONSE_TYPES, RESPONSES } from './responses.ts';

/** Fields of a form, of a JSON body, or of a recording; `action` names the response. */
export type Fields = Readonly<Record<string, unknown>>;

export type ReadResponse =
  | { readonly response: Response; readonly note?: string | undefined }
  | { readonly refusal: Refusal; readonly field: Input['field'] | 'action' };

/** Undefined: there is no such field; what is no text is empty. */
const textIn = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value.trim() : '';
};

/** What is too long to be shown is told by its length. */
const given = (value: unknown): string => {
  const text = typeof value === 'string' ? value.trim() : '';
  return text.length > 60 ? counted(text.length, 'character') : shownValue(value);
};

const tooLong = (text: string): ReadResponse => ({
  field: 'text',
  refusal: { error: 'a note is too long', expected: RESPONSES.note.needs?.expected ?? '', given: given(text) },
});

/** A text beside any other response is a note: it is recorded with it. */
const beside = (response: Response, text = ''): ReadResponse => {
  if (response.type === 'note' || text === '') return { response };
  const note = RESPONSES.note.read(text);
  return note === undefined ? tooLong(text) : { response, note: note.text };
};

/** What somebody wants to do, from the fields `action`, `text`, `for`, `to` and `cause`. */
export const readResponse = (fields: Fields): ReadResponse => {
  const { action } = fields;
  if (!isResponseType(action)) {
    const expected = `one of ${RESPONSE_TYPES.join(', ')}`;
    return { field: 'action', refusal: { error: 'the action is unknown', expected, given: shownValue(action) } };
  }
  const input = inputOf(action);
  const response = RESPONSES[action].read(input && textIn(fields, input.field));
  if (response !== undefined) return beside(response, textIn(fields, 'text'));
  const { field, error, expected } = input ?? { field: 'action', error: 'it cannot be read', expected: action };
  return { field, refusal: { error, expected, given: given(fields[field]) } };
};

/** Whoever sent fields is told which of them is wrong. */
export const namingField = ({ refusal, field }: Extract<ReadResponse, { refusal: Refusal }>): Refusal => ({
  ...refusal,
  expected: `${field}: ${refusal.expected}`,
});
