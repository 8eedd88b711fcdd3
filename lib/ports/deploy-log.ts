import type { DeployWord } from '../core/deploy/deploy-word.ts';
import type { Span } from '../core/series/period-grid.ts';

/** A deploy's word, and whose it is; undefined: nobody has said which service that is. */
export interface DeployOf {
  readonly service: string | undefined;
  readonly word: DeployWord;
}

/** What is known of deploys, word by word, of the last 90 days. */
export interface DeployLog {
  /** Keeps it; the same again (service, time, id, status) changes nothing. */
  record(deploy: DeployOf): Promise<void>;
  /**
   * Of a service, or of deploys that are nobody's: words within the span, its ends too, oldest first; of more than `most`
   * the newest. Undefined: no word of any time is kept, so perhaps nobody tells. That is not to know, which is not "none".
   *
   * @throws UnreadError
   */
  words(service: string | undefined, span: Span, most: number): Promise<readonly DeployWord[] | undefined>;
}
