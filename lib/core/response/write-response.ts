import type { Response, ResponseOf } from '../incident/response.ts';
import type { Fields } from './read-response.ts';

const none = (): Fields => ({});

const INPUTS: { readonly [T in Response['type']]: (response: ResponseOf<T>) => Fields } = {
  acknowledge: none,
  escalate: none,
  resolve: ({ cause }) => (cause === undefined ? {} : { cause }),
  reopen: none,
  note: ({ text }) => ({ text }),
  snooze: ({ forMs }) => ({ for: `${String(forMs)}ms` }),
  reassign: ({ to }) => ({ to }),
};

/** The fields that `readResponse` reads so. */
export const responseFields = (response: Response, note?: string): Fields => ({
  action: response.type,
  ...(note === undefined ? {} : { text: note }),
  ...(INPUTS[response.type] as (response: Response) => Fields)(response),
});
