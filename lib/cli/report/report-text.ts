import { causeName, deployInWords, firstPagesInWords, releasesInWords } from '../../core/figures/figure-words.ts';
import type { GroupCount } from '../../core/figures/group-counts.ts';
import { DAY, epochOf, later, spokenDuration } from '../../core/time.ts';
import type { ToldEntry } from '../../ports/incident-reader.ts';
import type { IncidentsPlace } from '../incidents/target.ts';
import { labelled, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { alarmLines } from './alarms-text.ts';
import { peopleLines } from './people-text.ts';
import type { ReportedFigures } from '../../core/figures/reported-figures.ts';
import type { ReportSource } from './source.ts';
import { timesLines } from './times-text.ts';

/** Of more groups the largest are shown; `--json` and `--csv` have all. */
const MOST_GROUPS = 6;

export interface Spoken extends ReportSource {
  /** The incident that opened last of all; undefined: there is none. */
  readonly newest: ToldEntry | undefined;
}

const beside = (before: number | undefined): string => (before === undefined ? '' : ` (before: ${String(before)})`);

const groupsInWords = (
  groups: readonly GroupCount[],
  before: readonly GroupCount[] | undefined,
  nameOf: (group: string) => string,
): string => {
  const was = (group: string): number | undefined => before && (before.find((one) => one.group === group)?.n ?? 0);
  const shown = groups
    .slice(0, MOST_GROUPS)
    .map(({ group, n }) => `${printable(nameOf(group))} ${String(n)}${beside(was(group))}`);
  const more = groups.length - shown.length;
  return [...shown, ...(more > 0 ? [`${String(more)} more`] : [])].join(', ');
};

const asItIs = (group: string): string => group;

const GROUPS: readonly (readonly [label: string, by: 'byService' | 'bySeverity' | 'byCause', name: typeof asItIs])[] = [
  ['by service', 'byService', asItIs],
  ['by severity', 'bySeverity', asItIs],
  ['by cause', 'byCause', causeName],
];

const incidentRows = ({ figures, before }: ReportedFigures): readonly (readonly [string, string])[] => {
  const { incidents } = figures;
  const was = before?.figures.incidents;
  const open = incidents.open > 0 ? `, ${String(incidents.open)} still open` : '';
  const count = ['incidents', `${String(incidents.total)}${open}${beside(was?.total)}`] as const;
  if (incidents.total === 0) return [count];
  return [
    count,
    ...GROUPS.map(([label, by, name]) => [label, groupsInWords(incidents[by], was?.[by], name)] as const),
    ['from a deploy', deployInWords(figures, before?.figures)],
    ['first pages', firstPagesInWords(figures)],
    ['releases', releasesInWords(figures)],
  ];
};

const noneInWords = ({ kind, name }: IncidentsPlace): string =>
  kind === 'stack'
    ? `No incidents in ${name}.`
    : `No incidents in ${name}: npx tocsin replay <recording> --local leaves some.`;

/** What to do where there is nothing to report. */
const emptyLines = ({ figures }: ReportedFigures, { newest, place, clock }: Spoken, shell: Shell): string[] => {
  if (figures.incidents.total > 0) return [];
  const text =
    newest === undefined
      ? noneInWords(place)
      : `No incident opened in this time; the newest of all did at ${clock.stamp(newest.openedAt)}: npx tocsin report ${place.option} --until ${later(newest.openedAt, DAY).slice(0, 10)}`;
  return ['', ...wrap(printable(text), shell.width).map((line) => shell.ink(line, 'dim'))];
};

const headLines = ({ from, to, service, before }: ReportedFigures, { clock }: Spoken, { ink, width }: Shell) => {
  const length = spokenDuration(epochOf(to) - epochOf(from));
  const which = service === undefined ? 'every service' : service;
  const title = `Report on ${which}: ${clock.stamp(from)} to ${clock.stamp(to)} (${length})`;
  const beside = before === undefined ? '' : ` Before: from ${clock.stamp(before.from)}, as long.`;
  return [
    ...wrap(printable(title), width).map((line) => ink(line, 'bold')),
    ...wrap(printable(`Times of ${clock.timeZone}.${beside}`), width).map((line) => ink(line, 'dim')),
    '',
  ];
};

/** A report for people, on one screen. */
export const reportText = (reported: ReportedFigures, spoken: Spoken, shell: Shell): string =>
  [
    ...headLines(reported, spoken, shell),
    ...labelled(incidentRows(reported), shell.width).map((line) => shell.ink(line)),
    ...timesLines(reported, shell),
    ...peopleLines(reported, spoken, shell),
    ...alarmLines(reported, shell),
    ...emptyLines(reported, spoken, shell),
  ].join('\n');
