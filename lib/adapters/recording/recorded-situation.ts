import type { Metric } from '../../core/alarm/definition.ts';
import type { DeployWord } from '../../core/deploy/deploy-word.ts';
import type { OpenIncident, Situation } from '../../core/diagnosis/facts/situation.ts';
import { DEPENDENCY, type HeldMetric, unwatchedIn, watchedIn } from '../../core/diagnosis/facts/watched.ts';
import { identityOf } from '../../core/series/metric-identity.ts';
import type { SeriesLookup } from '../../core/series/series.ts';
import type { UsualOf } from '../../core/series/usual-name.ts';
import type { Instant } from '../../core/time.ts';
import { type Recording, seriesOf } from './recording.ts';

export interface SituationAsked {
  readonly at: Instant;
  readonly service: string;
  /** IANA; undefined: for readers of several zones. */
  readonly timeZone: string | undefined;
  /** The metric of AWS that means the same as one that only the service has. */
  readonly usualOf?: UsualOf;
}

type Part = Recording['series'][number];

const metricOf = ({ namespace, metricName, dimensions, stat, periodSeconds, unit }: Part): Metric => ({
  namespace,
  metricName,
  dimensions,
  stat,
  periodSeconds,
  ...(unit !== undefined && { unit }),
});

/** A metric that was recorded twice is one. */
const heldIn = ({ series }: Recording, lookup: SeriesLookup): readonly HeldMetric[] =>
  [...Map.groupBy(series, identityOf).values()].flatMap(([first]) => {
    if (first === undefined) return [];
    const metric = metricOf(first);
    return [{ metric, series: lookup(metric) }];
  });

const deploysIn = ({ deploys }: Recording, { at, service }: SituationAsked): readonly DeployWord[] =>
  deploys.filter((entry) => entry.service === service && entry.at <= at);

/** Those of others that were open then. */
const incidentsIn = ({ incidents = [] }: Recording, { at, service }: SituationAsked): readonly OpenIncident[] =>
  incidents
    .filter((one) => one.service !== service && one.openedAt <= at && !((one.resolvedAt ?? at) < at))
    .map((one) => ({ id: one.incidentId, service: one.service, since: one.openedAt }));

/** What a recording knew of a service at an instant, its alarms apart. */
export const recordedSituation = (recording: Recording, asked: SituationAsked): Situation => {
  const lookup = seriesOf(recording);
  const watched = watchedIn(heldIn(recording, lookup), asked);
  return {
    service: asked.service,
    at: asked.at,
    watched,
    lookup,
    memoryLimitPercent: recording.memoryLimitPercent,
    deploys: deploysIn(recording, asked),
    alarms: [],
    incidents: incidentsIn(recording, asked),
    dependency: DEPENDENCY,
    missing: unwatchedIn(watched, () => 'no-data'),
    timeZone: asked.timeZone,
  };
};
