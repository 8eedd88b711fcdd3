import { DAY, MINUTE, spokenDuration } from '../../time.ts';

/** Minutes until memory is full, as people say it: `memory full in about 45 min`; a day stands for never. */
export const untilFull = (minutes: number): string => {
  const ms = Math.max(1, Math.round(minutes)) * MINUTE;
  if (minutes <= 0) return 'memory is full';
  return ms >= DAY ? 'memory is not filling up' : `memory full in about ${spokenDuration(ms)}`;
};
