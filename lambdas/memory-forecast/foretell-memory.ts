import type { Configuration } from '../../lib/core/configuration.ts';
import { foretell, type ForetellingHost } from '../../lib/pipeline/foretell.ts';
import type { Telemetry } from '../../lib/ports/telemetry.ts';
import { FORECAST_METRICS } from './contract.ts';

export interface MemoryForetelling {
  readonly host: ForetellingHost;
  readonly telemetry: Telemetry;
  readonly configuration: Configuration;
}

/** A line of a log holds 256 KB. */
const MOST_NAMED = 200;

/** Foretells the memory of every service, and says that it did only where nothing of any was left out. */
export const foretellMemory = async (
  { host, telemetry, configuration }: MemoryForetelling,
  hasTime?: () => boolean,
): Promise<void> => {
  const { at, put, unforeseen } = await foretell(host, configuration, hasTime);
  const isWhole = unforeseen.length === 0;
  telemetry.log(isWhole ? 'info' : 'error', 'forecasts made', {
    at,
    put,
    unforeseen: unforeseen.slice(0, MOST_NAMED),
    services: unforeseen.length,
  });
  if (isWhole) telemetry.count({ [FORECAST_METRICS.made]: 1 });
};
