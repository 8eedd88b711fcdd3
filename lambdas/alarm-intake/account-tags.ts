import { cloudwatchAlarmTags } from '../../lib/adapters/cloudwatch/cloudwatch-alarm-tags.ts';
import { TagRation } from '../../lib/adapters/cloudwatch/tag-ration.ts';
import { BATCHES_AT_ONCE } from '../../lib/adapters/sqs/contract.ts';
import type { AlarmTags } from '../../lib/ports/alarm-tags.ts';
import { systemClock as clock } from '../../lib/runtime/clock.ts';
import { briefMetricsClient } from '../../lib/runtime/cloudwatch-client.ts';
import { TAGS_WITHIN_MS } from './contract.ts';

export const accountTags: AlarmTags = cloudwatchAlarmTags({
  client: briefMetricsClient(),
  ration: new TagRation({ clock, processes: BATCHES_AT_ONCE }),
  withinMs: TAGS_WITHIN_MS,
});
