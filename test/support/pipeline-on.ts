import type { Configuration } from '../../lib/core/configuration.ts';
import type { Instant } from '../../lib/core/time.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import type { Incidents } from './incident-store-contract.ts';

const nothing = (): Promise<void> => Promise.resolve();

/** The pipeline on a store, at one instant; what it hands over goes nowhere. */
export const pipelineOn = (
  incidents: Incidents,
  { configuration, now }: { readonly configuration: Configuration; readonly now: Instant },
): Pipeline =>
  pipelineOf({
    incidents,
    pages: { send: nothing },
    ticks: { send: nothing },
    pager: { publish: nothing },
    links: { create: () => Promise.resolve(undefined), find: () => Promise.resolve(undefined) },
    aside: { put: nothing },
    clock: () => now,
    jitter: nothing,
    configuration,
  });
