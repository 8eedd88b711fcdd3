/** Routes of the HTTP API, as it writes them. */
export const LINK_ROUTE = '/a/{token}';
export const INCIDENTS_ROUTE = '/incidents';
export const ANCHORS_ROUTE = '/incidents/anchors';
export const INCIDENT_ROUTE = '/incidents/{incidentId}';
export const RECORD_ROUTE = '/incidents/{incidentId}/record';
export const DIAGNOSES_ROUTE = '/incidents/{incidentId}/diagnoses';
export const DIAGNOSIS_ROUTE = '/incidents/{incidentId}/diagnoses/{number}';
export const RESPONSES_ROUTE = '/incidents/{incidentId}/responses';

/** Dimension `service` of its metrics. */
export const RESPONSES_SERVICE = 'responses';
export const RESPONSES_METRICS = {
  carriedOut: 'ResponsesCarriedOut',
  refused: 'ResponsesRefused',
  failed: 'ResponsesFailed',
} as const;
