import { epochOf, SECOND } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';

/**
 * ListTagsForResource, of an account and Region; Terraform and consoles take of it too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const CALLS_A_SECOND = 10;
/** At once, after a while without: alarms that fail together come together. */
const BURST = 5;
/** So long nothing is asked after CloudWatch refused for want of room, or did not answer: in a storm nobody waits twice. */
export const TAGS_NOT_ASKED_MS = 30 * SECOND;

interface Host {
  readonly clock: Clock;
  /** Processes that may ask at once: each has its share. */
  readonly processes: number;
}

/** What one process may ask of CloudWatch for tags; whoever may not goes without. */
export class TagRation {
  private readonly host: Host;
  private left = BURST;
  private countedAtMs = Number.NEGATIVE_INFINITY;
  private silentUntilMs = Number.NEGATIVE_INFINITY;

  constructor(host: Host) {
    this.host = host;
  }

  /** Whether one may be asked now; it is counted then. */
  take(): boolean {
    const now = epochOf(this.host.clock());
    const earned = ((now - this.countedAtMs) / SECOND) * (CALLS_A_SECOND / this.host.processes);
    this.left = Math.min(BURST, this.left + Math.max(0, earned));
    this.countedAtMs = now;
    if (now < this.silentUntilMs || this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  /** After an answer that did not come, or was a refusal. */
  rest(): void {
    this.silentUntilMs = epochOf(this.host.clock()) + TAGS_NOT_ASKED_MS;
  }
}
