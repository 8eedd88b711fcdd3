import { alarmsOf } from '../../lib/core/service/service-alarms.ts';
import { identityOf } from '../../lib/core/series/metric-identity.ts';
import type { Span } from '../../lib/core/series/period-grid.ts';
import type { SeriesLookup } from '../../lib/core/series/series.ts';
import type { Service, Workload } from '../../lib/core/configuration.ts';
import { isComposite, type Metric, type MetricAlarmDefinition } from '../../lib/core/alarm/definition.ts';
import { memoryOf } from '../../lib/core/forecast/foreseen-from.ts';
import { epochOf, HOUR, instantOf, MINUTE } from '../../lib/core/time.ts';
import { evaluateAlarms } from '../../lib/simulator/evaluate-alarms.ts';
import { foretelling } from '../../lib/simulator/foretelling.ts';
import { NO_ALARMS } from '../../test/support/no-alarms.ts';

/** The service that is recorded, with the alarms that it has by default. */
const WORKLOAD: Workload = {
  kind: 'alb-ecs',
  loadBalancer: 'app/web/50dc6c495c0c9188',
  cluster: 'prod',
  service: 'web',
  database: 'web-db',
};

const SERVICE: Service = {
  escalation: 'primary',
  workload: WORKLOAD,
  alarms: {
    ...NO_ALARMS,
    memory: { critical: 90, for: { datapointsToAlarm: 3, evaluationPeriods: 5 } },
    memoryGrowth: { exhaustionWithinMs: HOUR },
    slowLeak: {},
  },
  recoverAfterMs: 0,
  cooldownMs: 0,
  insufficientData: 'notify',
};

/** Epoch ms at which an alarm fired, each time. */
export type Fired = Readonly<Record<'memory' | 'memory-growth' | 'slow-leak', readonly number[]>>;

/** What a replay would have of the alarms on memory. */
export const firedOn = (lookup: SeriesLookup, span: Span): Fired => {
  const alarms = alarmsOf('web', SERVICE, 'prod').filter((one): one is MetricAlarmDefinition => !isComposite(one));
  const bind = foretelling({ bind: () => lookup, services: { web: SERVICE }, memoryLimitPercent: 100, span });
  const histories = evaluateAlarms(alarms, { bind, span, keep: (history) => history });
  const firedBy = (watches: string): readonly number[] => {
    const history = histories.get(alarms.find((alarm) => alarm.watches === watches)?.name ?? '');
    if (history === undefined || 'unsupported' in history) return [];
    return history.transitions.filter(({ to }) => to === 'ALARM').map(({ at }) => epochOf(at));
  };
  return {
    memory: firedBy('memory'),
    'memory-growth': firedBy('memory-growth'),
    'slow-leak': firedBy('slow-leak'),
  };
};

const START = Date.parse('2026-03-02T10:00:00Z');

/** The same in minutes, of memory alone: a value every so many minutes, the first of minute 0. */
export const firedOnMemory = (values: readonly number[], everyMinutes = 1): Fired => {
  const memory = memoryOf(WORKLOAD);
  const periodMs = everyMinutes * MINUTE;
  const series = [{ startMs: START, periodMs, values: Float64Array.from(values) }];
  const lookup = (metric: Metric): typeof series =>
    memory !== undefined && identityOf(metric) === identityOf(memory) ? series : [];
  const fired = firedOn(lookup, { from: instantOf(START), to: instantOf(START + values.length * periodMs) });
  const inMinutes = (all: readonly number[]): readonly number[] => all.map((at) => (at - START) / MINUTE);
  return {
    memory: inMinutes(fired.memory),
    'memory-growth': inMinutes(fired['memory-growth']),
    'slow-leak': inMinutes(fired['slow-leak']),
  };
};
