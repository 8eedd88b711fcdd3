import { lastBegunFirst } from '../core/deploy/deploy-cursor.ts';
import { type Rollout, rolloutsIn } from '../core/deploy/rollouts-in.ts';
import type { ReleaseVerdict } from '../core/release/release-verdict.ts';
import { DAY, type Instant, later } from '../core/time.ts';
import type { DeployLog } from '../ports/deploy-log.ts';
import type { DeployQuery, KnownDeploys } from '../ports/deploy-reader.ts';
import type { ReleaseLog } from '../ports/release-log.ts';

export interface DeployLogs {
  readonly deploys: Pick<DeployLog, 'words'>;
  readonly releases: Pick<ReleaseLog, 'verdicts'>;
}

/** Of each service. */
const MOST_WORDS = 2_000;

/** A deploy that began within a range may end so long after it, and one that ends within it may have begun before. */
const LONGEST_ROLLOUT_MS = DAY;

/** Services read at once. */
const AT_ONCE = 8;

interface Range {
  readonly since: Instant;
  readonly until: Instant;
}

const knownOf = async (logs: DeployLogs, service: string | null, { since, until }: Range): Promise<KnownDeploys> => {
  const around = { from: later(since, -LONGEST_ROLLOUT_MS), to: later(until, LONGEST_ROLLOUT_MS) };
  const words = await logs.deploys.words(service ?? undefined, around, MOST_WORDS);
  if (words === undefined) return { deploys: [], unheardOf: service === null ? [] : [service], isCut: false };
  const begun = rolloutsIn(words).filter(({ firstAt }) => firstAt >= since && firstAt < until);
  const isJudged = service !== null && begun.length > 0;
  const verdicts = isJudged ? await logs.releases.verdicts(service, { from: since, to: until }, MOST_WORDS) : [];
  const verdictOn = ({ id, firstAt }: Rollout): ReleaseVerdict | null =>
    verdicts.find((verdict) => verdict.id === id && verdict.deployedAt === firstAt) ?? null;
  const deploys = begun.map((one) => ({ ...one, service, verdict: verdictOn(one) }));
  return { deploys, unheardOf: [], isCut: words.length >= MOST_WORDS };
};

/** @param services those of today's configuration @throws UnreadError */
export const queryDeploys = async (
  logs: DeployLogs,
  { service, since, until }: DeployQuery,
  { services, now }: { readonly services: readonly string[]; readonly now: Instant },
): Promise<KnownDeploys> => {
  // What is told of a clock a little ahead of this one is there too.
  const range = { since, until: until ?? later(now, DAY) };
  const whose = service === undefined ? [...services, null] : [service];
  const read: KnownDeploys[] = [];
  for (let start = 0; start < whose.length; start += AT_ONCE)
    read.push(...(await Promise.all(whose.slice(start, start + AT_ONCE).map((one) => knownOf(logs, one, range)))));
  return {
    deploys: lastBegunFirst(read.flatMap(({ deploys }) => deploys)),
    unheardOf: read.flatMap(({ unheardOf }) => unheardOf),
    isCut: read.some(({ isCut }) => isCut),
  };
};
