import type { Configuration } from '../core/configuration.ts';

/** Put in place of this name by esbuild's `define` when a function is bundled: nothing is read at run time. */
declare const TOCSIN_CONFIGURATION: Configuration | undefined;

/** @throws Error at cold start, in a bundle made without a configuration. */
export const bundledConfiguration = (): Configuration => {
  if (typeof TOCSIN_CONFIGURATION === 'undefined') {
    throw new Error('this bundle holds no configuration: make it with `define: { TOCSIN_CONFIGURATION: … }`');
  }
  return TOCSIN_CONFIGURATION;
};
