/** `critical` pages, `warning` notifies channels, `info` is recorded. */
export type Severity = 'critical' | 'warning' | 'info';
