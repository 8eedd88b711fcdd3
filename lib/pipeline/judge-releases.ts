import type { Configuration } from '../core/configuration.ts';
import { type Rollout, rolloutsIn } from '../core/deploy/rollouts-in.ts';
import { type DeployedChange, changeOf } from '../core/release/change.ts';
import { JUDGED_AFTER_MS, judgeRelease } from '../core/release/judge-release.ts';
import type { ReleaseVerdict } from '../core/release/release-verdict.ts';
import { DAY, epochOf, HOUR, type Instant, later, MINUTE } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeployLog } from '../ports/deploy-log.ts';
import type { ReleaseLog } from '../ports/release-log.ts';
import type { ReleaseNews } from '../ports/release-news.ts';
import type { MetricsHost } from './read-metrics.ts';
import { readRelease } from './read-release.ts';

export interface JudgingHost extends MetricsHost {
  readonly deploys: Pick<DeployLog, 'words'>;
  readonly releases: ReleaseLog;
  readonly news: ReleaseNews;
  readonly clock: Clock;
}

/** CloudWatch has the last values of what is judged by then. */
const LATE_MS = 3 * MINUTE;
/** What cannot be read is asked for again until then. */
const WAITED_FOR_MS = 2 * HOUR;
/** Deploys that are older have a verdict, or never get one. */
const JUDGED_WITHIN_MS = DAY;
/** The release before stood at most a week before, where a like hour is looked for. */
const LOOKED_BACK_MS = 8 * DAY;
const MOST_WORDS = 1_000;
/** In one run; the others wait for the next. */
const MOST_JUDGED = 10;

interface Due {
  readonly service: string;
  readonly change: DeployedChange;
}

interface Left {
  readonly service: string;
  readonly id: string;
  readonly why: string;
}

export interface Judged {
  readonly verdicts: readonly { readonly service: string; readonly verdict: ReleaseVerdict }[];
  /** Left for the next run, because there was no time: more were due than one run judges. */
  readonly waiting: readonly Omit<Left, 'why'>[];
  /** Left for the next run, because something failed. */
  readonly failed: readonly Left[];
  /** Services whose deploys could not be read. */
  readonly unknown: readonly string[];
}

/** What is not done has changed nothing for good: it is judged when it is, however long it takes. */
const isDue = ({ rollout: { status }, lastAt }: DeployedChange, at: Instant): boolean => {
  const age = epochOf(at) - epochOf(lastAt);
  return status !== 'STARTED' && age <= JUDGED_WITHIN_MS && age >= JUDGED_AFTER_MS + LATE_MS;
};

const isOf =
  ({ rollout: { id, firstAt } }: DeployedChange) =>
  (verdict: ReleaseVerdict): boolean =>
    verdict.id === id && verdict.deployedAt === firstAt;

const without = (rollout: Rollout, all: readonly Rollout[]): readonly Rollout[] =>
  all.filter((other) => other !== rollout);

const dueOf = async ({ deploys, releases }: JudgingHost, service: string, at: Instant): Promise<readonly Due[]> => {
  const span = { from: later(at, -LOOKED_BACK_MS), to: at };
  const rollouts = rolloutsIn((await deploys.words(service, span, MOST_WORDS)) ?? []);
  const changes = rollouts.map((rollout) => changeOf(rollout, without(rollout, rollouts)));
  const candidates = changes.filter((change) => isDue(change, at));
  if (candidates.length === 0) return [];
  const verdicts = await releases.verdicts(service, span, MOST_WORDS);
  return candidates.filter((change) => !verdicts.some(isOf(change))).map((change) => ({ service, change }));
};

/** Told before it is kept: whoever dies between the two tells it once more, and never not at all. */
const judge = async (
  host: JudgingHost,
  { service, change }: Due,
  { services, environment }: Configuration,
): Promise<ReleaseVerdict | string> => {
  const at = host.clock();
  const workload = services[service]?.workload ?? { kind: 'custom', metrics: {} };
  const { release, unread } = await readRelease(host, { workload, change, at });
  const isLate = epochOf(at) - epochOf(change.lastAt) >= WAITED_FOR_MS;
  if (unread !== undefined && !isLate) return `its metrics could not be read: ${unread}`;
  const verdict = judgeRelease(release);
  if (change.isTold) await host.news.tell({ service, environment, rollout: change.rollout, verdict });
  await host.releases.keep(service, verdict);
  return verdict;
};

/** Of every service whose deploys can be read, the longest done first. */
const allDue = async (
  host: JudgingHost,
  { services }: Configuration,
): Promise<Pick<Judged, 'unknown'> & { readonly due: readonly Due[] }> => {
  const at = host.clock();
  const due: Due[] = [];
  const unknown: string[] = [];
  for (const service of Object.keys(services)) {
    try {
      due.push(...(await host.within(dueOf(host, service, at))));
    } catch (error) {
      host.report?.('deploys could not be read', error);
      unknown.push(service);
    }
  }
  return { unknown, due: due.toSorted((one, other) => epochOf(one.change.lastAt) - epochOf(other.change.lastAt)) };
};

const judged = async (host: JudgingHost, one: Due, configuration: Configuration): Promise<ReleaseVerdict | string> => {
  try {
    return await judge(host, one, configuration);
  } catch (error) {
    host.report?.('a release could not be judged', error);
    return 'its verdict could not be told or kept';
  }
};

/**
 * Judges the deploys of every service half an hour after the last word of their change, each once: told to whoever listens,
 * then kept with the deploy. What fails, or is more than a run judges, is for the next run.
 */
export const judgeReleases = async (
  host: JudgingHost,
  configuration: Configuration,
  hasTime: () => boolean = () => true,
): Promise<Judged> => {
  const { due, unknown } = await allDue(host, configuration);
  const verdicts: Judged['verdicts'][number][] = [];
  const failed: Left[] = [];
  const waiting: Omit<Left, 'why'>[] = [];
  for (const [index, one] of due.entries()) {
    const named = { service: one.service, id: one.change.rollout.id };
    if (index >= MOST_JUDGED || !hasTime()) {
      waiting.push(named);
      continue;
    }
    const result = await judged(host, one, configuration);
    if (typeof result === 'string') failed.push({ ...named, why: result });
    else verdicts.push({ service: one.service, verdict: result });
  }
  return { verdicts, waiting, failed, unknown };
};
