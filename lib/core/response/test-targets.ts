import type { Configuration, Target, TargetName } from '../configuration.ts';
import { MOST_PAGED } from '../escalation/levels.ts';
import { targetsOf } from '../escalation/targets.ts';
import type { Lookups } from '../incident/commands.ts';
import { safeText, shownValue } from '../safe-text.ts';
import { listed } from '../words.ts';
import type { Refusal } from './refusal.ts';

type Read = { readonly targets: readonly Target[] } | { readonly refusal: Refusal };

/** Targets of one drill at most: as many as one step of the levels pages. */
export const MOST_TESTED = MOST_PAGED;

const KINDS = ['responder', 'channel', 'schedule'] as const;

const namesIn = ({ responders, channels, schedules }: Configuration): readonly TargetName[] => [
  ...Object.keys(responders).map((id): TargetName => `responder:${id}`),
  ...Object.keys(channels).map((id): TargetName => `channel:${id}`),
  ...Object.keys(schedules).map((id): TargetName => `schedule:${id}`),
];

/** `responder:alice`, or `alice` alone. */
const meantBy = (configuration: Configuration, given: string): readonly TargetName[] =>
  namesIn(configuration).filter((name) => name === given || KINDS.some((kind) => name === `${kind}:${given}`));

const unknown = (configuration: Configuration, given: string): Refusal => ({
  error: `there is no responder, channel or schedule ${shownValue(given)}`,
  expected: `one of ${safeText(namesIn(configuration).join(', '), 1_000)}`,
  given: shownValue(given),
});

const ambiguous = (given: string, names: readonly TargetName[]): Refusal => ({
  error: `more than one is called ${shownValue(given)}`,
  expected: listed(names, 'or'),
  given: shownValue(given),
});

const nobody = (name: string): Refusal => ({
  error: `nobody is on call by ${name} now`,
  expected: 'somebody who can be paged',
  given: shownValue(name),
});

const named = (configuration: Configuration, onCall: Lookups['onCall'], given: string): Read => {
  const names = meantBy(configuration, given);
  const [name] = names;
  if (name === undefined) return { refusal: unknown(configuration, given) };
  if (names.length > 1) return { refusal: ambiguous(given, names) };
  const targets = targetsOf(onCall, [name]);
  return targets.length === 0 ? { refusal: nobody(name) } : { targets };
};

/** Whom level 1 of each policy pages at this instant. */
const ofLevel1 = ({ escalations }: Configuration, onCall: Lookups['onCall']): Read => {
  const targets = targetsOf(
    onCall,
    Object.values(escalations).flatMap(({ levels }) => levels[0]?.page ?? []),
  );
  return targets.length > 0 ? { targets } : { refusal: nobody('level 1 of any policy') };
};

const within = (targets: readonly Target[]): Read =>
  targets.length <= MOST_TESTED
    ? { targets }
    : {
        refusal: {
          error: `these are ${String(targets.length)} test pages`,
          expected: `at most ${String(MOST_TESTED)} at once: name some of ${safeText(targets.join(', '), 1_000)}`,
          given: String(targets.length),
        },
      };

/** Who gets a test page: those that are named, whoever that is now; where none is, level 1 of every policy. */
export const testTargets = (
  configuration: Configuration,
  onCall: Lookups['onCall'],
  names: readonly string[] = [],
): Read => {
  const read =
    names.length === 0 ? [ofLevel1(configuration, onCall)] : names.map((name) => named(configuration, onCall, name));
  const refused = read.find((one) => 'refusal' in one);
  return refused ?? within([...new Set(read.flatMap((one) => ('targets' in one ? one.targets : [])))]);
};
