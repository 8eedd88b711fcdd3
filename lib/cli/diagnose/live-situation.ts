import { dynamoDbDeploys } from '../../adapters/dynamodb/dynamodb-deploys.ts';
import { dynamoDbIncidents } from '../../adapters/dynamodb/dynamodb-incidents.ts';
import type { Configuration } from '../../core/configuration.ts';
import type { Situation } from '../../core/diagnosis/facts/situation.ts';
import { alarmsOf } from '../../core/service/service-alarms.ts';
import { HOUR, type Instant, later } from '../../core/time.ts';
import { criticalUpstream } from '../../pipeline/open-incidents.ts';
import { readSituation } from '../../pipeline/read-situation.ts';
import type { OpenIncidents, Sources } from '../../pipeline/sources.ts';
import { MetricHistoryError } from '../../ports/metric-history.ts';
import { callersDynamoDb } from '../../runtime/terminal-clients.ts';
import { describedService } from '../files/described-service.ts';
import { quietSeries } from '../files/live-history.ts';
import { configurationFrom } from '../files/load-files.ts';
import { callerOf } from '../stack/asking-aws.ts';
import { deployedStack } from '../stack/deployed-stack.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { printable } from '../terminal/printable.ts';
import { waitingFor } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import { firingAlarms } from './firing-alarms.ts';

/** A service of the account and Region that the caller's credentials are for. */
export interface LiveAsked {
  readonly service: string;
  readonly at?: string;
  readonly config: string;
  /** Without it nobody is asked for deploys, nor for incidents of what the service depends on. */
  readonly stack?: string;
}

/** What alarms are evaluated over. */
const RECENT_MS = 3 * HOUR;

/** @throws UsageError */
const instantOf = ({ at }: LiveAsked, now: Instant): Instant => {
  const asked = at === undefined ? now : timeOption('--at', at, now);
  if (asked <= now) return asked;
  throw new UsageError(`--at: expected a time that is over, got ${at ?? ''}, which is ${asked}`);
};

/** Those that were open then, as far as they still are. */
const openedBy =
  (at: Instant, incidents: OpenIncidents): OpenIncidents =>
  async (of) =>
    (await incidents(of)).filter(({ since }) => since <= at);

type Known = Omit<Sources, 'metrics'> & { readonly account: string; readonly region: string };

/** What the stack keeps, read from its table with the caller's credentials. @throws FailedError */
const knownTo = async (
  shell: Shell,
  stack: string,
  { configuration, at }: { readonly configuration: Configuration; readonly at: Instant },
): Promise<Known> => {
  const { tableName, account, region } = await deployedStack(shell, stack);
  const table = { client: callersDynamoDb(callerOf(shell)), tableName };
  const incidents = dynamoDbIncidents(table);
  const open = criticalUpstream({ store: incidents, register: incidents, configuration });
  return { account, region, deploys: dynamoDbDeploys(table), openIncidents: openedBy(at, open) };
};

const NOTHING_KNOWN: Known = { account: '', region: '' };

/** @throws FailedError of CloudWatch there is nothing: with why. */
const checkRead = ({ watched }: Pick<Situation, 'watched'>, service: string, failed: readonly unknown[]): void => {
  if (Object.keys(watched).length > 0) return;
  const error = failed.find((one) => one instanceof MetricHistoryError);
  const nothing = `CloudWatch holds no value of ${service} at that time: look at its workload in tocsin.yaml, and at the account and Region of your AWS credentials`;
  throw new FailedError(error?.message ?? nothing, { cause: error });
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * What is known of a service in the account, its alarms evaluated from what CloudWatch holds. What could not be read is told
 * on stderr.
 *
 * @throws FailedError
 * @throws UsageError
 */
export const liveSituation = async (shell: Shell, asked: LiveAsked): Promise<Situation> => {
  const at = instantOf(asked, shell.now());
  const configuration = await configurationFrom(asked.config, shell);
  const { service } = asked;
  const described = describedService(configuration, asked);
  const { account, region, ...known } =
    asked.stack === undefined ? NOTHING_KNOWN : await knownTo(shell, asked.stack, { configuration, at });
  const failed: unknown[] = [];
  const host = {
    sources: () => ({ ...known, metrics: quietSeries(shell) }),
    within: <T>(work: Promise<T>) => work,
    report: (trouble: string, error: unknown) => {
      failed.push(error);
      shell.err(printable(`${trouble}: ${textOf(error)}`));
    },
  };
  const waiting = waitingFor(`asking what is known of ${service}`, shell);
  const situation = await readSituation(host, { service, account, region, at, workload: described.workload }).finally(
    waiting.end,
  );
  checkRead(situation, service, failed);
  const alarms = alarmsOf(service, described, configuration.environment);
  const span = { from: later(at, -RECENT_MS), to: at };
  return { ...situation, timeZone: 'UTC', alarms: firingAlarms(alarms, situation.lookup, span) };
};
