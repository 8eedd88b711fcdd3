/** Dimension `service` of its metrics. */
export const SERVICE = 'alarm-intake';
export const METRICS = {
  received: 'AlarmsReceived',
  ignored: 'AlarmsIgnored',
  setAside: 'AlarmsSetAside',
  failed: 'AlarmsFailed',
  pagesRequested: 'PagesRequested',
} as const;
