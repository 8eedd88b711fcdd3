import { listed } from '../../core/words.ts';
import { textField } from './expected.ts';
import type { Reading } from './expected.ts';
import { nearest } from './nearest.ts';
import { placeOfAbbreviation, placesAt } from './zone-places.ts';

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const KNOWN: ReadonlySet<string> = new Set(ZONES);

/** The zone that is understood, whatever its case. */
const understood = (zone: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

/** Three letters are an abbreviation, but for three countries; SystemV/EST5 is a fixed offset. */
const ABBREVIATED = /^(?!(?:PRC|ROC|ROK)$)[A-Z]{3}\d?$|^SystemV\//u;

/** Older names (US/Eastern, Asia/Calcutta) are not listed, but understood. */
const isAlias = (zone: string): boolean =>
  /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/u.test(zone) && !ABBREVIATED.test(zone) && understood(zone) !== undefined;

/** `+01:00`, `UTC+2`, `Etc/GMT+5`, whose sign is the other way round: minutes ahead of UTC. */
const offsetIn = (text: string): number | undefined => {
  const [, area = '', sign, hours, minutes = '0'] =
    /^(Etc\/(?=GMT))?(?:UTC|GMT|Z)?\s*([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const ahead = Number(hours) * 60 + Number(minutes);
  return (sign === '-') === (area === '') ? -ahead : ahead;
};

const FIXED = 'a fixed offset, which knows no summer time: write the zone of a place';

/** Of an abbreviation or an offset, what to write for it; undefined: it is none. */
const placeAdvice = (text: string): string | undefined => {
  const place = placeOfAbbreviation(text);
  const offset = offsetIn(text);
  if (offset === 0 || place === 'UTC') return 'write UTC';
  if (place !== undefined) return `an abbreviation, which says nothing of summer time: write ${place}`;
  if (offset === undefined) return undefined;
  const places = placesAt(offset).slice(0, 2);
  return `${FIXED}${places.length === 0 ? '' : `, such as ${listed(places, 'or')}`}`;
};

const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1);

/** By its city: two areas are more alike than two cities that are not the same. */
const misspelt = (zone: string): string | undefined => {
  const area = zone.slice(0, zone.length - cityOf(zone).length);
  const near = nearest(cityOf(zone), ZONES.filter((one) => one.startsWith(area)).map(cityOf));
  return ZONES.find((one) => cityOf(one) === near);
};

/** `europe/berlin`, `America/New York` and `Berlin`: the zone that is meant. */
const nearZone = (text: string): string | undefined => {
  const written = text.replaceAll(' ', '_');
  const like = (zone: string): boolean => zone.toLowerCase() === written.toLowerCase();
  const isCity = (zone: string): boolean => cityOf(zone).toLowerCase() === cityOf(written).toLowerCase();
  return ZONES.find(like) ?? ZONES.find(isCity) ?? misspelt(written) ?? understood(written);
};

export const timeZone = textField<string>('an IANA time zone such as Europe/London or UTC', (zone): Reading<string> => {
  const advice = placeAdvice(zone);
  if (advice !== undefined) return { advice };
  if (KNOWN.has(zone) || isAlias(zone)) return { value: zone };
  const near = nearZone(zone);
  return near === undefined || near === zone ? {} : { advice: `did you mean ${near}?` };
}).meta({ examples: ['Europe/London', 'America/New_York', 'UTC'] });
