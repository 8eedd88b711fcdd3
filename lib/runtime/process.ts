import type { Configuration } from '../core/configuration.ts';
import type { Sha256 } from '../core/hash.ts';
import type { Clock, Pause } from '../ports/clock.ts';
import { errorText } from '../ports/telemetry.ts';
import { jitter, systemClock } from './clock.ts';
import { bundledConfiguration } from './configuration.ts';
import { platformSha256 } from './sha256.ts';

/** What every function has of its process: the time, a fast hash, and the configuration it was bundled with. */
export const ownProcess = (): {
  readonly clock: Clock;
  readonly jitter: Pause;
  readonly sha256: Sha256;
  readonly configuration: Configuration;
  readonly report: (trouble: string, error: unknown) => void;
} => ({
  clock: systemClock,
  jitter,
  sha256: platformSha256,
  configuration: bundledConfiguration(),
  report: (message, error) => {
    console.error(JSON.stringify({ level: 'ERROR', message, error: errorText(error) }));
  },
});
