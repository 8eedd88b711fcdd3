import type { Configuration, Target } from '../core/configuration.ts';
import { type DigestWeek, isTooLateToTell, lastDigestWeek } from '../core/digest/week.ts';
import { HOUR, type Instant, later, MINUTE } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { DigestLog, KeptDigest } from '../ports/digest-log.ts';
import type { DigestsQueue } from '../ports/queues.ts';
import { type DigestSources, readDigest } from './read-digest.ts';

/** What is not sent is asked for again so often. */
const ASKED_AGAIN_MS = 15 * MINUTE;
/** Waited for longer than this, somebody has to look. */
const OVERDUE_MS = HOUR;

export interface DigestingHost extends DigestSources {
  readonly digests: DigestLog;
  readonly queue: DigestsQueue;
  readonly clock: Clock;
}

/** What a run did. */
export interface DigestAsked {
  readonly week: string;
  /** Channels that the sender was asked to send it to. */
  readonly asked: readonly Target[];
}

/** Channels that get it, by today's configuration, and are not done with. */
const unsent = ({ digest }: Configuration, kept: KeptDigest): readonly Target[] => {
  const done = new Set(kept.sent.map(({ target }) => target));
  return digest?.to.filter((target) => !done.has(target)) ?? [];
};

/** When a channel refused it for good; undefined: none did. */
const refusedAt = ({ sent }: KeptDigest): Instant | undefined => sent.find(({ outcome }) => outcome === 'failed')?.at;

/**
 * Sees to it that the digest of a week is sent once it is due: writes down what is to be sent, then asks the sender until every
 * channel is done with, for a day at most. A process that dies anywhere leaves that to the next run.
 */
export class WeeklyDigest {
  private readonly host: DigestingHost;
  /** The last week that is known to be done with. */
  private done = '';
  private askedAt: Instant | undefined;
  /** Since when somebody should know that something is wrong, if that is over. */
  private wrongFrom: Instant | undefined;

  constructor(host: DigestingHost) {
    this.host = host;
  }

  /**
   * One run, once a minute. Undefined: there was nothing to ask for.
   *
   * @param hasTime once it says no, no more is read
   */
  async run(hasTime: () => boolean = () => true): Promise<DigestAsked | undefined> {
    const { configuration, clock } = this.host;
    if (configuration.digest === undefined) return undefined;
    const now = clock();
    const week = lastDigestWeek(now, configuration.digest.timeZone);
    if (isTooLateToTell(week, now)) this.settle(week);
    if (this.done === week.week) return undefined;
    this.wrongFrom ??= later(week.dueAt, OVERDUE_MS);
    return hasTime() ? this.goOn(week, hasTime) : undefined;
  }

  /** A channel refused it, it is not sent an hour after it was made, or it is not made an hour after it was due. */
  isWrong(): boolean {
    return this.wrongFrom !== undefined && this.host.clock() >= this.wrongFrom;
  }

  private settle({ week }: DigestWeek, wrongFrom?: Instant): void {
    this.done = week;
    this.askedAt = undefined;
    this.wrongFrom = wrongFrom;
  }

  private async goOn(week: DigestWeek, hasTime: () => boolean): Promise<DigestAsked | undefined> {
    const { digests, queue, configuration, clock } = this.host;
    const kept = (await digests.find(week.week)) ?? (await this.intend(week, hasTime));
    this.wrongFrom = later(kept.digest.madeAt, OVERDUE_MS);
    const asked = unsent(configuration, kept);
    if (asked.length === 0) {
      this.settle(week, refusedAt(kept));
      return undefined;
    }
    if (this.askedAt !== undefined && clock() < later(this.askedAt, ASKED_AGAIN_MS)) return undefined;
    await queue.send(asked.map((target) => ({ week: week.week, target })));
    this.askedAt = clock();
    return { week: week.week, asked };
  }

  private async intend(week: DigestWeek, hasTime: () => boolean): Promise<KeptDigest> {
    const { digests, clock } = this.host;
    const digest = await readDigest(this.host, week, { now: clock(), hasTime });
    await digests.intend(digest);
    return { digest, sent: [] };
  }
}
