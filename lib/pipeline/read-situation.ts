import type { Workload } from '../core/configuration.ts';
import type { Missing, OpenIncident, Situation } from '../core/diagnosis/facts/situation.ts';
import { DEPENDENCY } from '../core/diagnosis/facts/watched.ts';
import { DEPLOYS_SOURCE, OPEN_INCIDENTS_SOURCE } from '../core/diagnosis/summary/missing-said.ts';
import type { DeployWord } from '../core/deploy/deploy-word.ts';
import { DAY, later } from '../core/time.ts';
import type { DiagnosisAsked } from '../ports/diagnoser.ts';
import { readMetrics } from './read-metrics.ts';
import { Sight } from './sight.ts';
import { whyMissing, type Sources, type SourcesHost } from './sources.ts';

/** Deploys of a day: of five-minute values a diagnosis looks at fifteen hours. */
const DEPLOYS_MS = DAY;
/** Words of deploys: of more the newest. */
const MOST_DEPLOY_WORDS = 200;
/** Every metric that is looked at is percent of the limit. */
const MEMORY_LIMIT_PERCENT = 100;

interface Asked extends Pick<DiagnosisAsked, 'service' | 'account' | 'region' | 'at'> {
  readonly workload: Workload;
}

/** An answer, or why there is none. */
type Read<T> = { readonly answer: T } | { readonly missing: Missing };

const readFrom = async <T>(host: SourcesHost, series: string, asking: () => Promise<T>): Promise<Read<T>> => {
  try {
    return { answer: await host.within(asking()) };
  } catch (error) {
    host.report?.(`${series} could not be read`, error);
    return { missing: { series, reason: whyMissing(error) } };
  }
};

type DeploysRead = Read<readonly DeployWord[]>;
type IncidentsRead = Read<readonly OpenIncident[]>;

const readDeploys = async ({ deploys }: Sources, host: SourcesHost, { service, at }: Asked): Promise<DeploysRead> => {
  if (deploys === undefined) return { missing: { series: DEPLOYS_SOURCE, reason: 'not-configured' } };
  const span = { from: later(at, -DEPLOYS_MS), to: at };
  const read = await readFrom(host, DEPLOYS_SOURCE, () => deploys.words(service, span, MOST_DEPLOY_WORDS));
  if ('missing' in read) return read;
  // Nobody has ever told of a deploy of it, and perhaps nobody would.
  return read.answer === undefined
    ? { missing: { series: DEPLOYS_SOURCE, reason: 'no-data' } }
    : { answer: read.answer };
};

const readIncidents = ({ openIncidents }: Sources, host: SourcesHost, asked: Asked): Promise<IncidentsRead> =>
  openIncidents === undefined
    ? Promise.resolve({ answer: [] })
    : readFrom(host, OPEN_INCIDENTS_SOURCE, () => openIncidents(asked));

const missingIn = (...read: readonly Read<unknown>[]): readonly Missing[] =>
  read.flatMap((one) => ('missing' in one ? [one.missing] : []));

/** What is known of a service by its sources, which are asked at once; its alarms apart. */
export const readSituation = async (
  host: SourcesHost,
  asked: Asked,
): Promise<Omit<Situation, 'timeZone' | 'alarms'>> => {
  const { service, at, workload } = asked;
  const sources = await host.sources();
  const sight = new Sight(workload);
  const [metrics, deploys, incidents] = await Promise.all([
    readMetrics({ ...host, metrics: sources.metrics }, sight.questions(at)),
    readDeploys(sources, host, asked),
    readIncidents(sources, host, asked),
  ]);
  const seen = sight.seenIn(metrics, at);
  return {
    service,
    at,
    ...seen,
    memoryLimitPercent: MEMORY_LIMIT_PERCENT,
    deploys: 'answer' in deploys ? deploys.answer : undefined,
    incidents: 'answer' in incidents ? incidents.answer : [],
    dependency: DEPENDENCY,
    missing: [...missingIn(deploys, incidents), ...seen.missing],
  };
};
