/** Environment: the address outside AWS that is called while all is well; unset: nobody outside watches. */
export const WATCHDOG_URL = 'WATCHDOG_URL';

/** Dimension `service` of its metrics. */
export const RECONCILER = 'reconciler';
/** `ran` is missing when a run failed as a whole: its alarm treats that as breaching. */
export const RECONCILER_METRICS = {
  ran: 'ReconcilerRan',
  late: 'IncidentsLate',
  failed: 'TicksFailed',
  watchdogFailed: 'WatchdogFailed',
  digestUnsent: 'DigestUnsent',
} as const;
