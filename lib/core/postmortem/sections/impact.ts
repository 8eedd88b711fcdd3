import { spokenQuantity } from '../../alarm/symptom/quantity.ts';
import type { ToldFinding } from '../../diagnosis/told-finding.ts';
import { reasonOf } from '../../page/wording.ts';
import { epochOf, type Instant, MINUTE } from '../../time.ts';
import { slowestIn } from '../facts/at-worst.ts';
import type { Material } from '../facts/material.ts';
import { isOf } from '../facts/placed.ts';
import { isWithin, type PlacedRun } from '../facts/runs.ts';
import { type SectionPart, question, type Section, type Statement, statement } from '../facts/statement.ts';
import { worstAlarm } from '../facts/worst-alarm.ts';

type Impact = NonNullable<ToldFinding['diagnosis']['impact']>;

interface Measured {
  readonly version: number;
  readonly impact: Impact;
  readonly chart: ToldFinding['chart'];
  readonly since: Instant;
  readonly until: Instant;
}

/** The last of a run that measured it: of all the trouble so far. */
const measuredIn = (run: PlacedRun, { events, findings }: Material): readonly Measured[] =>
  events
    .filter((placed) => isWithin(run, placed))
    .filter(isOf('DiagnosisRecorded'))
    .flatMap(({ version, event }): Measured[] => {
      const { diagnosis, chart } = findings.get(event.number) ?? {};
      const impact = diagnosis?.impact;
      if (diagnosis === undefined || impact?.since == null || chart === undefined) return [];
      return [{ version, impact, chart, since: impact.since, until: diagnosis.at }];
    })
    .slice(-1);

const percent = (value: number): string => spokenQuantity(value, 'percent');

/** Those that failed may have been slow too: the two are not added up. */
const sharesOf = ({ slowPercent: slow, failedPercent: failed }: Impact, service: string): string => {
  const requests = `of the requests to ${service}`;
  if (failed === 0) return `${percent(slow)} ${requests} were slower than usual`;
  return `${percent(failed)} ${requests} failed${slow === 0 ? '' : `, and ${percent(slow)} were slower than usual`}`;
};

const shareOf = ({ impact, version, since, until }: Measured, { time, service }: Material): readonly Statement[] => [
  statement(`${sharesOf(impact, service)}, from ${time(since)} to ${time(until)}.`, [version]),
  statement(`Basis: ${impact.basis}.`, [version]),
];

const seconds = (value: number): string => spokenQuantity(value, 's');

const slowest = ({ impact, chart, version, since }: Measured, { time }: Material): readonly Statement[] => {
  const worst = impact.slowPercent > 0 ? slowestIn(chart, since) : undefined;
  if (worst === undefined) return [];
  const before = worst.before === undefined ? '' : `, before it began ${seconds(worst.before)}`;
  return [
    statement(`At its worst, at ${time(worst.at)}, ${worst.name} was ${seconds(worst.value)}${before}.`, [version]),
  ];
};

/** What nobody measured: how it went on after that. */
const unmeasured = ({ until }: Measured, { to }: PlacedRun, { time }: Material): readonly SectionPart[] => {
  if (to === undefined || epochOf(to.event.at) - epochOf(until) < MINUTE) return [];
  return [question(`What share was affected from ${time(until)} to ${time(to.event.at)}? No diagnosis measured it.`)];
};

const worst = ({ events }: Material): readonly Statement[] => {
  const fired = worstAlarm(events);
  if (fired === undefined) return [];
  const { name, severity, symptom } = fired.alarm;
  const what = symptom ?? reasonOf(fired.alarm);
  return [statement(`The worst alarm that fired is ${severity}: ${name}, ${what}.`, [fired.version])];
};

const USERS = 'How many users is that, and what could they not do? Requests are counted, people are not.';
const NOT_MEASURED = 'What share of the requests, or of the users, was affected? No diagnosis measured it.';

export const impact = (material: Material): Section => {
  const known = material.runs.flatMap((run): SectionPart[] =>
    measuredIn(run, material).flatMap((measured) => [
      ...shareOf(measured, material),
      ...slowest(measured, material),
      ...unmeasured(measured, run, material),
    ]),
  );
  const asked = question(known.length === 0 ? NOT_MEASURED : USERS);
  const isAsked = ({ kind }: SectionPart): boolean => kind === 'question';
  const told = known.filter((part) => !isAsked(part));
  return { heading: 'Impact', parts: [...told, ...worst(material), ...known.filter(isAsked), asked] };
};
