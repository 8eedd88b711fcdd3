import * as z from 'zod/mini';
import { deployCursor, isDeployCursor } from '../../lib/core/deploy/deploy-cursor.ts';
import type { Instant } from '../../lib/core/time.ts';
import { queryDeploys } from '../../lib/pipeline/query-deploys.ts';
import type { JudgedDeploy } from '../../lib/ports/deploy-reader.ts';
import { jsonReply, problemReply } from './http.ts';
import { operation } from './operation.ts';
import { pageOf } from './page-of.ts';
import { nameField, wordField, parameter, rangeFields, rangeOf } from './range-query.ts';

const deploysQuery = (now: Instant) =>
  z.strictObject({
    ...rangeFields(now),
    service: z.optional(nameField('service', 'of this service')),
    unmapped: z.optional(wordField('unmapped', ['true'])),
    cursor: z.optional(
      parameter('cursor', 'the next of an earlier answer', (text) => (isDeployCursor(text) ? text : undefined)),
    ),
  });

/** Null where nothing is said. */
const shownDeploy = ({ subject, revision, url, actor, ...deploy }: JudgedDeploy): object => ({
  ...deploy,
  subject: subject ?? null,
  revision: revision ?? null,
  url: url ?? null,
  actor: actor ?? null,
});

/** `GET /deploys`: the one that began last first, each with the verdict on it. */
export const deploysOperation = operation(deploysQuery, async ({ pipeline, deploys, releases }, { query }) => {
  const now = pipeline.clock();
  const range = rangeOf(query, now);
  if ('refusal' in range) return problemReply({ problem: 'invalid-request', ...range });
  const { service, unmapped, cursor } = query;
  if (service !== undefined && unmapped !== undefined) {
    const refusal = { error: 'what is unmapped is of no service', expected: 'service or unmapped', given: 'both' };
    return problemReply({ problem: 'invalid-request', refusal });
  }
  const services = Object.keys(pipeline.configuration.services);
  const whose = unmapped === undefined ? service : null;
  const known = await queryDeploys({ deploys, releases }, { ...range, service: whose }, { services, now });
  const left = known.deploys.filter((deploy) => cursor === undefined || deployCursor(deploy) < cursor);
  const { items } = pageOf(left.slice(0, range.limit));
  const last = items.at(-1);
  const next = last !== undefined && items.length < left.length ? deployCursor(last) : null;
  return jsonReply(200, { ...known, deploys: items.map(shownDeploy), next });
});
