import type { Configuration } from '../core/configuration.ts';
import {
  type Digest,
  digestOf,
  type UnresolvedIncident,
  type WeekCounts,
  type WorseDeploy,
} from '../core/digest/digest.ts';
import { type DigestWeek, weekBefore } from '../core/digest/week.ts';
import type { FiguresAsked } from '../core/figures/figures.ts';
import { groupCountsOf } from '../core/figures/group-counts.ts';
import type { PeriodFigures } from '../core/figures/reported-figures.ts';
import type { Anchor } from '../core/incident/anchor.ts';
import { homeTimeZone } from '../core/report/voice.ts';
import type { Instant } from '../core/time.ts';
import type { ToldEntry } from '../ports/incident-reader.ts';
import type { ReleaseLog } from '../ports/release-log.ts';
import { measuring } from './measure-incidents.ts';
import { type Incidents, timelinesOf } from './read-timelines.ts';

/** Of a week with more incidents only lists are read: its counts are known, and nothing else. */
const MOST_MEASURED = 500;
/** Services whose verdicts are read at once. */
const AT_ONCE = 8;
/** Deploys of one service in a week. */
const MOST_VERDICTS = 1_000;

export interface DigestSources {
  readonly incidents: Incidents;
  readonly anchor: () => Promise<Anchor | undefined>;
  /** Undefined: nobody here knows of releases. */
  readonly releases?: Pick<ReleaseLog, 'verdicts'> | undefined;
  readonly configuration: Configuration;
  /** Told of what failed and is said as not known: a line for a log. */
  readonly report?: ((trouble: string, error: unknown) => void) | undefined;
}

interface Asked {
  readonly now: Instant;
  /** Once it says no, timelines and verdicts are let be, and the digest says so; without lists there is none. */
  readonly hasTime: () => boolean;
}

/** A week as lists tell it. */
interface ListedWeek extends WeekCounts {
  readonly week: DigestWeek;
  /** Of all that were open in it, at most one more than are measured. */
  readonly ids: readonly string[];
  readonly openNow: readonly UnresolvedIncident[];
}

const openOf = ({ incidentId, service, severity, status, openedAt }: ToldEntry): UnresolvedIncident => ({
  incidentId,
  service,
  severity,
  status,
  openedAt,
});

/** Memory holds no entry, but what is open. @throws Error there was no time for all of it. */
const listWeek = async (incidents: Incidents, week: DigestWeek, hasTime: () => boolean): Promise<ListedWeek> => {
  const services = new Map<string, number>();
  const [ids, openNow]: [string[], UnresolvedIncident[]] = [[], []];
  let [total, open] = [0, 0];
  for await (const entry of incidents.query({ since: week.from, until: week.to })) {
    if (!hasTime()) throw new Error(`no time was left to list what happened in ${week.week}`);
    const isOpen = entry.status !== 'resolved';
    if (isOpen) openNow.push(openOf(entry));
    if (ids.length <= MOST_MEASURED) ids.push(entry.incidentId);
    if (entry.openedAt < week.from) continue;
    total += 1;
    open += Number(isOpen);
    services.set(entry.service, (services.get(entry.service) ?? 0) + 1);
  }
  return { week, total, open, byService: groupCountsOf(services), ids, openNow };
};

/** Undefined: there are too many for it, or is no time. */
const measure = async (
  { incidents, configuration }: DigestSources,
  { week, ids }: ListedWeek,
  hasTime: () => boolean,
): Promise<PeriodFigures | undefined> => {
  if (ids.length > MOST_MEASURED) return undefined;
  let read = 0;
  const inTime = async function* () {
    for await (const one of timelinesOf(incidents, ids)) {
      if (!hasTime()) return;
      read += 1;
      yield one;
    }
  };
  const { from, to } = week;
  const asked: FiguresAsked = { span: { from, to }, configuration, homeTimeZone: homeTimeZone(configuration) };
  const period = await measuring(inTime(), asked);
  return read === ids.length ? period : undefined;
};

/** Nobody waits for a week's verdicts: what cannot be read is not known. */
const worseIn = async (
  { releases, configuration, report }: DigestSources,
  { from, to }: DigestWeek,
  hasTime: () => boolean,
): Promise<readonly WorseDeploy[] | undefined> => {
  if (releases === undefined) return undefined;
  const worse: WorseDeploy[] = [];
  const readOne = async (service: string): Promise<void> => {
    for (const { verdict, id, deployedAt } of await releases.verdicts(service, { from, to }, MOST_VERDICTS))
      if (verdict === 'worse' && deployedAt < to) worse.push({ service, id, deployedAt });
  };
  const services = Object.keys(configuration.services);
  try {
    for (let start = 0; start < services.length; start += AT_ONCE) {
      if (!hasTime()) throw new Error('no time was left');
      await Promise.all(services.slice(start, start + AT_ONCE).map(readOne));
    }
  } catch (error) {
    report?.('the digest goes without what became of deploys', error);
    return undefined;
  }
  return worse.sort((one, other) => Number(one.deployedAt > other.deployedAt) || -1);
};

/** The digest of a week, as things stand now. @throws Error it could not be listed, or not in time. */
export const readDigest = async (
  sources: DigestSources,
  week: DigestWeek,
  { now: madeAt, hasTime }: Asked,
): Promise<Digest> => {
  const { incidents, configuration } = sources;
  const listed = await listWeek(incidents, week, hasTime);
  const before = await listWeek(incidents, weekBefore(week), hasTime);
  const now = await measure(sources, listed, hasTime);
  // Without figures there is nothing to compare.
  const figuresBefore = now && (await measure(sources, before, hasTime));
  const anchor = await sources.anchor();
  return digestOf({
    week,
    madeAt,
    environment: configuration.environment,
    counts: listed,
    before,
    figures: now?.figures,
    figuresBefore: figuresBefore?.figures,
    openNow: listed.openNow,
    worse: await worseIn(sources, week, hasTime),
    unread: now?.unread.length ?? 0,
    anchor: anchor === undefined ? null : { day: anchor.day, hash: anchor.hash },
  });
};
