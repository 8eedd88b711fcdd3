/** How the pager itself is. */
export interface PagerHealth {
  /**
   * What is wrong now, in short; empty: it is well.
   *
   * @throws Error it cannot be asked.
   */
  troubles(): Promise<readonly string[]>;
}
