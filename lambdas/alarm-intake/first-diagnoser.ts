import { Ration } from '../../lib/adapters/cloudwatch/ration.ts';
import { BATCHES_AT_ONCE } from '../../lib/adapters/sqs/contract.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { readWithin } from '../../lib/core/escalation/wake.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import type { Sources, SourcesHost } from '../../lib/pipeline/sources.ts';
import type { Diagnoser } from '../../lib/ports/diagnoser.ts';
import { systemClock, within } from '../../lib/runtime/clock.ts';

interface Host extends Pick<SourcesHost, 'report'> {
  readonly configuration: Configuration;
  readonly deploys: (abortSignal: AbortSignal) => Sources['deploys'];
  readonly openIncidents: Sources['openIncidents'];
}

/** Says what a first page may say of the cause: whatever has not answered in time is given up, and said to be missing. */
export const firstDiagnoser = ({ configuration, report, deploys, openIncidents }: Host): Diagnoser => {
  const withinMs = readWithin(configuration);
  const ration = new Ration({ clock: systemClock, processes: BATCHES_AT_ONCE });
  const sources: SourcesHost['sources'] = async () => {
    const { accountMetrics } = await import('./account-metrics.ts');
    const abortSignal = AbortSignal.timeout(withinMs);
    const metrics = ration.of(accountMetrics(abortSignal));
    return { metrics, deploys: deploys(abortSignal), openIncidents };
  };
  return diagnoserOf({ sources, within: within(withinMs), report }, configuration);
};
