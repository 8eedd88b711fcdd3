import type { ReadResponse } from '../../lib/core/response/read-response.ts';
import { type Refusal, refusalOf } from '../../lib/core/response/refusal.ts';
import type { HttpRefusal } from './http.ts';

const STATUS_CODES = { invalid: 400, absent: 404, conflict: 409 } as const;

/** Why the core refused a response, as HTTP says it. */
export const httpRefusalOf = (rejection: Parameters<typeof refusalOf>[0]): HttpRefusal => {
  const { kind, ...refusal } = refusalOf(rejection);
  return { statusCode: STATUS_CODES[kind], refusal };
};

/** Whoever sent fields is told which of them is wrong. */
export const namingField = ({ refusal, field }: Extract<ReadResponse, { refusal: Refusal }>): Refusal => ({
  ...refusal,
  expected: `${field}: ${refusal.expected}`,
});
