import type { AlarmFigures } from '../figures/alarm-figures.ts';
import type { Distribution } from '../figures/distribution.ts';
import type { Figures } from '../figures/figures.ts';
import { byText, type GroupCount } from '../figures/group-counts.ts';
import type { Times } from '../figures/times.ts';
import type { Anchor } from '../incident/anchor.ts';
import type { IncidentSeverity, Status } from '../incident/incident.ts';
import { briefName } from '../page/brief-names.ts';
import { oneLine } from '../page/plain-text.ts';
import { rankOf } from '../severity.ts';
import type { Instant } from '../time.ts';
import type { DigestWeek } from './week.ts';

/** The first of many, and how many more there are. */
export interface Top<T> {
  readonly named: readonly T[];
  readonly more: number;
}

export interface UnresolvedIncident {
  readonly incidentId: string;
  readonly service: string;
  readonly severity: IncidentSeverity;
  readonly status: Status;
  readonly openedAt: Instant;
}

export interface WorseDeploy {
  readonly service: string;
  readonly id: string;
  readonly deployedAt: Instant;
}

/** What lists tell of a week, however many incidents it had. */
export interface WeekCounts {
  /** That opened in it. */
  readonly total: number;
  /** Of these, not resolved yet. */
  readonly open: number;
  readonly byService: readonly GroupCount[];
}

interface StepTime {
  readonly now: Distribution;
  /** Undefined: the week before was not measured. */
  readonly before?: Distribution | undefined;
}

/** What only timelines tell. */
interface Measured {
  readonly bySeverity: readonly GroupCount[];
  readonly byCause: readonly GroupCount[];
  readonly acknowledge: StepTime;
  readonly resolve: StepTime;
  readonly pages: { readonly total: number; readonly atNight: number };
  readonly responders: Top<{ readonly responder: string; readonly pages: number; readonly atNight: number }>;
  readonly alarms: Top<Pick<AlarmFigures, 'name' | 'service' | 'firings' | 'runs' | 'actedOn'>>;
}

/** What people are told of a week: plain JSON of at most some kilobytes, names harmless. */
export interface Digest extends DigestWeek {
  readonly madeAt: Instant;
  readonly environment: string;
  readonly incidents: {
    readonly total: number;
    readonly open: number;
    readonly before: number;
    readonly byService: Top<GroupCount>;
  };
  /** Null: there were too many incidents for it, or no time. */
  readonly measured: Measured | null;
  /** Of all that were open in the week. */
  readonly stillOpen: Top<UnresolvedIncident>;
  /** Null: nobody here knows of releases. */
  readonly worse: Top<WorseDeploy> | null;
  /** Incidents whose timelines could not be read: they are counted, and not measured. */
  readonly unread: number;
  /** The last that there was; null: there was none. */
  readonly anchor: Pick<Anchor, 'day' | 'hash'> | null;
}

/** What a digest is made of. */
export interface DigestFacts extends Pick<Digest, 'madeAt' | 'environment' | 'unread' | 'anchor'> {
  readonly week: DigestWeek;
  readonly counts: WeekCounts;
  readonly before: Pick<WeekCounts, 'total'>;
  /** Undefined: not measured. */
  readonly figures: Figures | undefined;
  readonly figuresBefore: Figures | undefined;
  readonly openNow: readonly UnresolvedIncident[];
  readonly worse: readonly WorseDeploy[] | undefined;
}

/** Of anything: a digest is read on one screen, and the report has all. */
const MOST_NAMED = 5;
const MOST_OPEN = 10;
const LONGEST_NAME = 80;

/** Whatever names come from events, a digest holds them harmless. */
const name = (text: string): string => oneLine(text, LONGEST_NAME);

const topOf = <T, R>(all: readonly T[], told: (one: T) => R, most = MOST_NAMED): Top<R> => ({
  named: all.slice(0, most).map(told),
  more: Math.max(0, all.length - most),
});

const groupTold = ({ group, n }: GroupCount): GroupCount => ({ group: name(group), n });

const stepOf = (step: keyof Times, now: Figures, before: Figures | undefined): StepTime => ({
  now: now.times[step],
  ...(before !== undefined && { before: before.times[step] }),
});

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

const measuredOf = (environment: string, now: Figures, before: Figures | undefined): Measured => {
  const paged = now.responders.filter(({ pages }) => pages > 0);
  return {
    bySeverity: now.incidents.bySeverity,
    byCause: now.incidents.byCause.map(groupTold),
    acknowledge: stepOf('acknowledge', now, before),
    resolve: stepOf('resolve', now, before),
    pages: { total: sum(paged.map(({ pages }) => pages)), atNight: sum(paged.map(({ atNight }) => atNight)) },
    responders: topOf(paged, ({ responder, pages, atNight }) => ({ responder: name(responder), pages, atNight })),
    alarms: topOf(now.alarms, ({ name: called, service, firings, runs, actedOn }) => ({
      name: name(briefName({ environment, service }, called)),
      service: name(service),
      firings,
      runs,
      actedOn,
    })),
  };
};

/** The worst first, of these the one that has been open longest. */
const pressing = (one: UnresolvedIncident, other: UnresolvedIncident): number =>
  rankOf(other.severity) - rankOf(one.severity) || byText(one.openedAt, other.openedAt);

/** A digest of a week, of whatever could be read. */
export const digestOf = (facts: DigestFacts): Digest => {
  const { week, counts, before, figures, figuresBefore, openNow, worse, ...rest } = facts;
  return {
    ...week,
    ...rest,
    incidents: {
      total: counts.total,
      open: counts.open,
      before: before.total,
      byService: topOf(counts.byService, groupTold),
    },
    measured: figures === undefined ? null : measuredOf(rest.environment, figures, figuresBefore),
    stillOpen: topOf(
      openNow.toSorted(pressing),
      ({ incidentId, service, severity, status, openedAt }) => ({
        incidentId,
        service: name(service),
        severity,
        status,
        openedAt,
      }),
      MOST_OPEN,
    ),
    worse:
      worse === undefined
        ? null
        : topOf(worse, ({ service, id, deployedAt }) => ({ service: name(service), id: name(id), deployedAt })),
  };
};
