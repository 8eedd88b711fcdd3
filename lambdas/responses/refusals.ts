import { refusalOf } from '../../lib/core/response/refusal.ts';
import type { HttpRefusal } from './http.ts';
import type { ProblemName } from './problems.ts';

type Refused = Parameters<typeof refusalOf>[0];

const PROBLEM_OF: Readonly<Record<Refused['reason'], ProblemName>> = {
  'unknown-responder': 'invalid-request',
  'snooze-out-of-range': 'invalid-request',
  'note-out-of-range': 'invalid-request',
  'incident-absent': 'no-such-incident',
  'incident-resolved': 'incident-resolved',
  'incident-changed': 'incident-changed',
  'group-has-open-incident': 'other-incident-open',
  'only-a-drill': 'only-a-drill',
};

/** Why the core refused a response, as HTTP says it. */
export const httpRefusalOf = (rejection: Refused): HttpRefusal => {
  const { kind: _, ...refusal } = refusalOf(rejection);
  return { problem: PROBLEM_OF[rejection.reason], refusal };
};
