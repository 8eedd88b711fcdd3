import { type Cause, type DiagnosedCause, isCause } from '../../cause.ts';
import { evolve } from '../../incident/evolve.ts';
import type { Incident } from '../../incident/incident.ts';
import { seesNothing } from '../../incident/inquiry.ts';
import type { EventOf } from '../../incident/folds/fold.ts';
import { isOf, type Placed } from './placed.ts';

type Recorded = Placed<EventOf<'DiagnosisRecorded'>>;

/** What it was, and by whose word. */
export interface FoundCause {
  /** Undefined: nobody knows, or it was something else. */
  readonly cause: Cause | undefined;
  /** What a person said last. */
  readonly confirmed: Placed<EventOf<'CauseConfirmed'>> | undefined;
  /** That names what people were told; where they were told no cause, the last that saw anything. */
  readonly diagnosed: Recorded | undefined;
}

/** The first that is not early: by then it is sure of itself, and the beginning is still in view. */
const firstSure = (recorded: readonly Recorded[]): Recorded | undefined =>
  recorded.find(({ event }) => !event.said.early) ?? recorded.at(-1);

const lastOf = (recorded: readonly Recorded[]): Recorded | undefined =>
  recorded.findLast(({ event }) => !seesNothing(event.said)) ?? recorded.at(-1);

/** What messages said last. */
const toldCause = (events: readonly Placed[]): DiagnosedCause => {
  const head = events.map(({ event }) => event).reduce<Incident | undefined>(evolve, undefined);
  return head?.inquiry?.said?.cause ?? 'unknown';
};

export const foundCause = (events: readonly Placed[]): FoundCause => {
  const confirmed = events.findLast(isOf('CauseConfirmed'));
  const told = toldCause(events);
  const recorded = events.filter(isOf('DiagnosisRecorded')).filter(({ event }) => event.unconfirmed === undefined);
  const naming = recorded.filter(({ event }) => event.said.cause === told);
  const named = confirmed?.event.cause ?? told;
  return {
    cause: isCause(named) ? named : undefined,
    confirmed,
    diagnosed: isCause(told) ? firstSure(naming) : lastOf(recorded),
  };
};
