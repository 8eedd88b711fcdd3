import { type Basis, alarmNamed } from './basis.ts';
import { alarmProposal } from './alarm-proposal.ts';
import type { Proposal } from './proposal.ts';

/** A folder holds no deploys: whose verdict is asked for is that of a stack, of the usual name. */
const stackOf = ({ material: { option } }: Basis): string => (option.startsWith('--stack') ? option : '--stack Tocsin');

export const deployRegressionProposals = (basis: Basis): readonly Proposal[] => [
  {
    measure:
      'What the deploy changed is repaired, with a test that fails without the repair, before it goes out again.',
    task: 'Repair what the deploy changed, with a test that fails without the repair',
    events: basis.events,
  },
  {
    measure: `A deploy that rolls itself back: give the deployment the alarm ${alarmNamed(basis, 'user-impact', 'critical')} to watch (deployment alarms of ECS, an alarm of the CodeDeploy group).`,
    task: 'Let the deploy roll back on the user-impact alarm',
    events: basis.events,
  },
  alarmProposal(basis, {
    watches: 'latency',
    severity: 'critical',
    does: 'pages when answers become slow',
    key: 'latency',
    sweep: 'for=2of3,3of5',
  }),
  {
    measure:
      'The verdict as a gate: after each deploy a release is called better, same or worse, and what comes next waits where it is worse.',
    task: 'Let the next step of the pipeline wait for the verdict on the release',
    commands: [
      `npx tocsin deploy list ${stackOf(basis)} --service ${basis.service} --since 1h --json | jq -e '.deploys[0].verdict.verdict != "worse"'`,
    ],
    events: basis.events,
  },
];
