/** Dimension `service` of its metrics. */
export const PAGE_SENDER = 'page-sender';
export const SENDER_METRICS = {
  received: 'PagesReceived',
  /** Not sent now, or published and not answered in time. */
  failed: 'PagesFailed',
  /** For good: whatever is tried, SNS does not take the message. */
  refused: 'PagesRefused',
  malformed: 'PagesMalformed',
  published: 'MessagesPublished',
} as const;
