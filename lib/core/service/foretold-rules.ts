import type { Metric } from '../alarm/definition.ts';
import type { Service } from '../configuration.ts';
import { MINUTE, spokenDuration } from '../time.ts';
import type { ForecastName } from './forecast-metrics.ts';
import { isMeasured, type Measurement } from './measurement.ts';
import { atLeast, measuredAt, type Rule } from './rule.ts';

/** The first forecast fires: there is no time for a second. It is over when three have said otherwise. */
const SOON = { datapointsToAlarm: 1, evaluationPeriods: 3 };
/** A slow leak comes and goes in what is seen of it: over after an hour without. */
const SLOWLY = { datapointsToAlarm: 1, evaluationPeriods: 12 };

/** On what is foretold from memory, where that is measured. */
export const foretoldRules = (
  { memoryGrowth, slowLeak }: Service['alarms'],
  memory: Measurement | undefined,
  foretold: (name: ForecastName) => Metric,
): Rule[] => {
  if (!isMeasured(memory)) return [];
  const on = (name: ForecastName) =>
    measuredAt({ ...memory, signal: { kind: 'metric', metric: foretold(name) } }, undefined);
  const growth = ({ exhaustionWithinMs }: Exclude<typeof memoryGrowth, false>): Rule => ({
    watches: 'memory-growth',
    severity: 'critical',
    ...on('MemoryExhaustionMinutes'),
    window: SOON,
    limit: { comparison: 'LessThanOrEqualToThreshold', threshold: exhaustionWithinMs / MINUTE },
    symptom: `reaches its memory limit within ${spokenDuration(exhaustionWithinMs)}, if it goes on growing as it does`,
  });
  const leak: Rule = {
    watches: 'slow-leak',
    severity: 'warning',
    ...on('SlowLeak'),
    window: SLOWLY,
    limit: atLeast(1),
    symptom: 'leaks memory slowly, by what was seen of it for a day and more',
  };
  return [...(memoryGrowth === false ? [] : [growth(memoryGrowth)]), ...(slowLeak === false ? [] : [leak])];
};
