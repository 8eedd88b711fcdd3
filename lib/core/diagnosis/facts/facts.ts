import { type LocalClock, localClock } from '../../report/local-clock.ts';
import { epochOf, type Instant, MINUTE } from '../../time.ts';
import { type RiseSince, riseSince } from '../growth/rise-since.ts';
import { implicatedOf } from './implicated.ts';
import { isCoarse, whyUnknown } from './lack.ts';
import { leakOf, type Leak } from './leak.ts';
import { observationOf, type Observation } from './observed.ts';
import { riseOf, type Rise } from './rise.ts';
import { rolloutsOf, type RolloutOnWindow } from './rollouts.ts';
import type { Situation, StepWindow } from './situation.ts';
import { surgeOf, type Surge } from './surge.ts';
import { troubleOf, type Trouble } from './trouble.ts';
import { surgeBeyondDays, usualAt, usualTrafficOf } from './usual-traffic.ts';

/** What the series say, each found once; hypotheses judge it. Steps are of the window. */
export interface Facts extends Observation {
  readonly situation: Situation;
  /** What sentences tell times by; undefined: by their reader's. */
  readonly clock: LocalClock | undefined;
  readonly trouble: Trouble | undefined;
  readonly surge: Surge | undefined;
  readonly leak: Leak | undefined;
  /** Of memory since the onset, or over the last minutes. */
  readonly memoryRise: RiseSince | undefined;
  readonly rise: Rise | undefined;
  readonly rollouts: readonly RolloutOnWindow[];
  /** The deploy that the onset lies beside. */
  readonly implicated: RolloutOnWindow | undefined;
  /** Why nobody can say that nothing hurts; undefined: it can be said. */
  readonly lack: string | undefined;
  /** Trouble that is not large would not be seen. */
  readonly isCoarse: boolean;
  /** Where it began: the growth, where that came first, else the trouble. */
  readonly onset: number | undefined;
}

/** Trouble that is over for longer is not what people ask about. */
const LASTING = 10 * MINUTE;
const FEWEST_STEPS = 3;

const lastingIn = ({ stepMs }: StepWindow): number => Math.max(FEWEST_STEPS, LASTING / stepMs);

/** Trouble at the end of the window, or lately. */
export const troubleIn = (
  { alarms }: Pick<Situation, 'alarms'>,
  { observed, window }: Observation,
): Trouble | undefined =>
  troubleOf(observed, {
    count: window.count,
    lasting: lastingIn(window),
    isAlarmed: alarms.length > 0,
    stepMs: window.stepMs,
  });

const earliestOf = (...steps: readonly (number | undefined)[]): number | undefined => {
  const known = steps.filter((step) => step !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const surgeIn = (
  situation: Situation,
  { window, observed: { requests } }: Observation,
  lasting: number,
): Surge | undefined => {
  if (requests === undefined) return undefined;
  const usual = usualTrafficOf(situation, window);
  const usualOf = (step: number): number => (usual === undefined ? NaN : usualAt(usual, step));
  return surgeOf(requests, { lasting, usualAt: usualOf }) ?? (usual && surgeBeyondDays(usual, requests));
};

/** Step from which memory grows without bound; undefined: it does not, as far as is known. */
const growing = (leak: Leak | undefined): number | undefined => (leak?.isHeld === false ? leak.from : undefined);

/** Growth, and how the dependency answers in it; in trouble, how it answers in that, which may be why memory grows. */
const leakAndRise = (
  situation: Situation,
  observation: Observation,
  known: Pick<Facts, 'trouble' | 'surge' | 'rollouts'>,
): Pick<Facts, 'leak' | 'rise'> => {
  const { observed, window } = observation;
  const { trouble, surge } = known;
  const rise = trouble && riseOf(observed, { ...trouble, trouble, surge });
  const leak = leakOf(situation, { ...known, observation, rise });
  if (trouble !== undefined) return { leak, rise };
  const from = Math.max(0, Math.round(growing(leak) ?? window.count - RECENT));
  return { leak, rise: riseOf(observed, { from, to: window.count - 1, trouble, surge }) };
};

const memoryRiseOf = ({ observed, window }: Observation, trouble: Trouble | undefined): RiseSince | undefined => {
  const memory = observed.memory ?? observed.memoryOfWorst;
  return memory && riseSince(memory, trouble?.from ?? Math.max(0, window.count - QUIET_STEPS));
};

/** Without what began later. */
const untilThen = (situation: Situation): Situation => {
  const hasBegun = ({ since }: { readonly since: Instant }): boolean => epochOf(since) <= epochOf(situation.at);
  return {
    ...situation,
    alarms: situation.alarms.filter(hasBegun),
    incidents: situation.incidents.filter(hasBegun),
  };
};

export const factsOf = (asked: Situation): Facts => {
  const situation = untilThen(asked);
  const observation = observationOf(situation);
  const { window, observed } = observation;
  const trouble = troubleIn(situation, observation);
  const surge = surgeIn(situation, observation, lastingIn(window));
  const rollouts = rolloutsOf(situation, window);
  const { leak, rise } = leakAndRise(situation, observation, { trouble, surge, rollouts });
  const onset = earliestOf(trouble?.from, growing(leak));
  return {
    ...observation,
    situation,
    clock: situation.timeZone === undefined ? undefined : localClock(situation.timeZone),
    trouble,
    surge,
    leak,
    rollouts,
    memoryRise: memoryRiseOf(observation, trouble),
    rise,
    implicated: implicatedOf(rollouts, window, { onset, trouble }),
    onset,
    lack: whyUnknown(observed),
    isCoarse: isCoarse(observed),
  };
};

/** Without any trouble, memory that is level must have been so for a while. */
const QUIET_STEPS = 15;
/** Without any trouble, what the last steps say. */
const RECENT = 10;
