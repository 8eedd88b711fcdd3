import type { RoutingRule } from '../../core/configuration.ts';
import { counted, enumerated } from '../../core/words.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import { problemsText } from '../terminal/problems-text.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Checked } from './checked.ts';
import { deployingText } from './deploying-text.ts';
import type { CheckedRouting, RoutedAlarm } from './routed-alarms.ts';

/** Of more rules, and of more alarms that no rule matches, so many are named; --json has all. */
const MOST_NAMED = 100;

const ruleName = (index: number): string => `routing[${String(index)}]`;

const matchText = (match: RoutingRule['match']): string =>
  Object.entries(match)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

const byOf = ({ how, rule }: RoutedAlarm): string => {
  if (rule !== undefined) return how === 'tags' ? `its tags, ${ruleName(rule)}` : ruleName(rule);
  return { deployed: 'Tocsin deploys it', tags: 'its tags', routing: 'routing', unrouted: 'no rule' }[how];
};

const rowOf = (alarm: RoutedAlarm): readonly string[] => [
  printable(alarm.name),
  printable(alarm.service),
  alarm.severity,
  alarm.policy,
  alarm.dependsOnTags ? `${byOf(alarm)}, or by its tags` : byOf(alarm),
];

const section = (heading: string, lines: readonly string[]): readonly string[] => {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_NAMED;
  return [
    '',
    heading,
    ...lines.slice(0, MOST_NAMED),
    ...(more > 0 ? [`  and ${String(more)} more: --json has all`] : []),
  ];
};

type Dumped = Pick<Checked, 'isCut' | 'withoutArn'>;

const withoutArnText = (count: number): string =>
  count === 1
    ? 'One alarm of the dump has no AlarmArn, which describe-alarms prints of each: it is of no account or Region, and left out if it has no AlarmName either.'
    : `${counted(count, 'alarm')} of the dump have no AlarmArn, which describe-alarms prints of each: they are of no account or Region, and left out where they have no AlarmName either.`;

const remarks = ({ alarms, unjudgedRules }: CheckedRouting, { isCut, withoutArn }: Dumped): readonly string[] => {
  const untold = alarms.filter(({ dependsOnTags }) => dependsOnTags).length;
  const byTags = unjudgedRules.filter(({ because }) => because === 'tags').map(({ index }) => ruleName(index));
  return [
    ...(withoutArn === 0 ? [] : [withoutArnText(withoutArn)]),
    ...(isCut ? ['The dump ends before the last alarm does (NextToken): let the AWS CLI read every page.'] : []),
    ...(untold === 0
      ? []
      : [`A dump has no tags: ${counted(untold, 'alarm')} may go elsewhere by theirs; give them with --tags.`]),
    ...(byTags.length === 0
      ? []
      : [`Nothing is said of ${enumerated(byTags)}, which ${byTags.length === 1 ? 'asks' : 'ask'} for tags.`]),
  ];
};

const routingLines = (routing: CheckedRouting, dumped: Dumped, { width, ink }: Shell): readonly string[] => {
  const { alarms, unmatchedRules, unjudgedRules } = routing;
  const unrouted = alarms.filter(({ how }) => how === 'unrouted');
  const elsewhere = unjudgedRules.filter(({ because }) => because !== 'tags');
  const [heading = '', ...rows] = table(
    [['ALARM', 'SERVICE', 'SEVERITY', 'POLICY', 'BY'], ...alarms.map(rowOf)],
    width,
  );
  return [
    '',
    ink(heading, 'bold'),
    ...rows,
    ...section(
      'Rules that no alarm of the dump matches:',
      unmatchedRules.map(({ index, match }) => `  ${ruleName(index)}  ${printable(matchText(match))}`),
    ),
    ...section(
      'Rules of an account or Region of which the dump has no alarm:',
      elsewhere.map(({ index, match }) => `  ${ruleName(index)}  ${printable(matchText(match))}`),
    ),
    ...section(
      'Alarms that no rule matches:',
      unrouted.map(({ name }) => `  ${printable(name)}`),
    ),
    ...remarks(routing, dumped).flatMap((remark) => ['', ...wrap(remark, width)]),
  ];
};

const gapLines = ({ gaps }: Checked, width: number): readonly string[] =>
  gaps.length === 0 ? [] : ['', `${counted(gaps.length, 'gap')}, which no deploy refuses:`, problemsText(gaps, width)];

/** What was checked, for people. */
export const checkText = (checked: Checked, shell: Shell): string => {
  const { file, environment, gaps, routing } = checked;
  const open = gaps.length === 0 ? '' : `, and ${counted(gaps.length, 'gap')} (below)`;
  return [
    `${printable(file)}: no error in it${open}. A deploy of it to ${environment} has`,
    ...deployingText(checked, shell.width),
    ...(routing === undefined ? [] : routingLines(routing, checked, shell)),
    ...gapLines(checked, shell.width),
  ].join('\n');
};
