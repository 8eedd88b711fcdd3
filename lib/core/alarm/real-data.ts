import type { AlarmState } from './definition.ts';
import { fieldsOf, type JsonObject, listOf, parsedJson } from './json-value.ts';
import { safeText } from './safe-text.ts';

const MISSING = /no datapoints were received|missing datapoints? (?:was|were) treated as \[NonBreaching\]/iu;

const restsOnMissingData = ({ reason, reasonData }: JsonObject): boolean => {
  if (typeof reason === 'string' && MISSING.test(safeText(reason, 4_096))) return true;
  const data = typeof reasonData === 'string' ? parsedJson(reasonData) : reasonData;
  const recent = fieldsOf(data)['recentDatapoints'];
  return Array.isArray(recent) && recent.length === 0;
};

/** Whether every metric of the alarm counts things: no datapoint of a count means that nothing happened. */
const countsOnly = (configuration: JsonObject): boolean => {
  const stats: string[] = [];
  for (const query of listOf(configuration['metrics'])) {
    const { metricStat } = fieldsOf(query);
    if (metricStat !== undefined) stats.push(String(fieldsOf(metricStat)['stat']).toLowerCase());
  }
  return stats.length > 0 && stats.every((stat) => stat === 'sum' || stat === 'samplecount');
};

/**
 * Whether an OK may end anything. One that rests on missing data may only where all metrics are counts: a dead service
 * has no latency and no memory. Any other state is what it says.
 */
export const isOnRealData = (state: AlarmState, detail: JsonObject): boolean =>
  state !== 'OK' || !restsOnMissingData(fieldsOf(detail['state'])) || countsOnly(fieldsOf(detail['configuration']));
