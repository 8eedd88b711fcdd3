import type { Agreement } from '../../core/cloudwatch/evaluation/agreement.ts';
import { type BacktestedAlarm, ENOUGH_AGREEMENT, isTrusted } from '../../simulator/backtest/backtest.ts';
import { wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell, Style } from '../terminal/shell.ts';

const MOST_NAMES = 3;

/** `a, b, c and 4 more`. */
const listed = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
};

interface Group {
  readonly names: readonly string[];
  readonly saying: string;
}

/** Alarms of which the same is to be said are said it once. */
const grouped = (
  alarms: readonly BacktestedAlarm[],
  sayings: (one: BacktestedAlarm) => readonly string[],
): readonly Group[] => {
  const said = alarms.flatMap((one) => sayings(one).map((saying) => ({ name: one.alarm.name, saying })));
  return [...Map.groupBy(said, ({ saying }) => saying)].map(([saying, same]) => ({
    names: same.map(({ name }) => name),
    saying,
  }));
};

/** Nobody reads more of one kind. */
const MOST_LINES = 10;

/** The first groups, and of how many alarms nothing is said. */
const shortened = (
  groups: readonly Group[],
  linesOf: (names: string, saying: string) => readonly string[],
): readonly string[] => {
  const lines: string[] = [];
  for (const [index, { names, saying }] of groups.entries()) {
    const next = linesOf(listed(names), saying);
    if (index > 0 && lines.length + next.length > MOST_LINES) {
      const left = new Set(groups.slice(index).flatMap((group) => group.names));
      return [...lines, `  … and ${String(left.size)} more (--json lists all)`];
    }
    lines.push(...next);
  }
  return lines;
};

const CAUSES =
  'Likely: the metrics are of other resources or another time, the alarm was edited since, data came late, or the history does not reach back so far';

const disagreement = ({ recorded, predicted, matched, score }: Agreement): string =>
  `this backtest does not reproduce what CloudWatch did: of ${String(recorded)} recorded and ${String(predicted)} predicted changes ${String(matched)} match (agreement ${score.toFixed(2)}; at least ${String(ENOUGH_AGREEMENT)} is needed for advice). ${CAUSES}.`;

const disagreementOf = (one: BacktestedAlarm): readonly string[] =>
  one.agreement === undefined || isTrusted(one) ? [] : [disagreement(one.agreement)];

const unsupportedOf = ({ unsupported }: BacktestedAlarm): readonly string[] =>
  unsupported === undefined ? [] : [unsupported];

const approximationsOf = ({ approximations }: BacktestedAlarm): readonly string[] => approximations;

const doubtsOf = ({ remarks }: BacktestedAlarm): readonly string[] => remarks;

/** What to know before the figures are believed. */
export const remarksOn = (alarms: readonly BacktestedAlarm[], { ink, width }: Shell): readonly string[] => {
  const say = (text: string, style: Style): readonly string[] =>
    wrap(printable(text), width - 2).map((line, index) => ink(index === 0 ? line : `  ${line}`, style));
  const lines = [
    ...shortened(grouped(alarms, unsupportedOf), (names, why) => say(`Not evaluated: ${names}: ${why}`, 'yellow')),
    ...shortened(grouped(alarms, doubtsOf), (names, why) => say(`${names}: ${why}`, 'yellow')),
    ...shortened(grouped(alarms, disagreementOf), (names, why) => say(`${names}: ${why}`, 'red')),
    ...shortened(grouped(alarms, approximationsOf), (names, what) => say(`≈ ${names}: ${what}`, 'dim')),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
};
