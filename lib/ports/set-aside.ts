/** Keeps messages that nothing can be made of, with the reason, for a person to look at. */
export interface SetAside {
  put(message: unknown, reason: string): Promise<void>;
}
