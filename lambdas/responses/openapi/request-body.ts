import * as z from 'zod/mini';
import { CONFIRMED_CAUSES } from '../../../lib/core/cause.ts';
import { LONGEST_NOTE } from '../../../lib/core/incident/response.ts';
import { requestField } from '../../../lib/core/response/read-fields.ts';
import { inputOf, RESPONSE_TYPES, RESPONSES } from '../../../lib/core/response/responses.ts';
import { component } from './components.ts';
import type { OperationName } from '../operations.ts';
import { respondedBy } from '../respond-by-api.ts';
import { testPagesBody } from '../test-pages.ts';

const INPUTS = {
  text: () => z.string().check(z.maxLength(LONGEST_NOTE)),
  for: () => z.string(),
  to: () => z.string(),
  cause: () => z.enum(CONFIRMED_CAUSES),
} as const;

/** What a response takes, as the table of responses has it. */
const inputs = Object.fromEntries(
  RESPONSE_TYPES.flatMap((type) => {
    const input = inputOf(type);
    if (input === undefined) return [];
    const of = type === 'note' ? 'note, and beside any other what is noted with it' : type;
    const words = { error: input.error, expected: `of ${of}: ${input.expected}` };
    return [[input.field, z.optional(requestField<z.ZodMiniType>(words, INPUTS[input.field]()))]];
  }),
);

const actions = RESPONSE_TYPES.map((type) => `${type} (${RESPONSES[type].help.split(/[:.]/u, 1)[0] ?? ''})`);

component(
  'Response',
  'What a responder does, and who it is.',
  z.object({
    action: requestField({ error: '', expected: actions.join('; ') }, z.enum(RESPONSE_TYPES)),
    ...respondedBy.shape,
    ...inputs,
  }),
);

component('TestPages', 'Who gets a test page, and what makes the same request, sent twice, one drill.', testPagesBody);

/** What is sent to each route that takes something. */
const BODIES: Readonly<Partial<Record<OperationName, string>>> = { responses: 'Response', testPages: 'TestPages' };

/** What the body of a route is called; undefined: it takes none. */
export const bodyName = (name: OperationName): string | undefined => BODIES[name];

/** Which fields which action needs. */
export const NEEDS = RESPONSE_TYPES.flatMap((action) => {
  const { needs } = RESPONSES[action];
  if (needs === undefined) return [];
  return [{ if: { properties: { action: { const: action } } }, then: { required: [needs.field] } }];
});
