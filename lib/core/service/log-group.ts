import type { Workload } from '../configuration.ts';

/** Where a workload's logs are, by `tocsin.yaml`; undefined: it does not say. */
export const workloadLogGroup = (workload: Workload): string | undefined =>
  workload.logGroup ?? (workload.kind === 'lambda' ? `/aws/lambda/${workload.functionName}` : undefined);
