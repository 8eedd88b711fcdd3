/** When something may be sent that gives way to pages. */
export interface AfterPages {
  /** Pages come in the same batch, and the next of their targets waits until it is done with. */
  readonly isAmongPages: boolean;
  readonly hasTime?: (() => boolean) | undefined;
}
