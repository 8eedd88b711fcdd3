import type { Target } from '../core/configuration.ts';
import type { Message } from '../core/page/page-facts.ts';

/** Publishes to one responder or channel. */
export interface Pager {
  /** @throws PageNotDeliveredError with `recoverable` saying whether the same message may go through later. */
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

export class PageNotDeliveredError extends Error {
  override readonly name = 'PageNotDeliveredError';
  readonly recoverable: boolean;

  constructor(message: string, options: { readonly recoverable: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.recoverable = options.recoverable;
  }
}
