import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { PagerHealth } from '../../ports/pager-health.ts';

/** Which alarms about the pager itself fire; at most 100 may be named. */
export const cloudwatchOpsAlarms = ({
  client,
  alarmNames,
}: {
  readonly client: CloudWatchClient;
  readonly alarmNames: readonly string[];
}): PagerHealth => ({
  troubles: async () => {
    const asked = new DescribeAlarmsCommand({ AlarmNames: [...alarmNames], StateValue: 'ALARM', MaxRecords: 100 });
    const { MetricAlarms = [] } = await client.send(asked);
    return MetricAlarms.map(({ AlarmName = '' }) => AlarmName);
  },
});
