import { counted } from '../../words.ts';
import type { Facts } from '../facts/facts.ts';
import type { Trouble } from '../facts/trouble.ts';
import type { Evidence } from './diagnosis.ts';
import { seriesEvidence } from './evidence.ts';
import { nameOf, share, spokenValue, times } from './role-words.ts';

const SLOW = 1.08;
const FAILING = 0.01;

/** Whether words speak of latency. */
export const isSlow = ({ latencyRatio }: Trouble): boolean => latencyRatio > SLOW;

/** Without a count of all of them a share is not known. */
export const failedWords = ({ failed, failures }: Trouble): string =>
  Number.isNaN(failed) ? `${counted(failures, 'request')} failed` : `${share(failed)} of requests fail`;

/** How people are hurt: `latency p50 x1.4`, `3.4 % of requests fail`. */
export const troubleWords = (facts: Facts, trouble: Trouble): string => {
  const { role } = trouble;
  const slow = isSlow(trouble) ? `${nameOf(role, facts)} ${times(trouble.latencyRatio)}` : undefined;
  const failing = trouble.failed > FAILING || slow === undefined ? failedWords(trouble) : undefined;
  return [slow, failing].filter((text) => text !== undefined).join(', ');
};

/** That somebody is hurt, by latency or, where that is as usual, by errors. */
export const troubleEvidence = (facts: Facts, trouble: Trouble): Evidence => {
  const { quiet, latency, from, to, role } = trouble;
  if (isSlow(trouble))
    return seriesEvidence(facts, {
      role,
      from,
      to,
      observed: latency,
      expected: quiet.high,
      baseline: { until: from, value: quiet.median },
      claim: `${nameOf(role, facts)} ${spokenValue(role, latency)}, ${times(trouble.latencyRatio)} the quiet ${spokenValue(role, quiet.median)}`,
      supports: true,
    });
  return seriesEvidence(facts, {
    role: facts.observed.serverErrors === undefined ? 'balancerErrors' : 'serverErrors',
    from,
    to,
    observed: Number.isNaN(trouble.failed) ? trouble.failures : trouble.failed,
    expected: FAILING,
    claim: failedWords(trouble),
    supports: true,
  });
};
