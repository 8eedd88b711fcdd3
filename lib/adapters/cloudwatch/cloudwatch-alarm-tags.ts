import { type CloudWatchClient, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch';
import type { TagsFound } from '../../core/alarm/change.ts';
import type { WhyUntagged } from '../../core/alarm/definition.ts';
import { labelsOf } from '../../core/alarm/labels.ts';
import type { AlarmTags } from '../../ports/alarm-tags.ts';
import type { TagRation } from './tag-ration.ts';

interface Options {
  readonly client: CloudWatchClient;
  readonly ration: Pick<TagRation, 'take' | 'rest'>;
  /** For all that is asked at once, from the first to the last. */
  readonly withinMs: number;
}

const ALARM_ARN = /^arn:aws[a-z-]{0,16}:cloudwatch:([a-z0-9-]{1,32}):\d{12}:alarm:./su;

/** By the error's name without `Exception`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html */
const KNOWN: readonly (readonly [name: RegExp, why: WhyUntagged])[] = [
  [/^(?:AccessDenied|AuthorizationError|UnauthorizedOperation|OptInRequired)/u, 'denied'],
  [/^(?:Throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded)/u, 'throttled'],
  [/^(?:ResourceNotFound|InvalidParameterValue|Validation)/u, 'unknown-alarm'],
];

const whyOf = (error: unknown): WhyUntagged => {
  const name = error instanceof Error ? error.name : '';
  return KNOWN.find(([known]) => known.test(name))?.[1] ?? 'unanswered';
};

/** Rejects with the signal, also where the client does not heed it. */
const until = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(new Error('not answered in time'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });

/** Tags of the account's own alarms, one call each, tried once; what is not asked or answered is said with why. */
export const cloudwatchAlarmTags = ({ client, ration, withinMs }: Options): AlarmTags => {
  const ask = async (arn: string, abortSignal: AbortSignal): Promise<TagsFound> => {
    const asked = new ListTagsForResourceCommand({ ResourceARN: arn });
    const { Tags = [] } = await until(abortSignal, client.send(asked, { abortSignal }));
    return { tags: labelsOf(Object.fromEntries(Tags.map(({ Key = '', Value }) => [Key, Value]))) };
  };
  const find = async (arn: string, abortSignal: AbortSignal): Promise<TagsFound> => {
    try {
      // Alarms of another Region are not known here; those of another account are refused.
      const isHere = ALARM_ARN.exec(arn)?.[1] === (await client.config.region());
      if (!isHere) return { why: 'unknown-alarm' };
      return ration.take() ? await ask(arn, abortSignal) : { why: 'throttled' };
    } catch (error) {
      const why = whyOf(error);
      if (why === 'throttled' || why === 'unanswered') ration.rest();
      return { why };
    }
  };
  return {
    of: async (arns) => {
      const abortSignal = AbortSignal.timeout(withinMs);
      return new Map(await Promise.all(arns.map(async (arn) => [arn, await find(arn, abortSignal)] as const)));
    },
  };
};
