import { textField } from './expected.ts';
import { nearest } from './nearest.ts';

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const KNOWN: ReadonlySet<string> = new Set(ZONES);

/** Older names (US/Eastern, Asia/Calcutta) are not listed, but understood; offsets (+01:00) know no summer time. */
const isAlias = (zone: string): boolean => {
  if (!/^[A-Za-z][\w/+-]*$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const timeZone = textField<string>('an IANA time zone such as Europe/London or UTC', (zone) => {
  if (KNOWN.has(zone) || isAlias(zone)) return { value: zone };
  const near = nearest(zone, ZONES);
  return near === undefined ? {} : { advice: `did you mean ${near}?` };
}).meta({ examples: ['Europe/London', 'America/New_York', 'UTC'] });
