import * as z from 'zod';
import { FIELD_WORDS } from '../../../lib/core/response/read-fields.ts';
import { COMPONENTS } from './components.ts';
import { NEEDS } from './request-body.ts';

/** A part of the document. */
export type Json = Readonly<Record<string, unknown>>;

export const refTo = (id: string): string => `#/components/schemas/${id}`;

/** A refusal names the field before what is expected of it. */
const FIELD = /^\w+: /u;

/** As zod has it, with our words, and without that a whole number is one of JavaScript. */
const described: z.core.ToJSONSchemaParams['override'] = ({ zodSchema, jsonSchema }) => {
  const words = COMPONENTS.get(zodSchema)?.description ?? FIELD_WORDS.get(zodSchema)?.expected.replace(FIELD, '');
  if (words !== undefined) jsonSchema.description = words;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};

// What is read is described as it is sent, and what is answered may have more fields one day: `input` forbids none.
const OPTIONS = { io: 'input', target: 'draft-2020-12', override: described } as const;

/** Everything that has a name. */
export const namedSchemas = (): Json => {
  const { schemas } = z.toJSONSchema(COMPONENTS, { ...OPTIONS, uri: refTo });
  const named = Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema] as const);
  const { Response, ...others } = Object.fromEntries(named);
  return { ...others, Response: { ...Response, allOf: NEEDS } };
};

/** The fields of an object: what each has to be, and which are needed. */
export const describedFields = (
  object: z.core.$ZodObject,
): { readonly properties: Readonly<Record<string, Json>>; readonly required: readonly string[] } => {
  const { properties = {}, required = [] } = z.toJSONSchema(object, OPTIONS);
  return { properties: properties as Readonly<Record<string, Json>>, required };
};
