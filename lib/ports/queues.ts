import type { Target } from '../core/configuration.ts';
import type { Instant } from '../core/time.ts';

/** Asks the one sender to send what was requested, if it still is. */
export interface PageMessage {
  readonly incidentId: string;
  readonly pageId: string;
  readonly target: Target;
  /** Of a drill: it gives way to every other page. */
  readonly isTest?: true | undefined;
}

/**
 * FIFO by target, test pages among themselves; at least once. The same page handed over twice within a minute may
 * arrive once.
 */
export interface PagesQueue {
  send(messages: readonly PageMessage[]): Promise<void>;
}

/** Asks the one sender to send the digest of a week to a channel, unless it was: what is kept of the week says. */
export interface DigestMessage {
  /** ISO 8601: `2023-W31`. */
  readonly week: string;
  readonly target: Target;
}

/** At least once; it rides in the queue of pages, and holds up none of them. */
export interface DigestsQueue {
  send(messages: readonly DigestMessage[]): Promise<void>;
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
