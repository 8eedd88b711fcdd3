/** How an event on a release is called: source and detail-type. */
export const RELEASE_EVENT = { source: 'tocsin', detailType: 'Release Verdict' } as const;
