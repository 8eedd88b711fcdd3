import { CAUSE_NAMES } from '../../cause.ts';
import { type Basis, recordOf } from './basis.ts';
import type { Proposal } from './proposal.ts';

/** What the last diagnosis would have had to see. */
const lacking = ({ material: { found } }: Basis): readonly Proposal[] => {
  const { diagnosed } = found;
  if (diagnosed === undefined) return [];
  const { missing, hypotheses } = diagnosed.event.said;
  const unseen = hypotheses.filter(({ verdict }) => verdict === 'no-data').map(({ cause }) => CAUSE_NAMES[cause]);
  const what = [...missing, ...unseen];
  if (what.length === 0) return [];
  return [
    {
      measure: `The diagnosis could not look at: ${what.join(', ')}. With it the next page can say more (workload in tocsin.yaml, docs/diagnosis.md).`,
      task: `Let the diagnosis see: ${what.join(', ')}`,
      events: [diagnosed.version],
    },
  ];
};

/** Of an incident whose cause nobody knows, or is none of the four. */
export const notKnownProposals = (basis: Basis): readonly Proposal[] => [
  {
    measure:
      'The numbers, kept while there are any: CloudWatch holds minutes for 15 days. On the recording each cause can be asked for again.',
    task: 'Record the incident, and look for its cause',
    commands: [recordOf(basis), 'npx tocsin diagnose incident.json --config tocsin.yaml'],
    events: basis.events,
  },
  ...lacking(basis),
  {
    measure:
      'All alarms of the service on what happened: which would have fired first, and how long after the beginning.',
    task: 'Backtest the alarms of the service on this incident',
    commands: [`npx tocsin backtest --service ${basis.service} ${basis.span}`],
    events: basis.events,
  },
];
