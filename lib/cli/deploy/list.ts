import { dynamoDbDeploys } from '../../adapters/dynamodb/dynamodb-deploys.ts';
import { dynamoDbReleases } from '../../adapters/dynamodb/dynamodb-releases.ts';
import type { Configuration } from '../../core/configuration.ts';
import { type Rollout, rolloutsIn } from '../../core/deploy/rollouts-in.ts';
import type { ReleaseVerdict } from '../../core/release/release-verdict.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { homeTimeZone } from '../../core/report/voice.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { DAY, epochOf, type Instant, later } from '../../core/time.ts';
import type { DeployLog } from '../../ports/deploy-log.ts';
import type { ReleaseLog } from '../../ports/release-log.ts';
import { callersDynamoDb } from '../../runtime/terminal-clients.ts';
import { usualConfiguration } from '../files/usual-configuration.ts';
import { askAws, callerOf } from '../stack/asking-aws.ts';
import { deployedStack } from '../stack/deployed-stack.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import type { Listed } from './listed.ts';
import { deploysText } from './list-text.ts';
import { stackOf, type TargetOptions } from './target.ts';

export interface DeployListOptions extends TargetOptions {
  readonly service?: string;
  readonly unmapped?: true;
  readonly since: string;
  readonly config?: string;
  readonly json?: true;
}

/** What is told of a clock a little ahead of this one is there too. @throws UsageError */
const spanOf = ({ since }: DeployListOptions, now: Instant): Span => {
  const from = timeOption('--since', since, now);
  if (from < now) return { from, to: later(now, DAY) };
  throw new UsageError(`--since: expected a time before now, got ${since}, which is ${from}`);
};

/** Of each service. */
const MOST_WORDS = 2_000;

type Whose = readonly (string | undefined)[];

/** Whose deploys are asked for; undefined among them: nobody's. @throws UsageError */
const whoseOf = ({ service, unmapped }: DeployListOptions, configuration: Configuration | undefined): Whose => {
  if (service !== undefined && unmapped === true)
    throw new UsageError('--service, --unmapped: say one of them: what is unmapped is of no service');
  if (unmapped === true) return [undefined];
  if (service !== undefined) return [service];
  if (configuration !== undefined) return [...Object.keys(configuration.services), undefined];
  throw new UsageError(
    'say whose: --service <service>, --unmapped, or --config <file> with the tocsin.yaml of the stack for all',
  );
};

const byBeginning = (one: Rollout, other: Rollout): number => epochOf(other.firstAt) - epochOf(one.firstAt);

interface Logs {
  readonly deploys: DeployLog;
  readonly releases: ReleaseLog;
}

const readOf = async ({ deploys, releases }: Logs, service: string | undefined, span: Span) => {
  const words = await deploys.words(service, span, MOST_WORDS);
  const verdicts = service === undefined || !words?.length ? [] : await releases.verdicts(service, span, MOST_WORDS);
  const verdictOn = ({ id, firstAt }: Rollout): ReleaseVerdict | null =>
    verdicts.find((verdict) => verdict.id === id && verdict.deployedAt === firstAt) ?? null;
  const listed = rolloutsIn(words ?? []).map((one) => ({ ...one, service: service ?? null, verdict: verdictOn(one) }));
  return { service, words, listed };
};

const readListed = async (logs: Logs, whose: Whose, span: Span): Promise<Listed> => {
  const read = await Promise.all(whose.map((service) => readOf(logs, service, span)));
  return {
    deploys: read.flatMap(({ listed }) => listed).sort(byBeginning),
    unheardOf: read.flatMap(({ service, words }) => (words === undefined && service !== undefined ? [service] : [])),
    isCut: read.some(({ words = [] }) => words.length >= MOST_WORDS),
    since: span.from,
  };
};

/** `tocsin deploy list`. */
export const listDeploys = async (shell: Shell, options: DeployListOptions): Promise<void> => {
  const stack = stackOf(options);
  const span = spanOf(options, shell.now());
  const configuration = await usualConfiguration(options.config, shell);
  const whose = whoseOf(options, configuration);
  const { tableName } = await deployedStack(shell, stack);
  const table = { client: callersDynamoDb(callerOf(shell)), tableName, clock: shell.now };
  const logs = { deploys: dynamoDbDeploys(table), releases: dynamoDbReleases(table) };
  const listed = await askAws(shell, {
    action: 'dynamodb:Query',
    doing: 'reading the deploys',
    call: () => readListed(logs, whose, span),
  });
  if (options.json === true) {
    shell.out(JSON.stringify(listed, undefined, 2));
    return;
  }
  const clock = localClock(configuration === undefined ? shell.timeZone : homeTimeZone(configuration));
  shell.out(deploysText(listed, clock, shell));
};
