/**
 * Everything that can be wrong with a request, by the end of its `type`: an address of its own, which nobody has to be able
 * to open. https://www.rfc-editor.org/rfc/rfc9457#name-type
 */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request cannot be read' },
  'no-such-address': { status: 404, title: 'There is nothing at this address' },
  'no-such-incident': { status: 404, title: 'There is no such incident' },
  'no-such-diagnosis': { status: 404, title: 'The incident has no such diagnosis' },
  'method-not-allowed': { status: 405, title: 'This method does nothing here' },
  'incident-resolved': { status: 409, title: 'The incident is resolved' },
  'incident-changed': { status: 409, title: 'The incident has changed since it was looked at' },
  'other-incident-open': { status: 409, title: 'Another incident of the same group is open' },
  'only-a-drill': { status: 409, title: 'It is a drill: it can be acknowledged, and no more' },
  'drill-under-way': { status: 409, title: 'Another drill is under way' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-content-type': { status: 415, title: 'The body is of another content type' },
  unavailable: { status: 503, title: 'It did not work just now' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemName = keyof typeof PROBLEMS;

/** A name of our own, as nobody owns a web address for it: https://www.rfc-editor.org/rfc/rfc8141 */
export const PROBLEM_TYPE = 'urn:x-tocsin:problem:';

/** https://www.rfc-editor.org/rfc/rfc9457#name-the-problem-json-media-type */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
