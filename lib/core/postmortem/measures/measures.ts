import type { Cause } from '../../cause.ts';
import { isUnmapped } from '../../page/service-name.ts';
import type { Material } from '../facts/material.ts';
import { question, type Section } from '../facts/statement.ts';
import { type Basis, basisOf } from './basis.ts';
import { answeringProposals } from './answering.ts';
import { dependencyProposals } from './dependency.ts';
import { deployRegressionProposals } from './deploy-regression.ts';
import { memoryLeakProposals } from './memory-leak.ts';
import { notKnownProposals } from './not-known.ts';
import type { Proposal } from './proposal.ts';
import { trafficSurgeProposals } from './traffic-surge.ts';
import { unmappedProposals } from './unmapped.ts';

const BY_CAUSE: Readonly<Record<Cause, (basis: Basis) => readonly Proposal[]>> = {
  'memory-leak': memoryLeakProposals,
  'deploy-regression': deployRegressionProposals,
  dependency: dependencyProposals,
  'traffic-surge': trafficSurgeProposals,
};

/** By rule: what the cause asks for, then what the answer does. */
const proposalsOf = (material: Material): readonly Proposal[] => {
  const { cause } = material.found;
  const basis = basisOf(material);
  if (isUnmapped(material.opened.event)) return [...unmappedProposals(basis), ...answeringProposals(basis)];
  const byCause = cause === undefined ? notKnownProposals : BY_CAUSE[cause];
  return [...byCause(basis), ...answeringProposals(basis)];
};

/** What could be done, and the same as a list of work. */
export const measuresAndTasks = (material: Material): readonly [measures: Section, tasks: Section] => {
  const proposals = proposalsOf(material);
  return [
    {
      heading: 'Corrective and Preventative Measures',
      parts: proposals.map(({ measure, commands = [], events }) => ({
        kind: 'measure',
        text: measure,
        commands,
        events,
      })),
    },
    {
      heading: 'Tasks to Address the Issue',
      parts: [
        ...proposals.map(({ task, events }) => ({ kind: 'task', text: task, events }) as const),
        question('Who does each of these, and by when?'),
      ],
    },
  ];
};
