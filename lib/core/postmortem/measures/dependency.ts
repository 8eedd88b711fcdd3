import { type Basis, recordOf } from './basis.ts';
import { alarmProposal } from './alarm-proposal.ts';
import type { Proposal } from './proposal.ts';

export const dependencyProposals = (basis: Basis): readonly Proposal[] => [
  {
    measure:
      'A limit to what waits: a timeout and a bounded pool for each call to the dependency, so that it slows down what needs it and nothing else.',
    task: 'Give calls to the dependency a timeout and a bounded pool',
    events: basis.events,
  },
  alarmProposal(basis, {
    watches: 'database-cpu',
    severity: 'warning',
    does: 'tells that the database is nearly saturated',
    key: 'saturation.databaseCpu',
    sweep: 'threshold=60..90:10',
  }),
  alarmProposal(basis, {
    watches: 'database-connections',
    severity: 'warning',
    does: 'tells of more connections to the database than usual',
    key: 'saturation.connections',
  }),
  {
    measure:
      'Where the dependency is a service of its own: dependsOn in tocsin.yaml, and the page of whoever suffers from it names its open incident.',
    task: 'Name the dependency in dependsOn of tocsin.yaml, where it is a service',
    events: basis.events,
  },
  {
    measure:
      'A test with the dependency slow, and with it gone: what does not need it still answers. Kept as a recording, this incident says who would be paged.',
    task: 'Test with the dependency slow, and with it gone',
    commands: [recordOf(basis), 'npx tocsin replay incident.json --responses none'],
    events: basis.events,
  },
];
