import type { Configuration } from '../core/configuration.ts';

/** Stands in front of the code of a function, by this name (`CONFIGURATION` of the contract): nothing is read at run time. */
declare const TOCSIN_CONFIGURATION: Configuration | undefined;

/** @throws Error at cold start, in a bundle made without a configuration. */
export const bundledConfiguration = (): Configuration => {
  if (typeof TOCSIN_CONFIGURATION === 'undefined') {
    throw new Error('this bundle holds no configuration: put `const TOCSIN_CONFIGURATION = …` in front of its code');
  }
  return TOCSIN_CONFIGURATION;
};
