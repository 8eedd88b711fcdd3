/**
 * A place for each abbreviation that people write for its time, in summer or winter. Several name fixed offsets (EST), or
 * another place than the one that is meant (BST is Dhaka's): none is taken.
 */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'America/New_York': ['EST', 'EDT', 'ET', 'EST5EDT', 'EASTERN'],
  'America/Chicago': ['CST', 'CDT', 'CT', 'CST6CDT', 'CENTRAL'],
  'America/Denver': ['MST', 'MDT', 'MT', 'MST7MDT', 'MOUNTAIN'],
  'America/Los_Angeles': ['PST', 'PDT', 'PT', 'PST8PDT', 'PACIFIC'],
  'America/Anchorage': ['AKST', 'AKDT'],
  'Pacific/Honolulu': ['HST', 'HDT'],
  'America/Halifax': ['AST', 'ADT'],
  'America/St_Johns': ['NST', 'NDT'],
  'America/Sao_Paulo': ['BRT', 'BRST'],
  'America/Argentina/Buenos_Aires': ['ART'],
  'Europe/London': ['GMT', 'BST'],
  'Europe/Lisbon': ['WET', 'WEST'],
  'Europe/Berlin': ['CET', 'CEST', 'MET', 'MEST', 'MEZ', 'MESZ'],
  'Europe/Athens': ['EET', 'EEST'],
  'Europe/Moscow': ['MSK'],
  'Europe/Istanbul': ['TRT'],
  'Asia/Dubai': ['GST'],
  'Asia/Karachi': ['PKT'],
  'Asia/Kolkata': ['IST'],
  'Asia/Singapore': ['SGT'],
  'Asia/Hong_Kong': ['HKT'],
  'Asia/Shanghai': ['CTT'],
  'Asia/Tokyo': ['JST'],
  'Asia/Seoul': ['KST'],
  'Australia/Perth': ['AWST'],
  'Australia/Adelaide': ['ACST', 'ACDT'],
  'Australia/Sydney': ['AEST', 'AEDT', 'AET'],
  'Pacific/Auckland': ['NZST', 'NZDT'],
  'Africa/Johannesburg': ['SAST'],
  'Africa/Lagos': ['WAT'],
  'Africa/Nairobi': ['EAT'],
  'Africa/Maputo': ['CAT'],
  UTC: ['Z', 'UCT', 'GMT0'],
};

/** The place whose time the abbreviation is; undefined: it is none of these. */
export const placeOfAbbreviation = (abbreviation: string): string | undefined =>
  Object.keys(PLACES).find((place) => PLACES[place]?.includes(abbreviation.toUpperCase()));

const WINTER_AND_SUMMER = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

const offsetAt = (timeZone: string, at: number): number => {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const written = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(written) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
};

/** Places that are so many minutes ahead of UTC; first those that are in winter, when it is not summer time that counts. */
export const placesAt = (minutes: number): readonly string[] => {
  const offsets = Object.keys(PLACES).map((place) => ({ place, at: WINTER_AND_SUMMER.map((at) => offsetAt(place, at)) }));
  const winter = offsets.filter(({ at }) => Math.min(...at) === minutes);
  const summer = offsets.filter(({ at }) => Math.max(...at) === minutes && !at.every((one) => one === minutes));
  return [...winter, ...summer].map(({ place }) => place);
};
