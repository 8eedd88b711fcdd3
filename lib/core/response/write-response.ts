import type { Response } from '../incident/response.ts';
import type { Fields } from './read-response.ts';

const inputIn = (response: Response): Fields => {
  switch (response.type) {
    case 'note':
      return { text: response.text };
    case 'snooze':
      return { for: `${String(response.forMs)}ms` };
    case 'reassign':
      return { to: response.to };
    case 'resolve':
      return response.cause === undefined ? {} : { cause: response.cause };
    case 'acknowledge':
    case 'escalate':
    case 'reopen':
      return {};
  }
};

/** The fields that `readResponse` reads so. */
export const responseFields = (response: Response, note?: string): Fields => ({
  action: response.type,
  ...(note === undefined ? {} : { text: note }),
  ...inputIn(response),
});
