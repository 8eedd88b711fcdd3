import { epochOf, type Instant } from '../time.ts';
import { sha256Hex } from '../hash.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const HASH_LENGTH = 16;

const encode = (value: bigint, length: number): string => {
  let rest = value;
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = (CROCKFORD[Number(rest % 32n)] ?? '0') + text;
    rest /= 32n;
  }
  return text;
};

/**
 * A ULID (https://github.com/ulid/spec) of the alarm's time and 80 bits of the SHA-256 of group and dedup key instead
 * of randomness: an alarm delivered twice opens the same incident.
 */
export const incidentIdOf = (at: Instant, group: string, dedupKey: string): string => {
  const time = Math.max(0, epochOf(at) || 0);
  const bits = BigInt(`0x${sha256Hex(JSON.stringify([group, dedupKey])).slice(0, 20)}`);
  return encode(BigInt(time), TIME_LENGTH) + encode(bits, HASH_LENGTH);
};

/**
 * Between which times every id lies that begins so, in milliseconds since 1970; undefined: none can. An id holds the
 * time of its alarm, at which the incident opened, or a little before.
 */
export const idTimes = (prefix: string): { readonly first: number; readonly last: number } | undefined => {
  const digits = Array.from(prefix.slice(0, TIME_LENGTH), (digit) => CROCKFORD.indexOf(digit));
  if (digits.includes(-1)) return undefined;
  const known = digits.reduce((time, digit) => time * CROCKFORD.length + digit, 0);
  const open = CROCKFORD.length ** (TIME_LENGTH - digits.length);
  return { first: known * open, last: known * open + open - 1 };
};

/** Characters of a whole one. */
export const ID_LENGTH = TIME_LENGTH + HASH_LENGTH;
