/** Dimension `service` of its metrics. */
export const PAGE_SENDER = 'page-sender';
export const SENDER_METRICS = {
  received: 'PagesReceived',
  failed: 'PagesFailed',
  malformed: 'PagesMalformed',
  published: 'MessagesPublished',
} as const;
