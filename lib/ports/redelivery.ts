/** Says when messages that a function names as failed come again; unasked, the queue's visibility timeout does. */
export interface Redelivery {
  /**
   * `seconds` count from now. At most ten messages, which the function still holds.
   * @throws Error when a message was refused: it comes when the queue says.
   */
  after(seconds: number, receiptHandles: readonly string[]): Promise<void>;
}
