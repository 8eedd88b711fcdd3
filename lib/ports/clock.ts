import type { Instant } from '../core/time.ts';

export type Clock = () => Instant;

/** Waits so many milliseconds: between tries, and to pace one target's messages. */
export type Pause = (ms: number) => Promise<void>;
