import { describe, expect, it } from 'vitest';
import type { Response } from '../../../lib/core/incident/response.ts';
import { readResponse } from '../../../lib/core/response/read-response.ts';
import { RESPONSE_TYPES } from '../../../lib/core/response/responses.ts';
import { responseFields } from '../../../lib/core/response/write-response.ts';

const EACH: { readonly [T in Response['type']]: readonly Extract<Response, { type: T }>[] } = {
  acknowledge: [{ type: 'acknowledge' }],
  escalate: [{ type: 'escalate' }],
  resolve: [{ type: 'resolve' }, { type: 'resolve', cause: 'memory-leak' }],
  reopen: [{ type: 'reopen' }],
  note: [{ type: 'note', text: 'two\nlines, "quoted"' }],
  snooze: [
    { type: 'snooze', forMs: 90 * 60_000 },
    { type: 'snooze', forMs: 1 },
  ],
  reassign: [{ type: 'reassign', to: 'bob' }],
};

describe('the fields of a response', () => {
  it.each(RESPONSE_TYPES.flatMap((type): readonly Response[] => EACH[type]))('are read as %j', (response) => {
    expect(readResponse(responseFields(response))).toEqual({ response });
  });

  it('hold what is noted with it', () => {
    const read = readResponse(responseFields({ type: 'resolve' }, 'restarted it'));
    expect(read).toEqual({ response: { type: 'resolve' }, note: 'restarted it' });
  });
});
