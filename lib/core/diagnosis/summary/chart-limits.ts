/** Of a stored chart. */
export const CHART_LIMITS = { series: 4, values: 180, marks: 6 } as const;
