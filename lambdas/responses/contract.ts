interface ApiRoute {
  /** As API Gateway writes it. */
  readonly path: `/${string}`;
  readonly methods: readonly ('GET' | 'HEAD' | 'POST')[];
  /** Whether it asks for a signature of IAM: what does not is a key of its own. */
  readonly isSigned: boolean;
}

const signed = <const M extends 'GET' | 'POST'>(method: M, path: `/${string}`) => ({
  path,
  methods: [method] as const,
  isSigned: true,
});

/** Every route of the HTTP API: the function answers them, API Gateway lets them in, the OpenAPI document describes them. */
export const ROUTES = {
  link: { path: '/a/{token}', methods: ['GET', 'HEAD', 'POST'], isSigned: false },
  incidents: signed('GET', '/incidents'),
  anchors: signed('GET', '/incidents/anchors'),
  incident: signed('GET', '/incidents/{incidentId}'),
  record: signed('GET', '/incidents/{incidentId}/record'),
  diagnoses: signed('GET', '/incidents/{incidentId}/diagnoses'),
  diagnosis: signed('GET', '/incidents/{incidentId}/diagnoses/{number}'),
  responses: signed('POST', '/incidents/{incidentId}/responses'),
  testPages: signed('POST', '/test-pages'),
  deploys: signed('GET', '/deploys'),
  document: signed('GET', '/openapi.json'),
} as const satisfies Readonly<Record<string, ApiRoute>>;

export type RouteName = keyof typeof ROUTES;

/** What a name in a path can be: no incident has another id. */
export const PATH_SHAPES: Readonly<Record<string, string>> = { incidentId: '[0-9A-Z]{26}', number: '[0-9]{1,9}' };

/**
 * How often the API may be asked, by everybody together: requests a second, and at once; more is answered with 429. Enough
 * for every phone of a company and for a manager's script; a guess at links costs the guesser.
 */
export const THROTTLE = { rateLimit: 50, burstLimit: 100 } as const;

/** Dimension `service` of its metrics. */
export const RESPONSES_SERVICE = 'responses';
export const RESPONSES_METRICS = {
  carriedOut: 'ResponsesCarriedOut',
  refused: 'ResponsesRefused',
  failed: 'ResponsesFailed',
} as const;
