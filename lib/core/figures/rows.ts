import type { Distribution } from './distribution.ts';
import type { Figures } from './figures.ts';

/** One number of a report: what a spreadsheet, and a comparison, go by. */
export interface Row {
  readonly figure: string;
  /** What tells it from others of its figure: an id, or `all`. */
  readonly group: string;
  /** The group as people call it. */
  readonly name: string;
  readonly measure: string;
  /** Null: there is nothing to tell it of. */
  readonly value: number | null;
  readonly unit: 'count' | 's' | 'h';
  /** Of so few that no change of it says anything. */
  readonly isTooFewToCompare?: true;
}

type Values = Readonly<Record<string, number | null>>;

const counts = (figure: string, group: string, values: Values): readonly Row[] =>
  Object.entries(values).map(([measure, value]) => ({ figure, group, name: group, measure, value, unit: 'count' }));

const times = (figure: string, distribution: Distribution): readonly Row[] => {
  const { n, of, medianSeconds, p90Seconds, meanSeconds, isTooFewToCompare } = distribution;
  const seconds = Object.entries({ median: medianSeconds, p90: p90Seconds, mean: meanSeconds });
  return [
    ...counts(figure, 'all', { n, of }),
    ...seconds.map(([measure, value]) => ({
      figure,
      group: 'all',
      name: 'all',
      measure,
      value,
      unit: 's' as const,
      ...(isTooFewToCompare && { isTooFewToCompare }),
    })),
  ];
};

const ofIncidents = ({ incidents: { total, open, byService, bySeverity, byCause } }: Figures): readonly Row[] => [
  ...counts('incidents', 'all', { n: total, open }),
  ...byService.flatMap(({ group, n }) => counts('incidents_by_service', group, { n })),
  ...bySeverity.flatMap(({ group, n }) => counts('incidents_by_severity', group, { n })),
  ...byCause.flatMap(({ group, n, confirmed }) => counts('incidents_by_cause', group, { n, confirmed })),
];

const ofResponders = (figures: Figures, nameOf: (responder: string) => string): readonly Row[] =>
  figures.responders.flatMap(({ responder, pages, atNight, offHours, hoursOnCall }) => {
    const [name, group] = [nameOf(responder), responder];
    return [
      ...counts('pages', group, { n: pages, night: atNight, off_hours: offHours }).map((row) => ({ ...row, name })),
      { figure: 'on_call', group, name, measure: 'hours', value: hoursOnCall, unit: 'h' as const },
    ];
  });

/** A report as a list of numbers. */
export const rowsOf = (figures: Figures, nameOf: (responder: string) => string): readonly Row[] => {
  const { alarms, begunByDeploy, releases, firstPageCause } = figures;
  const { detect, firstPage, acknowledge, resolve } = figures.times;
  return [
    ...ofIncidents(figures),
    ...times('time_to_detect', detect),
    ...times('time_to_first_page', firstPage),
    ...times('time_to_acknowledge', acknowledge),
    ...times('time_to_resolve', resolve),
    ...ofResponders(figures, nameOf),
    ...alarms.flatMap(({ alarmId, name, firings, incidents, runs, actedOn }) =>
      counts('alarms', alarmId, { n: firings, incidents, runs, acted_on: actedOn }).map((row) => ({ ...row, name })),
    ),
    ...counts('begun_by_deploy', 'all', {
      n: begunByDeploy.n,
      of: begunByDeploy.of,
      of_unknown_cause: begunByDeploy.ofUnknownCause,
    }),
    ...Object.entries(releases ?? {}).flatMap(([verdict, n]) => counts('release_verdicts', verdict, { n })),
    ...Object.entries(firstPageCause).flatMap(([group, n]) => counts('first_page_cause', group, { n })),
  ];
};
