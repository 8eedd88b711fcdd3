import type { Basis } from './basis.ts';
import { alarmProposal } from './alarm-proposal.ts';
import type { Proposal } from './proposal.ts';

export const trafficSurgeProposals = (basis: Basis): readonly Proposal[] => {
  const load = basis.traffic ?? 'the traffic of this incident';
  return [
    {
      measure:
        'More capacity before it is needed: scale out on traffic, and refuse what is too much instead of answering all of it slowly.',
      task: 'Set scaling, and a limit above which requests are refused',
      events: basis.events,
    },
    alarmProposal(basis, {
      watches: 'traffic',
      severity: 'warning',
      does: 'tells of traffic that is not usual at this hour',
      key: 'traffic',
    }),
    alarmProposal(basis, {
      watches: 'cpu',
      severity: 'warning',
      does: 'tells that the service is nearly saturated',
      key: 'saturation',
      sweep: 'threshold=60..90:10',
    }),
    {
      measure: `A load test as a gate: ${load}. The build fails where latency leaves its usual range.`,
      task: `Run the load test at ${load} before each release`,
      events: basis.events,
    },
  ];
};
