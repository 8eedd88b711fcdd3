import { refusalOf } from '../../lib/core/response/refusal.ts';
import type { HttpRefusal } from './http.ts';

const STATUS_CODES = { invalid: 400, absent: 404, conflict: 409 } as const;

/** Why the core refused a response, as HTTP says it. */
export const httpRefusalOf = (rejection: Parameters<typeof refusalOf>[0]): HttpRefusal => {
  const { kind, ...refusal } = refusalOf(rejection);
  return { statusCode: STATUS_CODES[kind], refusal };
};
