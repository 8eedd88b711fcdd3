import { DEPENDENCIES } from './kinds/dependencies.ts';
import { DEPLOYS } from './kinds/deploys.ts';
import { LEAKS } from './kinds/leaks.ts';
import { SURGES } from './kinds/surges.ts';
import { UNTROUBLED_AND_UNKNOWN } from './kinds/untroubled.ts';
import type { Kind } from './scenario.ts';

export const KINDS: Readonly<Record<string, Kind>> = {
  ...LEAKS,
  ...SURGES,
  ...DEPLOYS,
  ...DEPENDENCIES,
  ...UNTROUBLED_AND_UNKNOWN,
};
