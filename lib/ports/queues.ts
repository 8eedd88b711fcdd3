import type { Target } from '../core/configuration.ts';
import type { Instant } from '../core/time.ts';

/** Asks the one sender to send what was requested, if it still is. */
export interface PageMessage {
  readonly incidentId: string;
  readonly pageId: string;
  readonly target: Target;
}

/** FIFO by target, at least once; the same page handed over twice within a minute may arrive once. */
export interface PagesQueue {
  send(messages: readonly PageMessage[]): Promise<void>;
}

/** Asks whoever can say what is wrong: the head says whether that is still asked. */
export interface DiagnosisMessage {
  readonly v: 1;
  readonly incidentId: string;
}

/** At least once, unordered, late at times. */
export interface DiagnosesQueue {
  send(message: DiagnosisMessage): Promise<void>;
}

/** The clock: look at this incident then. */
export interface TickMessage {
  readonly v: 1;
  readonly incidentId: string;
  /** The `wakeAt` it was sent for; another one by then: whoever moved it sent another message. */
  readonly wakeAt: Instant;
}

/** At least once, unordered, late at times. */
export interface TicksQueue {
  /** `delayMs` is at most `LONGEST_DELAY_MS`. */
  send(message: TickMessage, delayMs: number): Promise<void>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
export const LONGEST_DELAY_MS = 900_000;
