/** Dimension `service` of its metrics. */
export const SERVICE = 'page-sender';
export const METRICS = {
  received: 'PagesReceived',
  failed: 'PagesFailed',
  malformed: 'PagesMalformed',
  published: 'MessagesPublished',
} as const;
