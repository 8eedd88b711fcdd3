/** Dimension `service` of its metrics. */
export const ALARM_INTAKE = 'alarm-intake';
export const INTAKE_METRICS = {
  received: 'AlarmsReceived',
  ignored: 'AlarmsIgnored',
  setAside: 'AlarmsSetAside',
  failed: 'AlarmsFailed',
  pagesRequested: 'PagesRequested',
} as const;

/** An alarm of which only its tags may say where it belongs waits so long for them, and its batch with it. */
export const TAGS_WITHIN_MS = 300;
