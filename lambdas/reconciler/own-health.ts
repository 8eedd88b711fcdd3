import type { SQSClient } from '@aws-sdk/client-sqs';
import { cloudwatchOpsAlarms } from '../../lib/adapters/cloudwatch/cloudwatch-ops-alarms.ts';
import { OPS_ALARM_NAMES } from '../../lib/adapters/cloudwatch/contract.ts';
import { DEAD_LETTER_QUEUE_URLS } from '../../lib/adapters/sqs/contract.ts';
import { sqsDeadLetters } from '../../lib/adapters/sqs/sqs-dead-letters.ts';
import type { PagerHealth } from '../../lib/ports/pager-health.ts';
import { alarmsClient } from '../../lib/runtime/cloudwatch-client.ts';
import { requireEnv } from '../../lib/runtime/environment.ts';

/** The alarms only where somebody outside is told: whoever is on the ops topic hears of them from themselves. */
export const ownHealth = (client: SQSClient): readonly PagerHealth[] => {
  const deadLetters = sqsDeadLetters({ client, queueUrls: requireEnv(DEAD_LETTER_QUEUE_URLS).split(',') });
  const names = process.env[OPS_ALARM_NAMES] ?? '';
  if (names === '') return [deadLetters];
  return [deadLetters, cloudwatchOpsAlarms({ client: alarmsClient(), alarmNames: names.split(',') })];
};
