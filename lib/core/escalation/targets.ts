import type { Target, TargetName } from '../configuration.ts';
import type { Lookups } from '../incident/commands.ts';

type OnCall = Lookups['onCall'];

const targetOf = (onCall: OnCall, name: TargetName): Target | undefined => {
  if (!name.startsWith('schedule:')) return name as Target;
  const responder = onCall(name.slice('schedule:'.length));
  return responder === undefined ? undefined : `responder:${responder}`;
};

/** Whom these names mean at this instant: each once, in order; a schedule with nobody on call means nobody. */
export const targetsOf = (onCall: OnCall, names: readonly TargetName[]): readonly Target[] => [
  ...new Set(names.map((name) => targetOf(onCall, name)).filter((target) => target !== undefined)),
];
