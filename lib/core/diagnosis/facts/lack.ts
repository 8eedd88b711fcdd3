import { quietBefore } from '../statistics/quiet.ts';
import { median } from '../statistics/robust.ts';
import { knownOf, type Values } from '../statistics/values.ts';
import type { Observed } from './observed.ts';
import { latencyOf } from './trouble.ts';

/** Below so many steps nobody knows what is usual. */
const LEAST_KNOWN = 20;
/** Steps: who has said nothing for so long may have stopped. */
const SILENT = 10;
/** Of its usual: traffic that has all but stopped hurts those who do not get through. */
const STOPPED = 0.05;
/** Requests a step: of fewer, none for a while is usual. */
const BUSY = 20;
/** Steps. */
const LAST = 3;

const isKnown = (values: Values | undefined): boolean =>
  values !== undefined && knownOf(values).length >= LEAST_KNOWN && knownOf(values.subarray(-SILENT)).length > 0;

const hasStopped = (requests: Values | undefined): boolean => {
  if (requests === undefined) return false;
  const quiet = quietBefore(requests, Math.max(0, requests.length - SILENT));
  if (quiet.points < LEAST_KNOWN || quiet.median < BUSY) return false;
  const last = requests.subarray(-SILENT);
  return knownOf(last).length === 0 || median(last.subarray(-LAST)) < STOPPED * quiet.median;
};

/** Why nobody can say that latency and errors are as usual; undefined: it can be said. */
export const whyUnknown = (observed: Observed): string | undefined => {
  if (hasStopped(observed.requests)) return 'traffic has all but stopped';
  if (isKnown(latencyOf(observed)) || isKnown(observed.serverErrors) || isKnown(observed.balancerErrors))
    return undefined;
  return 'latency and errors are not known';
};

/** Times its median: latency or traffic whose quiet range is as wide hides what hurts. */
const COARSE = 1.5;

/** Whether trouble of half as much again would not be seen. */
export const isCoarse = (observed: Observed): boolean => {
  const latency = latencyOf(observed);
  if (latency === undefined) return true;
  const quiet = quietBefore(latency, latency.length);
  return !(quiet.high <= COARSE * quiet.median);
};
