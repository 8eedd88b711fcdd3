import { isOf, type Placed } from '../facts/placed.ts';
import { type Basis, recordOf } from './basis.ts';
import type { Proposal } from './proposal.ts';

type Rule = (basis: Basis) => Proposal | undefined;

const first = <P extends Placed>(found: readonly P[]): P | undefined => found[0];

const unanswered: Rule = (basis) => {
  const { events, time } = basis.material;
  const found = first(events.filter(isOf('IncidentUnanswered')));
  return (
    found && {
      measure: `At ${time(found.event.at)} no level was left and nobody had acknowledged. A replay with nobody answering says who is paged when, under another policy.`,
      task: 'Look at levels and waits of the escalation policy: nobody answered',
      commands: [recordOf(basis), 'npx tocsin replay incident.json --responses none'],
      events: [found.version],
    }
  );
};

const skipped: Rule = ({ material: { events, time } }) => {
  const found = first(events.filter(isOf('LevelSkipped')));
  return (
    found && {
      measure: `At ${time(found.event.at)} level ${String(found.event.level)} was passed over: nobody there could be reached. A gap in its schedule, or a subscription that is missing.`,
      task: `Close the gap at level ${String(found.event.level)} of the escalation policy`,
      events: [found.version],
    }
  );
};

const failed: Rule = ({ material: { events, voice, time } }) => {
  const found = first(events.filter(isOf('PageFailed')));
  return (
    found && {
      measure: `At ${time(found.event.at)} a message to ${voice.target(found.event.target)} failed. docs/runbooks/ops-pages-refused.md says what to look at.`,
      task: `Mend the way to ${voice.target(found.event.target)}`,
      events: [found.version],
    }
  );
};

/** What the answer itself teaches, whatever the cause. */
export const answeringProposals = (basis: Basis): readonly Proposal[] =>
  [unanswered, skipped, failed].flatMap((rule) => rule(basis) ?? []);
