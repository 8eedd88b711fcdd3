/** Dimension `service` of its metrics. */
export const MEMORY_FORECAST = 'memory-forecast';
/** `made` is missing when of any service something could not be read, or put: its alarm treats that as breaching. */
export const FORECAST_METRICS = { made: 'ForecastsMade' } as const;
