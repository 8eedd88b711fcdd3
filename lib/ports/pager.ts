import type { Target } from '../core/configuration.ts';
import type { Message } from '../core/page/page-facts.ts';

/** Publishes to one responder or channel. */
export interface Pager {
  /** @throws PageNotDeliveredError also where it may have gone out. */
  publish(target: Target, message: Message): Promise<void>;
}

/** The short links by which messages are answered. */
export interface PageLinks {
  /**
   * A new secret link for these incidents, naming the responder it is sent to (undefined: a channel, whose page asks
   * who responds); undefined where there is no screen to link to.
   */
  create(incidentIds: readonly string[], responder: string | undefined): Promise<string | undefined>;
  /** What the link with this token is for; undefined for a token that was never made. */
  find(token: string): Promise<PageLink | undefined>;
}

export interface PageLink {
  readonly incidentIds: readonly string[];
  readonly responder: string | undefined;
}

/** Refused: by this message, for good. Not sent: it may go through later. Unknown: it was not answered in time. */
export type NotDelivered = 'refused' | 'not-sent' | 'unknown';

export class PageNotDeliveredError extends Error {
  override readonly name = 'PageNotDeliveredError';
  readonly outcome: NotDelivered;

  constructor(message: string, { outcome, cause }: { readonly outcome: NotDelivered; readonly cause?: unknown }) {
    super(message, { cause });
    this.outcome = outcome;
  }
}
