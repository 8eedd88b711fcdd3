const MASK = '***';

/** Names of what nobody should read, as in `DB_PASSWORD=…`, `"apiKey": "…"`, `X-Amz-Signature=…`. */
const ENDINGS =
  'pass(?:word|wd|phrase)|secret|token|(?:api|access|secret|private|encryption|signing|master|account|auth)[_-]?key(?:[_-]?id)?|authorization|credentials?|signature|session[_-]?id';
/** Short ones, which other words end in. */
const WORDS = 'pass|pwd|cookie|session|jwt|otp|pin|cvv|auth|sig';
const NAMES = String.raw`(?:${ENDINGS}|(?<![a-z0-9])(?:${WORDS}))`;
/** Between a name and its value, also of JSON that was written into a text: `\":\"`, `":["`, `=>`, `%3D`. */
const IS = String.raw`\\{0,3}["']?\s{0,3}(?:[:=]>?|%3d)\s{0,3}\[?\s{0,3}`;
const QUOTED = String.raw`\\{1,3}"[^"\\]{1,500}(?:\\{1,3}")?|"(?:[^"\\]|\\.){1,500}"?|'(?:[^'\\]|\\.){1,500}'?`;
const SCHEME = String.raw`(?:(?:bearer|basic|digest|token|api-?key|negotiate)\s+)?`;

const NAMED = new RegExp(String.raw`(${NAMES}${IS})(?:${QUOTED}|${SCHEME}[^\s,;&"')\]}]{1,500})`, 'giu');
const AS_OPTION = new RegExp(String.raw`(--[\w-]{0,40}(?:${ENDINGS})\s{1,3})(?:${QUOTED}|(?!-)\S{1,500})`, 'giu');
const IN_XML = new RegExp(String.raw`(<[\w:.-]{0,40}(?:${ENDINGS})>)[^<]{1,500}`, 'giu');
const COOKIES = new RegExp(
  String.raw`(cookie${IS}\\{0,3}["']?)[^\s;"'\\]{1,500}(?:;\s{0,3}[^\s;="'\\]{1,100}=[^\s;"'\\]{0,500}){0,50}`,
  'giu',
);

/** None begins with 1, as the milliseconds of a time do. */
const CARD = /(?<![\d.])[2-6](?:[ -]?\d){12,18}(?![\d.])/gu;

/** The check digit that every card number has (ISO/IEC 7812-1). */
const isCard = (digits: string): boolean => {
  let sum = 0;
  Array.from(digits).forEach((digit, index) => {
    const doubled = (digits.length - index) % 2 === 0;
    const value = doubled ? 2 * Number(digit) : Number(digit);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
};

/**
 * Shapes of secrets, the widest first. Every repetition has an end, so that a hostile line costs its length.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids (AKIA, ASIA …)
 * https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github (ghp_ …)
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/gu, MASK],
  // A JSON Web Token, cut or whole.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/gu, MASK],
  [/(:\/\/)[^\s/"'<>]{1,200}@/gu, `$1${MASK}@`],
  // A word after it is none: `basic validation failed`.
  [/\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?![a-z-]+(?![\w.~+/=]))[\w.~+/=-]{8,}/gu, `$1 ${MASK}`],
  [COOKIES, `$1${MASK}`],
  [NAMED, `$1${MASK}`],
  [AS_OPTION, `$1${MASK}`],
  [IN_XML, `$1${MASK}`],
  [/\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{12,}/gu, MASK],
  [
    /\b(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|xapp-|[sr]k_(?:live|test)_|sk-(?:proj|ant)-|whsec_|AIza|SG\.|npm_|hf_)[\w.-]{10,}/gu,
    MASK,
  ],
  [/(hooks\.slack\.com\/\w{1,20}\/)[\w/]{10,}/gu, `$1${MASK}`],
  [/(?<![\w.+%-])[\w.+%-]{1,200}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b/giu, '<e-mail>'],
];

const LONG = /(?<![\w+/-])[\w+/-]{32,}={0,2}/gu;
/** Hexadecimal between signs: an id, or the hash of a commit. */
const HEX = /(?<![A-Za-z\d])[\da-f]+(?![A-Za-z\d])/gu;
const KINDS = [/[A-Z]/u, /[a-z]/u, /\d/u];
const LEAST_KEY = 20;

/**
 * Whether a long word is a key, whatever it opens: letters of both cases and digits in no words. Of a key two in three
 * characters are of another kind than the one before, of a path or a name fewer than one in three.
 */
const isKey = (word: string): boolean => {
  const rest = word.replace(HEX, '');
  const runs = rest.match(/[A-Z]+|[a-z]+|\d+/gu) ?? [];
  return rest.length >= LEAST_KEY && runs.length * 3 >= rest.length && KINDS.every((kind) => kind.test(rest));
};

const maskedWhere =
  (isMeant: (found: string) => boolean) =>
  (found: string): string =>
    isMeant(found) ? MASK : found;

/** Without what has the shape of a usual secret, or personal data of one. What has no shape stays: this is no promise. */
export const withoutSecrets = (text: string): string =>
  SHAPES.reduce((masked, [shape, mask]) => masked.replace(shape, mask), text)
    .replace(LONG, maskedWhere(isKey))
    .replace(
      CARD,
      maskedWhere((found) => isCard(found.replace(/[ -]/gu, ''))),
    );
