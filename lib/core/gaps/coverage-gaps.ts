import type { Configuration } from '../configuration.ts';
import { epochOf, type Instant } from '../time.ts';
import type { CoverageGap } from './coverage-gap.ts';
import { idle } from './idle.ts';
import { neverOnCall } from './never-on-call.ts';
import { beginsLater, hoursWithoutAnybody } from './schedule-gaps.ts';

/** Everything that a configuration leaves open, from now on. */
export const coverageGaps = (configuration: Configuration, at: Instant): readonly CoverageGap[] => {
  const now = epochOf(at);
  return [
    ...Object.entries(configuration.schedules).flatMap(([name, schedule]) => [
      ...beginsLater(name, schedule, now),
      ...neverOnCall(name, schedule),
    ]),
    ...hoursWithoutAnybody(configuration, now),
    ...idle(configuration),
  ];
};
