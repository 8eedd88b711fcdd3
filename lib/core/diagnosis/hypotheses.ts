import { dependency } from './dependency/dependency.ts';
import { deployRegression } from './deploy-regression/deploy-regression.ts';
import { memoryLeak } from './memory-leak/memory-leak.ts';
import { trafficSurge } from './traffic-surge/traffic-surge.ts';
import type { Hypothesised } from './verdict/judge.ts';

/**
 * In the order in which they explain: what grows explains all that comes with it, a deploy whatever it makes slow, and a
 * surge what it saturates unless the dependency rose by itself. A fifth is one folder more, and one entry here.
 */
export const HYPOTHESES: readonly Hypothesised[] = [memoryLeak, deployRegression, trafficSurge, dependency];
