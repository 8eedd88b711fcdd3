import * as z from 'zod/mini';
import type { Incident } from '../core/incident/incident.ts';
import type { Response, Seen } from '../core/incident/response.ts';
import { parsedJson } from '../core/json-value.ts';
import { readFields, requestField, requestText } from '../core/response/read-fields.ts';
import { namingField, readResponse } from '../core/response/read-response.ts';
import type { Refusal, RefusedResponse } from '../core/response/refusal.ts';
import { seenSchema } from '../core/response/seen-schema.ts';
import { seenInField } from './seen-field.ts';

/** A note of 4,000 characters takes nine bytes each where they are Chinese. */
export const FORM_RULE = { contentType: 'application/x-www-form-urlencoded', bytes: 65_536 };

const NONCE = /^[\w-]{16,64}$/;

export type FormFields = Readonly<Record<string, string>>;

/** What a body of a form says; of anything else whatever can be read. */
export const formFields = (body: string): FormFields => Object.fromEntries(new URLSearchParams(body));

/** A response as a form of a screen sends it. */
export interface FormResponse {
  readonly response: Response;
  readonly note: string | undefined;
  readonly by: string;
  readonly nonce: string;
  /** What was seen of each incident, by its id. */
  readonly expect: Readonly<Record<string, Seen>>;
  /** An incident's id, or `all`. */
  readonly incident: string;
}

const seenById = z.record(z.string(), seenSchema);

const seenIn = (text: string): z.infer<typeof seenById> | undefined => seenById.safeParse(parsedJson(text)).data;

const form = z.object({
  nonce: requestField(
    { error: 'this form is not one of this link', expected: 'open the link and use its buttons' },
    z.string().check(z.regex(NONCE)),
  ),
  incident: z._default(z.string(), ''),
  // A form sent before there was this field saw nothing that could have changed.
  expect: z._default(
    requestText(
      { error: 'what was seen cannot be read', expected: 'open the link and use its buttons' },
      z.string(),
      seenIn,
    ),
    {},
  ),
  by: z._default(z.string(), ''),
});

const NOBODY = { error: 'nobody said who responds', expected: 'choose your name', given: 'no name' };

/** One form holds every choice: one that was left empty was not made. */
const chosenIn = ({ cause = '', ...others }: FormFields): FormFields => (cause === '' ? others : { ...others, cause });

/** What somebody wants to do by a form; whoever is known to hold it (`known`) responds, whatever it says. */
export const readForm = (
  fields: FormFields,
  known: string | undefined,
): FormResponse | { readonly refusal: Refusal } => {
  const read = readResponse(chosenIn(fields));
  if ('refusal' in read) return { refusal: namingField(read) };
  const said = readFields(form, fields);
  if ('refusal' in said) return said;
  const by = known ?? said.value.by;
  if (by === '') return { refusal: NOBODY };
  const { response, note } = read;
  return { ...said.value, response, note, by };
};

/** One button, one response: what else was typed into the same screen makes another. */
const formKey = ({ nonce, response, note }: FormResponse): string =>
  JSON.stringify(note === undefined ? [nonce, response] : [nonce, response, note]);

/** What is asked of one incident by a form. */
interface AskedByForm extends Pick<FormResponse, 'by' | 'response' | 'note'> {
  readonly incidentId: string;
  readonly expect: Seen | undefined;
  /** The same for whatever is sent twice. */
  readonly key: string;
}

export const askedOf = (given: FormResponse, incident: Incident): AskedByForm => {
  const { by, response, note, expect } = given;
  const { incidentId } = incident;
  return { incidentId, by, response, note, expect: seenInField(incident, expect[incidentId]), key: formKey(given) };
};

/** Why nothing was recorded, where it can never be. */
export const invalidWords = ({ error, expected, given }: Refusal): string =>
  `Nothing was recorded: ${error}. Expected: ${expected}. Given: ${given}.`;

/** Why a response was not recorded; of several, for all but so many. */
export const refusedWords = ({ kind, ...refusal }: RefusedResponse, done = 0, all = 1): string => {
  if (kind !== 'conflict') return invalidWords(refusal);
  const recorded = done === 0 ? 'Nothing was recorded' : `Recorded for ${String(done)} of ${String(all)}`;
  return `${recorded}: ${refusal.error}.`;
};
