/** Dimension `service` of its metrics. */
export const ENRICHMENT = 'enrichment';
export const ENRICHMENT_METRICS = {
  asked: 'DiagnosesAsked',
  answered: 'DiagnosesAnswered',
  /** Asked no longer: answered by another message, over, or given up. */
  dropped: 'DiagnosesDropped',
  /** No diagnosis: recorded with its reason, or, where that failed too, delivered again. */
  failed: 'DiagnosesFailed',
  malformed: 'DiagnosesMalformed',
} as const;
