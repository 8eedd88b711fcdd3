import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import { type Instant, instantOf } from '../../lib/core/time.ts';

export interface AlarmEventOptions {
  readonly name?: string;
  readonly state: AlarmState;
  readonly at: Instant;
  readonly previousAt?: Instant;
  readonly tags?: Readonly<Record<string, string>>;
  readonly mutedUntil?: Instant;
  readonly id?: string;
}

const cloudWatchTime = (at: Instant): string => at.replace('Z', '+0000');

/** A state change as CloudWatch puts it on the event bus. */
export const alarmEvent = (options: AlarmEventOptions): Record<string, unknown> => {
  const { name = 'web-latency', state, at, previousAt, mutedUntil } = options;
  const { tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' } } = options;
  const arn = `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
  const reasonData = {
    version: '1.0',
    queryDate: cloudWatchTime(at),
    statistic: 'Average',
    period: 60,
    recentDatapoints: [3.2],
    threshold: 1,
  };
  return {
    version: '0',
    id: options.id ?? `event-${name}-${state}-${at}`,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: at,
    region: 'eu-west-1',
    resources: [arn],
    detail: {
      alarmName: name,
      configuration: { metrics: [] },
      state: {
        value: state,
        reason: 'Threshold Crossed',
        reasonData: JSON.stringify(reasonData),
        timestamp: cloudWatchTime(at),
      },
      previousState: {
        value: state === 'ALARM' ? 'OK' : 'ALARM',
        reason: 'before',
        ...(previousAt === undefined ? {} : { timestamp: cloudWatchTime(previousAt) }),
      },
      alarmTags: tags,
      alarmTagsStatus: 'SUCCESS',
      ...(mutedUntil === undefined
        ? {}
        : {
            muteDetail: {
              mutedByArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:deploy',
              muteWindowStart: instantOf(0),
              muteWindowEnd: mutedUntil,
            },
          }),
    },
  };
};
