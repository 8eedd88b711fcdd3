import { MINUTE } from '../../time.ts';

/** What is asked of a stretch before it is called trouble; where there are several, one of them is enough. */
export interface Bar {
  /** Less is noise. */
  readonly score: number;
  /** Times its quiet latency: less hurts nobody. */
  readonly ratio: number;
  /** Only of what goes on: it reaches the last two steps. */
  readonly isOngoing?: boolean;
}

/** Three steps that say as much as they can. */
const BY_ITSELF: Bar = { score: 4.5, ratio: 1.15 };
/** Two such steps are enough of what is much slower, or fails: two long periods, or what is there now. */
const SHARP: Bar = { score: 3, ratio: 1.5 };
/** An alarm has said so already: what it looks at is what its team holds for pain. */
const WITH_ALARM: Bar = { score: 1.5, ratio: 1.08 };

/** Some of the requests wait, and half of them do not: one task of several is slow. */
const OF_SOME: Bar = { score: 6, ratio: 1.8 };
const OF_SOME_SHARP: Bar = { score: 3, ratio: 3 };

export interface Asked {
  readonly isAlarmed: boolean;
  readonly stepMs: number;
}

/** Of what most requests see, and of failures. */
export const barsOfMost = ({ isAlarmed, stepMs }: Asked): readonly Bar[] => {
  if (isAlarmed) return [WITH_ALARM];
  return [BY_ITSELF, stepMs > MINUTE ? SHARP : { ...SHARP, isOngoing: true }];
};

/** Of what the slowest see; four minutes of it are asked for, and of longer periods two. */
export const barsOfSome = ({ stepMs }: Asked): readonly Bar[] =>
  stepMs > MINUTE ? [OF_SOME, OF_SOME_SHARP] : [OF_SOME];

/** Below the score of all of them nothing is looked at. */
export const leastScore = (bars: readonly Bar[]): number => Math.min(...bars.map(({ score }) => score));
