import { Ration } from '../../lib/adapters/cloudwatch/ration.ts';
import { BATCHES_AT_ONCE } from '../../lib/adapters/sqs/contract.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { readWithin } from '../../lib/core/escalation/wake.ts';
import { SECOND } from '../../lib/core/time.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import type { Sources, SourcesHost } from '../../lib/pipeline/sources.ts';
import type { Diagnoser } from '../../lib/ports/diagnoser.ts';
import { systemClock, within } from '../../lib/runtime/clock.ts';

interface Host extends Pick<SourcesHost, 'report'> {
  readonly configuration: Configuration;
  readonly deploys: (abortSignal: AbortSignal) => Sources['deploys'];
  readonly openIncidents: Sources['openIncidents'];
}

/** So soon after somebody did not answer in time, a page waits a part of the time: in a storm others wait behind it. */
const HURRIED_FOR_MS = 3 * SECOND;
const HURRIED_SHARE = 1 / 5;
/** What took so much of the time was given up, or nearly: timers differ by some milliseconds. */
const ALL_OF_IT = 0.95;

/** How long sources are waited for. */
class Patience {
  private readonly usualMs: number;
  private lateAtMs = Number.NEGATIVE_INFINITY;

  constructor(usualMs: number) {
    this.usualMs = usualMs;
  }

  /** By one diagnosis that begins now. */
  get ms(): number {
    return performance.now() - this.lateAtMs < HURRIED_FOR_MS ? Math.ceil(this.usualMs * HURRIED_SHARE) : this.usualMs;
  }

  within(ms: number): SourcesHost['within'] {
    const inTime = within(ms);
    return (work) => {
      const began = performance.now();
      return inTime(work).finally(() => {
        if (performance.now() - began >= ms * ALL_OF_IT) this.lateAtMs = performance.now();
      });
    };
  }
}

/** Says what a first page may say of the cause: whatever has not answered in time is given up, and said to be missing. */
export const firstDiagnoser = ({ configuration, report, deploys, openIncidents }: Host): Diagnoser => {
  const patience = new Patience(readWithin(configuration));
  const ration = new Ration({ clock: systemClock, processes: BATCHES_AT_ONCE });
  const sourcesWithin = (ms: number) => async (): Promise<Sources> => {
    const { accountMetrics } = await import('./account-metrics.ts');
    const abortSignal = AbortSignal.timeout(ms);
    const metrics = ration.of(accountMetrics(abortSignal));
    return { metrics, deploys: deploys(abortSignal), openIncidents };
  };
  return {
    diagnose: (asked) => {
      const { ms } = patience;
      return diagnoserOf({ sources: sourcesWithin(ms), within: patience.within(ms), report }, configuration).diagnose(
        asked,
      );
    },
  };
};
