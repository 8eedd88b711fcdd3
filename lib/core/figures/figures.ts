import type { ReleaseVerdict } from '../release/release-verdict.ts';
import { type CorrectnessCounts, liveRecordCounts } from '../report/live-record.ts';
import type { Span } from '../series/period-grid.ts';
import type { Instant } from '../time.ts';
import { type AlarmFigures, alarmFiguresOf } from './alarm-figures.ts';
import type { IncidentFigures } from './incident-figures.ts';
import { type PeopleAsked, type ResponderFigures, responderFiguresOf } from './responder-figures.ts';
import { groupedBy, type GroupCount, groupCounts } from './group-counts.ts';
import { type Times, timesOf } from './times.ts';

interface CauseTally extends GroupCount {
  /** A person said so. */
  readonly confirmed: number;
}

type ReleaseCounts = Readonly<Record<ReleaseVerdict['verdict'], number>>;

/** Of a period; docs/report.md defines each. */
export interface Figures {
  readonly incidents: {
    /** That opened in it. */
    readonly total: number;
    /** Of these, not resolved by the time that the figures were made. */
    readonly open: number;
    readonly byService: readonly GroupCount[];
    readonly bySeverity: readonly GroupCount[];
    readonly byCause: readonly CauseTally[];
  };
  readonly times: Times;
  readonly responders: readonly ResponderFigures[];
  readonly alarms: readonly AlarmFigures[];
  readonly begunByDeploy: { readonly n: number; readonly of: number; readonly ofUnknownCause: number };
  /** Null: nobody here knows of releases. */
  readonly releases: ReleaseCounts | null;
  /** What the first page said of the cause, against what a person found. */
  readonly firstPageCause: CorrectnessCounts;
}

export interface FiguresAsked extends PeopleAsked {
  readonly releases?: readonly ReleaseVerdict[] | undefined;
}

const within = ({ from, to }: Span, at: Instant): boolean => from <= at && at < to;

const byCause = (incidents: readonly IncidentFigures[]): readonly CauseTally[] => {
  const groups = groupedBy(incidents, ({ cause }) => cause);
  return groupCounts(incidents, ({ cause }) => cause).map((tally) => ({
    ...tally,
    confirmed: (groups.get(tally.group) ?? []).filter(({ isConfirmed }) => isConfirmed).length,
  }));
};

const releaseCounts = (verdicts: readonly ReleaseVerdict[], span: Span): ReleaseCounts => {
  const count = (verdict: ReleaseVerdict['verdict']): number =>
    verdicts.filter((one) => one.verdict === verdict && within(span, one.deployedAt)).length;
  return {
    better: count('better'),
    same: count('same'),
    worse: count('worse'),
    'cannot-tell': count('cannot-tell'),
  };
};

const isGoingOn = ({ runs }: IncidentFigures): boolean => runs.at(-1)?.resolvedAt === undefined;

/**
 * What a period comes to. Incidents count where they opened, runs where they began, pages where they went out, so that no
 * two periods count anything twice; drills and canaries count nowhere.
 */
export const figuresOf = (measures: readonly IncidentFigures[], asked: FiguresAsked): Figures => {
  const { span, service, releases } = asked;
  const real = measures.filter((one) => one.kind === 'real' && (service === undefined || one.service === service));
  const incidents = real.filter(({ openedAt }) => within(span, openedAt));
  const runs = real.flatMap(({ incidentId, service: whose, runs: all }) =>
    all.filter(({ from }) => within(span, from)).map((run) => ({ incidentId, service: whose, run })),
  );
  const pages = real.flatMap((one) => one.pages.filter(({ at }) => within(span, at)));
  return {
    incidents: {
      total: incidents.length,
      open: incidents.filter(isGoingOn).length,
      byService: groupCounts(incidents, (one) => one.service),
      bySeverity: groupCounts(incidents, ({ severity }) => severity),
      byCause: byCause(incidents),
    },
    times: timesOf(
      incidents,
      runs.map(({ run }) => run),
    ),
    responders: responderFiguresOf(pages, asked),
    alarms: alarmFiguresOf(runs),
    begunByDeploy: {
      n: incidents.filter(({ isByDeploy }) => isByDeploy).length,
      of: incidents.length,
      ofUnknownCause: incidents.filter(({ cause, isByDeploy }) => cause === 'unknown' && !isByDeploy).length,
    },
    releases: releases === undefined ? null : releaseCounts(releases, span),
    firstPageCause: liveRecordCounts(incidents.map(({ record }) => record)).firstPages,
  };
};
