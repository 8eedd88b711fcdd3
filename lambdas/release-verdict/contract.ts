/** Dimension `service` of its log. */
export const RELEASE_VERDICT = 'release-verdict';
