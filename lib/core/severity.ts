/** `critical` pages, `warning` notifies channels, `info` is recorded. */
export type Severity = 'critical' | 'warning' | 'info';

const RANK: Readonly<Record<Severity | 'silent', number>> = { info: 0, silent: 0, warning: 1, critical: 2 };

/** Higher is worse; `silent` is an incident of which nobody is told. */
export const rankOf = (severity: Severity | 'silent'): number => RANK[severity];

export const isHigher = (one: Severity | 'silent', other: Severity | 'silent'): boolean => rankOf(one) > rankOf(other);
