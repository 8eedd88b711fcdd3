/** Dimension `service` of its metrics. */
export const ALARM_INTAKE = 'alarm-intake';
export const INTAKE_METRICS = {
  received: 'AlarmsReceived',
  ignored: 'AlarmsIgnored',
  setAside: 'AlarmsSetAside',
  failed: 'AlarmsFailed',
  pagesRequested: 'PagesRequested',
} as const;
