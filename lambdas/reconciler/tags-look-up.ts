import { cloudwatchAlarmTags } from '../../lib/adapters/cloudwatch/cloudwatch-alarm-tags.ts';
import { dynamoDbTagsDue } from '../../lib/adapters/dynamodb/dynamodb-tags-due.ts';
import type { Table } from '../../lib/adapters/dynamodb/read.ts';
import { SECOND } from '../../lib/core/time.ts';
import type { LookingUp } from '../../lib/pipeline/look-up-tags.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { pause } from '../../lib/runtime/clock.ts';
import { briefMetricsClient } from '../../lib/runtime/cloudwatch-client.ts';

/** Nobody waits for it. */
const ANSWER_WITHIN_MS = 2 * SECOND;
/** The run itself keeps its pace, and ends where it is refused. */
const UNRATIONED = { take: () => true, rest: () => undefined };

export const tagsLookUp = (table: Table, pipeline: Pipeline): LookingUp => ({
  ...pipeline,
  tags: cloudwatchAlarmTags({ client: briefMetricsClient(), ration: UNRATIONED, withinMs: ANSWER_WITHIN_MS }),
  due: dynamoDbTagsDue(table),
  pause,
});
