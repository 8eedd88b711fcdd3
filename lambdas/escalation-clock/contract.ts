/** Dimension `service` of its metrics. */
export const SERVICE = 'escalation-clock';
export const METRICS = { received: 'TicksReceived', failed: 'TicksFailed', malformed: 'TicksMalformed' } as const;
