import type { DiagnosisSaid } from '../../lib/core/cause.ts';

/** What the postmortem's first page should have said, at 10:20 EDT. */
export const leakSaid: DiagnosisSaid = {
  at: '2023-08-05T14:20:00.000Z',
  cause: 'memory-leak',
  confidence: 0.95,
  early: false,
  minutesAfterOnset: 20,
  says: ['memory leak (surge x2.8)', 'out of memory ~{t28187458}'],
  not: ['not DB'],
  fullAt: '2023-08-05T14:58:00.000Z',
  hypotheses: [
    {
      cause: 'memory-leak',
      verdict: 'supported',
      why: 'memory grows evenly, +0.9 %/min since {t28187400}, and has not levelled off',
    },
    {
      cause: 'deploy-regression',
      verdict: 'inconclusive',
      why: 'no deploy was seen; one that nobody reported would not be',
    },
    {
      cause: 'traffic-surge',
      verdict: 'inconclusive',
      why: 'a surge of traffic, x2.8 since {t28187398}, drives the leak, or only comes with it',
    },
    { cause: 'dependency', verdict: 'refuted', why: 'DB normal: read 0.1 ms (quiet 0.1 ms), 4 conns' },
  ],
  evidence: [
    'memory rose from 48 % to 66 % (54 % an hour), in nearly every stretch of that time',
    'a surge of traffic, x2.8 since {t28187398}, drives the leak, or only comes with it',
  ],
  missing: [],
};

/** It abstains, and knows what it is not. */
export const unknownSaid: DiagnosisSaid = {
  ...leakSaid,
  cause: 'unknown',
  confidence: 0.5,
  early: true,
  minutesAfterOnset: 4,
  says: ['latency p50 x2.4 since {t28187416}', 'cause unknown'],
  fullAt: null,
  hypotheses: leakSaid.hypotheses.map((one) =>
    one.cause === 'memory-leak' ? { ...one, verdict: 'inconclusive', why: 'memory rises, and may level off' } : one,
  ),
  evidence: [],
};

/** The same with every text another. */
export const hostileSaid = (text: string): DiagnosisSaid => ({
  ...leakSaid,
  says: [text, text],
  not: [text],
  hypotheses: leakSaid.hypotheses.map((one) => ({ ...one, why: text })),
  evidence: [text, text],
  missing: [text],
});
