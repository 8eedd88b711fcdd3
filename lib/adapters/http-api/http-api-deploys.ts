import { DAY, type Instant, later } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeployQuery, DeployReader, JudgedDeploy } from '../../ports/deploy-reader.ts';
import { type ApiCall, apiErrorOf } from './api-call.ts';

/** The API takes 92 days, by its own clock, and nothing older than 90 is kept. */
const LOOK_BACK_MS = 91 * DAY;
/** It lists no more at once. */
const LIMIT = '200';

const sinceOf = ({ since, until }: DeployQuery, now: Instant): Instant => {
  const earliest = later(until ?? now, -LOOK_BACK_MS);
  return since < earliest ? earliest : since;
};

const parametersOf = (query: DeployQuery, now: Instant): Record<string, string> => ({
  since: sinceOf(query, now),
  ...(query.until !== undefined && { until: query.until }),
  ...(query.service === null ? { unmapped: 'true' } : query.service !== undefined && { service: query.service }),
  limit: LIMIT,
});

interface DeploysPage {
  readonly deploys: readonly JudgedDeploy[];
  readonly unheardOf: readonly string[];
  readonly isCut: boolean;
  readonly next: string | null;
}

/** The API says null where nothing is said. */
const deployIn = (told: JudgedDeploy): JudgedDeploy => {
  const { subject, revision, url, actor } = told as { readonly [K in keyof JudgedDeploy]: JudgedDeploy[K] | null };
  const optional = { subject, revision, url, actor };
  const said = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null));
  return { ...told, subject: undefined, revision: undefined, url: undefined, actor: undefined, ...said };
};

/** The deploys that a deployed stack knows of, by its API: whoever reads them needs no right on the table. */
export const httpApiDeploys =
  (call: ApiCall, clock: Clock): DeployReader =>
  async (query) => {
    const asked = parametersOf(query, clock());
    const deploys: JudgedDeploy[] = [];
    let page: Record<string, string> = asked;
    for (;;) {
      const reply = await call({ method: 'GET', path: '/deploys', query: page });
      if (reply.status !== 200) throw apiErrorOf(reply);
      const { next, unheardOf, isCut, ...told } = reply.fields as unknown as DeploysPage;
      deploys.push(...told.deploys.map(deployIn));
      if (next === null) return { deploys, unheardOf, isCut };
      page = { ...asked, cursor: next };
    }
  };
