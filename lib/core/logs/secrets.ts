const MASK = '***';

/** Names of what nobody should read, as in `DB_PASSWORD=…`, `"apiKey": "…"`, `X-Amz-Signature=…`. */
const ENDINGS =
  'pass(?:word|wd|phrase)|secret|token|api[_-]?key|access[_-]?key(?:[_-]?id)?|private[_-]?key|authorization|credentials?|signature|session[_-]?id';
/** Short ones, which other words end in. */
const WORDS = 'pass|pwd|cookie|session|jwt|otp|pin|cvv|auth';

const NAMED = new RegExp(
  `((?:[\\w.-]{0,40}(?:${ENDINGS})|(?<![a-z0-9])(?:${WORDS}))["']?\\s{0,3}[:=]\\s{0,3})(?:"[^"]{1,500}"?|'[^']{1,500}'?|(?:(?:bearer|basic|digest)\\s+)?[^\\s,;&"')\\]}]{1,500})`,
  'giu',
);

const CARD = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/gu;

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
  [/(:\/\/)[^\s/@]{1,200}@/gu, `$1${MASK}@`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/giu, `$1 ${MASK}`],
  [NAMED, `$1${MASK}`],
  [/\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{12,}/gu, MASK],
  [
    /\b(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_(?:live|test)_|whsec_|AIza|SG\.|npm_|hf_)[\w.-]{10,}/gu,
    MASK,
  ],
  [/[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/gu, '<e-mail>'],
  // Whatever is too long, too mixed and in no words: a key, whatever it opens.
  [/(?<![\w+/=-])(?=[\w+/=-]{0,60}\d)(?=[\w+/=-]{0,60}[A-Z])(?=[\w+/=-]{0,60}[a-z])[\w+/=-]{32,}/gu, MASK],
];

/** Without what has the shape of a usual secret, or personal data of one. What has no shape stays: this is no promise. */
export const withoutSecrets = (text: string): string =>
  SHAPES.reduce((masked, [shape, mask]) => masked.replace(shape, mask), text).replace(CARD, (found) =>
    isCard(found.replace(/[ -]/gu, '')) ? MASK : found,
  );
