import type { Watched } from '../../service/rule.ts';
import { type Basis, alarmNamed, backtestOf, firstFired, lateBy } from './basis.ts';
import type { Proposal } from './proposal.ts';

interface Wanted {
  readonly watches: Watched;
  readonly severity: 'critical' | 'warning';
  /** What it does: `pages before memory is full`. */
  readonly does: string;
  /** Its key in `tocsin.yaml`: `memoryGrowth`. */
  readonly key: string;
  readonly sweep?: string;
}

/** An alarm that the cause asks for: to have where it did not fire, to set earlier or leave where it did. */
export const alarmProposal = (basis: Basis, { watches, severity, does, key, sweep }: Wanted): Proposal => {
  const { material, events } = basis;
  const commands = [backtestOf(basis, alarmNamed(basis, watches, severity), sweep)];
  const fired = firstFired(basis, watches);
  const late = lateBy(basis);
  if (fired !== undefined)
    return {
      measure: `The ${watches} alarm, which ${does}, fired at ${material.time(fired.at)}. The backtest says how much earlier another setting would have, and what that costs in pages.`,
      task: `Look at the setting of the ${watches} alarm (${key} in tocsin.yaml)`,
      commands,
      events: [...events, fired.version],
    };
  const lateness = late === undefined ? '' : ` What fired first came ${late.words} after the beginning.`;
  return {
    measure: `An alarm that ${does}: ${key} in tocsin.yaml. It did not fire in this incident.${lateness} The backtest says when it would have, as the file stands.`,
    task: `See that the ${watches} alarm is on (${key} in tocsin.yaml), and backtest it`,
    commands,
    events: late === undefined ? events : [...events, late.version],
  };
};
