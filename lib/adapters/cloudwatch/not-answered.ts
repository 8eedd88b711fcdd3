import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Metric } from '../../core/alarm/definition.ts';
import { metricText } from '../../core/series/metric-text.ts';
import { MetricHistoryError } from '../../ports/metric-history.ts';
import type { WhyUnread } from '../../ports/unread.ts';

interface Tried {
  readonly client: CloudWatchClient;
  readonly operation: 'DescribeAlarms' | 'DescribeAlarmHistory' | 'GetMetricData';
  /** The metric that was refused, where CloudWatch names it. */
  readonly about?: Metric | undefined;
}

/** What a call was made with. */
interface Made {
  readonly operation: Tried['operation'];
  /** As the client was told. */
  readonly profile: string | undefined;
}

const noCredentials = ({ profile }: Made): string =>
  profile === undefined
    ? 'no AWS credentials were found in the environment, in the AWS configuration files, or as a role of this machine: set AWS_PROFILE, or sign in with aws sso login'
    : `the profile ${JSON.stringify(profile)} that AWS_PROFILE names has no AWS credentials: name one that aws configure list-profiles shows, or sign in (aws sso login)`;

type Known = readonly [name: RegExp, advice: (made: Made) => string, why: WhyUnread];

/** By the error's name without `Exception`; a person can do something about each. */
const KNOWN: readonly Known[] = [
  [/^(CredentialsProvider|TokenProvider)Error$/u, noCredentials, 'denied'],
  [
    /^(Expired|RequestExpired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature)/u,
    () => 'the AWS credentials are not accepted, or no longer: sign in again (aws sso login), and check this clock',
    'denied',
  ],
  [
    /^(AccessDenied|AuthorizationError|UnauthorizedOperation|OptInRequired)/u,
    ({ operation }) =>
      `these credentials may not: allow cloudwatch:${operation} (backtest and record need cloudwatch:GetMetricData, backtest also cloudwatch:DescribeAlarms and cloudwatch:DescribeAlarmHistory)`,
    'denied',
  ],
  [
    /^(Throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded)/u,
    () => 'too many requests of this account: try again later, or a shorter span',
    'throttled',
  ],
  [
    /^(Validation|InvalidParameter|MissingRequiredParameter|InvalidFormat)/u,
    () => 'CloudWatch refuses what was asked: check the names of the metric, its statistic and period',
    'malformed',
  ],
];

/** The Region is looked up last: without one there was no call. */
const regionOf = async (client: CloudWatchClient): Promise<string | undefined> => {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  }
};

const noRegion = (profile: string | undefined): string =>
  profile === undefined
    ? 'no AWS Region is set: set AWS_REGION, or region in the profile that AWS_PROFILE names'
    : `no AWS Region is set, neither AWS_REGION nor region in the profile ${JSON.stringify(profile)} that AWS_PROFILE names: set one of them (aws configure list-profiles shows which profiles there are)`;

const UNFORESEEN: Known = [
  /./u,
  () => 'CloudWatch could not be asked: check the network, then try again',
  'unanswered',
];

/** What was tried, why it failed and what to do. */
export const notAnswered = async (error: unknown, { client, operation, about }: Tried): Promise<MetricHistoryError> => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const region = await regionOf(client);
  const { profile } = client.config;
  if (region === undefined) return new MetricHistoryError(noRegion(profile), { cause: error, why: 'unanswered' });
  const [, adviceFor, why] = KNOWN.find(([known]) => known.test(name)) ?? UNFORESEEN;
  const subject = about === undefined ? '' : ` of ${metricText(about)}`;
  const said = message === '' || message === name ? name : `${name}: ${message}`;
  const advice = adviceFor({ operation, profile });
  const text = `${operation}${subject} in ${region}: ${advice} (${said})`;
  return new MetricHistoryError(text, { cause: error, why, metrics: about === undefined ? [] : [about] });
};
