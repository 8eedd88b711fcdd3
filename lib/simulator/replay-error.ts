/** The recording, its responses and the configuration do not belong together. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}
