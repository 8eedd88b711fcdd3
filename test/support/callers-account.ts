import { afterEach, beforeEach, vi } from 'vitest';

/** Of whoever types a command: a Region, and credentials that nothing on loopback looks at. Afterwards no variable is stubbed. */
export const callersAccount = (): void => {
  beforeEach(() => {
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
};
