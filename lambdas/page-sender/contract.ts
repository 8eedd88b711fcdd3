/** Dimension `service` of its metrics. */
export const PAGE_SENDER = 'page-sender';
export const SENDER_METRICS = {
  received: 'PagesReceived',
  failed: 'PagesFailed',
  malformed: 'PagesMalformed',
  published: 'MessagesPublished',
} as const;

/** What could not be sent now is tried again after this long: three times before its level counts as unsent (`UNSENT_MS`). */
export const TRY_AGAIN_SECONDS = 15;
