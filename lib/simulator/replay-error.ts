/** What was given for a replay does not belong together. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  /** The file that it is wrong in. */
  readonly file: 'recording' | 'responses';

  constructor(file: 'recording' | 'responses', problem: string) {
    super(problem);
    this.file = file;
  }
}
