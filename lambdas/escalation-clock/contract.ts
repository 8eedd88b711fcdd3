/** Dimension `service` of its metrics. */
export const ESCALATION_CLOCK = 'escalation-clock';
export const CLOCK_METRICS = { received: 'TicksReceived', failed: 'TicksFailed', malformed: 'TicksMalformed' } as const;
