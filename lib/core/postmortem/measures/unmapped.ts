import type { Basis } from './basis.ts';
import type { Proposal } from './proposal.ts';

/** Of an alarm that belongs to no service nothing else can be measured or tried. */
export const unmappedProposals = ({ material }: Basis): readonly Proposal[] => [
  {
    measure:
      'No rule of tocsin.yaml maps this alarm to a service: with a rule in routing the next page says whose it is, and the right people get it.',
    task: 'Map the alarm to a service in routing of tocsin.yaml',
    events: [material.opened.version],
  },
];
