/** Keeps messages that cannot be parsed, with the reason, for a person to look at. */
export interface SetAside {
  put(message: unknown, reason: string): Promise<void>;
}
