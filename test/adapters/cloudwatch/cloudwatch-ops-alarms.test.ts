import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudwatchOpsAlarms } from '../../../lib/adapters/cloudwatch/cloudwatch-ops-alarms.ts';
import { QUEUE_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsStub, startAwsStub } from '../../support/aws-stub.ts';

const alarmNames = ['Tocsin-ops-pages-refused', 'Tocsin-ops-rule-failed'];

let stub: AwsStub;
let client: CloudWatchClient;

afterEach(async () => {
  client.destroy();
  await stub.close();
});

describe('the alarms about the pager itself', () => {
  it('B3 are asked for by their own names, and those that fire are troubles', async () => {
    stub = await startAwsStub(() => ({ result: { MetricAlarms: [{ AlarmName: 'Tocsin-ops-rule-failed' }] } }));
    client = new CloudWatchClient({ ...stub.options, ...QUEUE_OPTIONS });
    expect(await cloudwatchOpsAlarms({ client, alarmNames }).troubles()).toEqual(['Tocsin-ops-rule-failed']);
    expect(stub.requests).toMatchObject([{ operation: 'DescribeAlarms' }]);
    expect(JSON.stringify(stub.requests[0]?.body)).toContain('"ALARM"');
    for (const name of alarmNames) expect(JSON.stringify(stub.requests[0]?.body)).toContain(name);
  });
});
