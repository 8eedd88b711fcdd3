import { HOUR } from '../time.ts';

/** What a responder does about an incident. */
export type Response =
  | { readonly type: 'acknowledge' }
  | { readonly type: 'escalate' }
  | { readonly type: 'resolve' }
  | { readonly type: 'reopen' }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'snooze'; readonly forMs: number }
  | { readonly type: 'reassign'; readonly to: string };

export type ResponseOf<T extends Response['type']> = Extract<Response, { type: T }>;

/** Characters of a note: a few pages of text, far from what one stored event may hold. */
export const LONGEST_NOTE = 4_000;

/** A snooze ends within a day: what is forgotten longer is not being worked on. */
export const LONGEST_SNOOZE_MS = 24 * HOUR;
