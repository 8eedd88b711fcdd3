/** What a function says about its own work. Nothing of a token, a link or a contact ever goes in. */
export interface Telemetry {
  /** One structured line. */
  log(level: 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>>): void;
  /** Counts by metric name, for dashboards and alarms: written out at once. */
  count(counts: Readonly<Record<string, number>>): void;
}

/** An error in a line of a log: its kind and what it says. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
