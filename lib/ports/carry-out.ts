import type { Incident } from '../core/incident/incident.ts';
import type { Response, Seen } from '../core/incident/response.ts';
import type { RefusedResponse } from '../core/response/refusal.ts';

/** A response to one incident. */
export interface AskedResponse {
  readonly incidentId: string;
  /** A configured responder, paged or not. */
  readonly by: string;
  readonly response: Response;
  /** Said with it: recorded as a note. */
  readonly note?: string | undefined;
  /** What its author saw: where that has changed, it is refused, saying what has. */
  readonly expect?: Seen | undefined;
  /** The same key twice is the same response, carried out once. */
  readonly key?: string;
}

export type CarriedOut =
  | { readonly outcome: 'done'; readonly incident: Incident }
  | { readonly outcome: 'refused'; readonly refusal: RefusedResponse; readonly incident: Incident | undefined };

/** Carries a response out, wherever the incident is. */
export type CarryOut = (asked: AskedResponse) => Promise<CarriedOut>;
