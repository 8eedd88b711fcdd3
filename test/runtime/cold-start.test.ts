import { afterEach, describe, expect, it, vi } from 'vitest';
import { bundledConfiguration } from '../../lib/runtime/configuration.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';
import { defaultProvider } from '../../lib/runtime/lambda-credentials.ts';
import { threeLevels } from '../support/configurations.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('an environment variable', () => {
  it('is given as it is', () => {
    vi.stubEnv('TABLE_NAME', 'incidents');
    expect(requireEnv('TABLE_NAME')).toBe('incidents');
  });

  it.each([undefined, ''])('that is not there (%j) ends the cold start, named', (value) => {
    vi.stubEnv('TABLE_NAME', value);
    expect(() => requireEnv('TABLE_NAME')).toThrow('environment variable TABLE_NAME is not set');
  });
});

describe('the configuration', () => {
  it('is the one in the bundle', () => {
    vi.stubGlobal('TOCSIN_CONFIGURATION', threeLevels);
    expect(bundledConfiguration()).toBe(threeLevels);
  });

  it('that is not in the bundle ends the cold start', () => {
    expect(() => bundledConfiguration()).toThrow('this bundle holds no configuration');
  });
});

describe('the credentials of a function', () => {
  it('are those of its environment, read when they are asked for', async () => {
    const provider = defaultProvider();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    expect(await provider()).toEqual({ accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'token' });
  });

  it('are nowhere else', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    await expect(defaultProvider()()).rejects.toThrow('no AWS credentials');
  });
});
