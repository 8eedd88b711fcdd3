import * as z from 'zod';
import type { RoutingRule } from '../../core/configuration.ts';
import { safeText } from '../../core/safe-text.ts';
import { type Reading, shown, textField } from './expected.ts';
import { line, shaped } from './fields.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html and API_Metric.html */
const LONGEST = 255;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace, with `*` and `?`. */
const NAMESPACE = /^[\w .#/:*?-]*$/u;

/** Why no name is of the pattern; undefined: there may be one. `*` may stand for no character, so it takes no room. */
const whyNever = (pattern: string): string | undefined => {
  const room = Array.from(pattern.replaceAll('*', '')).length;
  if (pattern === '') return 'expected text, got "": it would match nothing';
  if (room > LONGEST) return `no name has the ${String(room)} characters that it asks for: expected at most ${String(LONGEST)}`;
  if (safeText(pattern, pattern.length) !== pattern)
    return `${shown(pattern)} matches nothing: no name has control, line-breaking or invisible characters`;
  return pattern.trim() === pattern ? undefined : `${shown(pattern)} matches nothing: no name begins or ends with a space`;
};

/** A name in which `*` and `?` stand for others; `isPossible` says why no such name can be. */
const pattern = (what: string, isPossible: (text: string) => string | undefined = () => undefined): z.ZodType<string, string> =>
  textField<string>(what, (text): Reading<string> => {
    const never = whyNever(text) ?? isPossible(text);
    return never === undefined ? { value: text } : { instead: never };
  });

const possibleNamespace = (text: string): string | undefined =>
  NAMESPACE.test(text)
    ? undefined
    : `${shown(text)} matches nothing: a namespace has letters, digits, spaces and . - _ / # : only`;

const REGION = /^[a-z]{2,5}(?:-[a-z]{2,5})?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$/u;

const KEYS = ['name', 'namespace', 'metric', 'account', 'region', 'tags'] as const;

type Match = RoutingRule['match'];

export const match: z.ZodType<Match> = z
  .strictObject({
    name: pattern('an alarm name, * for any characters and ? for one')
      .optional()
      .meta({
        description: "The alarm's whole name, with * for any characters and ? for one; upper and lower case differ.",
        examples: ['*-dlq-*', 'legacy-*'],
      }),
    namespace: pattern('a namespace, * for any characters and ? for one', possibleNamespace)
      .optional()
      .meta({
        description: 'Namespace of a metric that it looks at, of metric math any; a composite alarm has none. * and ? as in name.',
        examples: ['AWS/SQS', 'AWS/*'],
      }),
    metric: pattern('the name of a metric, * for any characters and ? for one')
      .optional()
      .meta({ description: 'Name of that metric. * and ? as in name.', examples: ['ApproximateAgeOfOldestMessage'] }),
    account: shaped('an AWS account, 12 digits in quotes', /^\d{12}$/u)
      .optional()
      .meta({ description: 'The account that it is of.', examples: ['123456789012'] }),
    region: shaped('an AWS Region such as eu-west-1', REGION)
      .optional()
      .meta({ description: 'The Region that it is of.', examples: ['eu-west-1'] }),
    tags: z
      .record(line(128), z.string().max(256, { error: 'expected at most 256 characters' }))
      .refine((tags) => Object.keys(tags).length > 0, { error: 'expected at least one tag, got an empty mapping' })
      .optional()
      .meta({ description: 'Tags that it has; how they get to Tocsin: docs/routing.md.' }),
    namePrefix: pattern('the beginning of an alarm name')
      .optional()
      .meta({ description: 'namePrefix: X is name: X*, as it was written before.', deprecated: true }),
  })
  .refine((written) => Object.keys(written).length > 0, {
    error: `expected at least one of ${KEYS.join(', ')}: an empty match would take every alarm (unrouted does that)`,
  })
  .refine((written) => written.name === undefined || written.namePrefix === undefined, {
    path: ['namePrefix'],
    error: 'namePrefix beside name: write both as one pattern in name, such as X*',
  })
  .transform(({ namePrefix, ...rest }) => (namePrefix === undefined ? rest : { ...rest, name: `${namePrefix}*` }) as Match)
  .meta({ description: 'Every given key has to match.' });
