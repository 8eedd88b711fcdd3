/** Environment: the names of the alarms about the pager itself, with commas between them; unset: nobody has to know. */
export const OPS_ALARM_NAMES = 'OPS_ALARM_NAMES';
