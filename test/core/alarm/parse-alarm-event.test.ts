import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmKeyOf, dedupKeyOf } from '../../../lib/core/alarm/alarm-identity.ts';
import type { AlarmChange } from '../../../lib/core/alarm/change.ts';
import { parseAlarmEvent } from '../../../lib/core/alarm/parse-alarm-event.ts';
import { alarmEvent } from '../../support/alarm-events.ts';

interface Event {
  source?: unknown;
  account?: unknown;
  region?: unknown;
  time?: unknown;
  resources?: unknown;
  detail: Record<string, unknown>;
}

const receivedAt = '2026-03-04T10:15:31.000Z';
const fixture = (name: string): Event =>
  JSON.parse(readFileSync(new URL(`../../fixtures/alarm-events/${name}.json`, import.meta.url), 'utf8')) as Event;
const changeOf = (message: unknown, at = receivedAt): AlarmChange => {
  const parsed = parseAlarmEvent(message, at);
  if (parsed.outcome !== 'change') throw new Error(`${parsed.outcome}: ${parsed.reason}`);
  return parsed.change;
};
/** The metric alarm of the fixtures, its detail changed. */
const alarmWith = (detail: Record<string, unknown>, envelope: Record<string, unknown> = {}): unknown => {
  const event = fixture('metric');
  return { ...event, ...envelope, detail: { ...event.detail, ...detail } };
};
const stateWith = (state: Record<string, unknown>): unknown =>
  alarmWith({ state: { ...(fixture('metric').detail['state'] as object), ...state } });
const arnOf = (name: string): string => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;

describe('a state change of a metric alarm', () => {
  it('is told with the alarm, its state and CloudWatch’s own time', () => {
    expect(changeOf(fixture('metric'))).toEqual({
      kind: 'state',
      alarmArn: arnOf('ServerCpuTooHigh'),
      alarmName: 'ServerCpuTooHigh',
      account: '123456789012',
      region: 'us-east-1',
      state: 'ALARM',
      previous: { state: 'OK', at: '2026-03-04T10:10:30.100Z' },
      at: '2026-03-04T10:15:30.123Z',
      reason:
        'Threshold Crossed: 1 out of the last 1 datapoints [97.25 (04/03/26 10:10:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).',
      onRealData: true,
      tags: { 'tocsin:service': 'web', 'tocsin:severity': 'critical', team: 'web' },
      description: 'The CPU of the server is busy.',
      metrics: [{ namespace: 'AWS/EC2', metricName: 'CPUUtilization' }],
      symptom: 'CPU of i-0123456789abcdef0 97 % (limit 50 %)',
    });
  });

  it('reads the same from text', () => {
    expect(changeOf(JSON.stringify(fixture('metric')))).toEqual(changeOf(fixture('metric')));
  });
});

describe('the documented kinds of alarm', () => {
  it.each([
    ['metric-math', 'TotalTrafficTooHigh', 'INSUFFICIENT_DATA'],
    ['anomaly', 'EC2 CPU Utilization Anomaly', 'OK'],
    ['composite', 'ServiceAggregatedAlarm', 'ALARM'],
    ['composite-suppressed', 'ServiceAggregatedAlarm', 'OK'],
    ['metrics-insights', 'TablesIdle', 'INSUFFICIENT_DATA'],
    ['log', 'ErrorsInLogs', 'OK'],
    ['contributor', 'TablesIdle', undefined],
  ])('are read: %s', (name, alarmName, previous) => {
    const change = changeOf(fixture(name));
    expect([change.alarmName, change.state, change.previous?.state]).toEqual([alarmName, 'ALARM', previous]);
    expect(change.reason).not.toBe('');
  });

  it('of many time series tell which one changed', () => {
    expect(changeOf(fixture('contributor')).contributor).toEqual({
      id: '6d442278dba546f6',
      attributes: { TableName: 'orders' },
    });
    expect(changeOf(fixture('metrics-insights')).contributor).toBeUndefined();
  });

  it('keep a contributor without an id apart from the alarm over all of them', () => {
    const event = fixture('contributor');
    const change = changeOf({ ...event, detail: { ...event.detail, alarmContributor: 'lost' } });
    expect(change.contributor).toEqual({ id: 'unknown', attributes: {} });
  });
});

describe('an alarm about a pager', () => {
  it('B4 is ignored, of whichever stack: it acts straight on an ops topic', () => {
    const event = alarmEvent({ state: 'ALARM', at: receivedAt, tags: { 'tocsin:ops': 'Staging' } });
    expect(parseAlarmEvent(event, receivedAt)).toMatchObject({ outcome: 'ignored' });
  });

  it('B4 is one by its tag alone: a name like `prod-ops-database` is anybody’s', () => {
    const event = alarmEvent({ name: 'prod-ops-database', state: 'ALARM', at: receivedAt });
    expect(parseAlarmEvent(event, receivedAt)).toMatchObject({ outcome: 'change' });
  });
});

describe('a change of configuration', () => {
  it.each(['configuration-create', 'configuration-update'])('is nothing to act on: %s', (name) => {
    const parsed = parseAlarmEvent(fixture(name), receivedAt);
    expect(parsed).toMatchObject({ outcome: 'ignored' });
    expect(parsed.outcome === 'ignored' && parsed.reason).toContain(name.replace('configuration-', ''));
  });

  it('that deletes the alarm is told, at the time of the deletion', () => {
    expect(changeOf(fixture('configuration-delete'), '2026-03-04T10:20:01.000Z')).toMatchObject({
      kind: 'deleted',
      alarmName: 'ServerCpuTooHigh',
      region: 'us-east-1',
      state: 'ALARM',
      at: '2026-03-04T10:20:00.000Z',
      onRealData: false,
    });
  });

  it('that deletes the alarm within the second of its last change is not before that change', () => {
    const event = fixture('configuration-delete');
    const state = { value: 'OK', timestamp: '2026-03-04T10:20:00.700+0000' };
    expect(changeOf({ ...event, detail: { ...event.detail, state } }, '2026-03-04T10:20:01.000Z').at).toBe(
      '2026-03-04T10:20:00.700Z',
    );
  });

  it('that deletes an alarm of no readable state is told all the same', () => {
    const event = fixture('configuration-delete');
    expect(changeOf({ ...event, detail: { ...event.detail, state: 'gone' } }).state).toBe('INSUFFICIENT_DATA');
  });
});

describe('a message that is no alarm', () => {
  it.each([
    ['text that is no JSON', 'hello', 'the message is "hello"'],
    ['nothing', undefined, 'the message is missing'],
    ['a list', [], 'the message is a list'],
    ['an event of another source', { ...fixture('metric'), source: 'aws.ec2' }, 'source is "aws.ec2"'],
    ['an event without a source', { ...fixture('metric'), source: undefined }, 'source is missing'],
    [
      'an event without an alarm',
      { source: 'aws.cloudwatch', detail: { state: { value: 'ALARM' } } },
      'names no alarm',
    ],
    [
      'an alarm without a state',
      alarmWith({ state: undefined }),
      'detail.state.value of alarm "ServerCpuTooHigh" is missing',
    ],
    [
      'an alarm of an unknown state',
      stateWith({ value: 'FINE' }),
      'is "FINE", expected OK, ALARM or INSUFFICIENT_DATA',
    ],
  ])('is set aside with its reason: %s', (_, message, reason) => {
    const parsed = parseAlarmEvent(message, receivedAt);
    expect(parsed).toMatchObject({ outcome: 'malformed' });
    expect(parsed.outcome === 'malformed' && parsed.reason).toContain(reason);
  });
});

describe('an ALARM of which other parts are wrong', () => {
  it.each([
    ['no configuration', alarmWith({ configuration: undefined })],
    ['empty metrics', alarmWith({ configuration: { metrics: [] } })],
    ['metrics that are none', alarmWith({ configuration: { metrics: 'm1' } })],
    ['no previous state', alarmWith({ previousState: undefined })],
    ['a previous state that is none', alarmWith({ previousState: { value: 7, timestamp: {} } })],
    ['tags that are none', alarmWith({ alarmTags: ['a'] })],
    ['a mute that is none', alarmWith({ muteDetail: true })],
    ['unknown keys', alarmWith({ novelty: { deep: [1] } }, { novelty: 1 })],
    ['an unknown detail-type', alarmWith({}, { 'detail-type': 'CloudWatch Alarm Something New' })],
    ['reasonData that is no JSON', stateWith({ reasonData: '{' })],
    ['no reason', stateWith({ reason: undefined })],
    ['a reason that is a number', stateWith({ reason: 7 })],
    ['no name', alarmWith({ alarmName: undefined })],
    ['no resources', alarmWith({}, { resources: undefined })],
    ['resources that name no alarm', alarmWith({}, { resources: [7, 'arn:aws:s3:::bucket'] })],
    ['no account and no Region', alarmWith({}, { account: 7, region: null })],
  ])('is told: %s', (_, message) => {
    expect(changeOf(message)).toMatchObject({
      state: 'ALARM',
      alarmArn: arnOf('ServerCpuTooHigh'),
      alarmName: 'ServerCpuTooHigh',
      account: '123456789012',
      region: 'us-east-1',
    });
  });

  it('is told even with a name alone', () => {
    const message = alarmWith({}, { resources: [], account: '', region: 'us-east-*' });
    expect(changeOf(message).alarmArn).toBe('arn:aws:cloudwatch:unknown:unknown:alarm:ServerCpuTooHigh');
  });

  it('has the ARN of its partition when only account and Region are given', () => {
    const message = alarmWith({}, { resources: [], region: 'cn-north-1' });
    expect(changeOf(message).alarmArn).toBe('arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:ServerCpuTooHigh');
  });
});

describe('the time of a change', () => {
  it.each([
    ['+0000', '2026-03-04T10:15:30.123+0000', '2026-03-04T10:15:30.123Z'],
    ['Z', '2026-03-04T10:15:30Z', '2026-03-04T10:15:30.000Z'],
    ['another zone', '2026-03-04T11:15:30.5+01:00', '2026-03-04T10:15:30.500Z'],
    ['microseconds', '2026-03-04T10:15:30.123456Z', '2026-03-04T10:15:30.123Z'],
    ['missing: the event’s time', undefined, '2026-03-04T10:15:30.000Z'],
    ['no date: the event’s time', 'yesterday', '2026-03-04T10:15:30.000Z'],
    ['a number: the event’s time', 1_772_619_330_123, '2026-03-04T10:15:30.000Z'],
    ['an impossible date: the event’s time', '2026-13-04T10:15:30Z', '2026-03-04T10:15:30.000Z'],
    ['fifteen minutes ahead', '2026-03-04T10:30:31.000+0000', '2026-03-04T10:30:31.000Z'],
    ['more than fifteen minutes ahead: the receipt’s time', '2026-03-04T10:30:31.001+0000', receivedAt],
    ['2099: the receipt’s time', '2099-01-01T00:00:00Z', receivedAt],
    ['beyond year 9999: the event’s time', '9999-12-31T23:59:59-23:59', '2026-03-04T10:15:30.000Z'],
  ])('is read: %s', (_, timestamp, expected) => {
    expect(changeOf(stateWith({ timestamp })).at).toBe(expected);
  });

  it('is the receipt’s where the event has none either', () => {
    expect(changeOf(alarmWith({ state: { value: 'ALARM' } }, { time: 'now' })).at).toBe(receivedAt);
  });
});

describe('a silenced alarm', () => {
  const mute = { mutedByArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:night' };

  it('is muted until its window ends', () => {
    expect(changeOf(fixture('muted')).silenced).toEqual({ by: 'mute', until: '2026-03-04T12:00:00.000Z' });
  });

  it('is suppressed without a known end, and no longer once the suppression is over', () => {
    expect(changeOf(fixture('composite-suppressed')).silenced).toEqual({ by: 'suppression' });
    expect(changeOf(fixture('composite'), '2026-03-04T10:17:31.000Z').silenced).toBeUndefined();
  });

  it.each([
    ['without an end', mute],
    ['with an end that is no date', { ...mute, muteWindowEnd: 'never' }],
    ['whose end is past', { ...mute, muteWindowEnd: '2026-03-04T10:15:00Z' }],
    ['that names no rule', { muteWindowEnd: '2026-03-04T12:00:00Z' }],
    ['that is text', 'muted'],
  ])('is not one with a mute %s: it pages', (_, muteDetail) => {
    expect(changeOf(alarmWith({ muteDetail })).silenced).toBeUndefined();
  });
});

describe('an OK', () => {
  const noData =
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].';
  const metrics = (...stats: string[]): unknown => ({ metrics: stats.map((stat) => ({ metricStat: { stat } })) });
  const okWith = (detail: Record<string, unknown>): boolean =>
    changeOf(alarmWith({ state: { value: 'OK', reason: noData }, ...detail })).onRealData;

  it('of an average that rests on missing data ends nothing', () => {
    expect(changeOf(fixture('ok-without-data'), '2026-03-04T10:25:31.000Z')).toMatchObject({
      state: 'OK',
      onRealData: false,
    });
  });

  it.each([
    ['Sum', true],
    ['SampleCount', true],
    ['Average', false],
    ['p99', false],
    ['Maximum', false],
  ])('without data of %s counts: %s', (stat, counts) => {
    expect(okWith({ configuration: metrics(stat) })).toBe(counts);
  });

  it('without data of metric math counts when all its metrics are counts', () => {
    expect(okWith({ configuration: metrics('Sum', 'Sum') })).toBe(true);
    expect(okWith({ configuration: metrics('Sum', 'Average') })).toBe(false);
  });

  it('without data of an unknown, composite or Metrics Insights alarm does not count', () => {
    expect(okWith({ configuration: undefined })).toBe(false);
    expect(okWith({ configuration: { alarmRule: 'ALARM(a)' } })).toBe(false);
    expect(okWith({ configuration: { metrics: [{ expression: 'SELECT' }] } })).toBe(false);
  });

  it('that only missing datapoints made possible does not count', () => {
    const reason =
      'Threshold Crossed: 1 out of the last 5 datapoints [0.2 (04/03/26 10:10:00)] was not greater than the threshold (1.0) and 4 missing datapoints were treated as [NonBreaching] (minimum 3 datapoints for ALARM -> OK transition).';
    expect(okWith({ state: { value: 'OK', reason } })).toBe(false);
  });

  it('whose data for machines holds no datapoint does not count', () => {
    expect(okWith({ state: { value: 'OK', reason: 'Fine.', reasonData: '{"recentDatapoints":[]}' } })).toBe(false);
  });

  describe('whose newest datapoint', () => {
    const agedOk = (minute: string, stat = 'Average', period = 60): boolean => {
      const evaluatedDatapoints = [
        { timestamp: '2026-03-04T10:14:00.000+0000' },
        { timestamp: `2026-03-04T${minute}:00.000+0000`, value: 0.2 },
      ];
      const data = { queryDate: '2026-03-04T10:15:30.000+0000', period, recentDatapoints: [0.2], evaluatedDatapoints };
      const state = { value: 'OK', reason: 'Fine.', reasonData: JSON.stringify(data) };
      return okWith({ state, configuration: metrics(stat) });
    };

    it('is late by no more than metrics are rests on real data', () => {
      expect([agedOk('10:14'), agedOk('10:10'), agedOk('10:00', 'Average', 300)]).toEqual([true, true, true]);
    });

    it('is older rests on what is missing since, but for a count', () => {
      expect([agedOk('10:09'), agedOk('09:00', 'p99', 300), agedOk('09:00', 'Sum')]).toEqual([false, false, true]);
    });
  });

  it.each([
    ['a metric', { value: 'OK', reason: 'Threshold Crossed: 1 datapoint [0.1 (04/03/26 10:10:00)] was not greater.' }],
    ['an unknown reason', { value: 'OK' }],
    ['data for machines that is broken', { value: 'OK', reason: 'Fine.', reasonData: '{"recentDatapoints":' }],
  ])('on real data counts: %s', (_, state) => {
    expect(okWith({ state })).toBe(true);
    expect(okWith({ state, configuration: { alarmRule: 'ALARM(a)' } })).toBe(true);
  });
});

describe('hostile text', () => {
  const hostile = '<script>\u0000\u001b[31m\r\nBcc: x\u202Eevil\u200B\uFEFF\u2066\ud800 ](javascript:) 👩‍💻';

  it('loses control, bidi, zero-width characters and lone surrogates, and nothing else', () => {
    const { reason, description, alarmName, tags } = changeOf(
      alarmWith({
        alarmName: hostile,
        state: { value: 'ALARM', reason: hostile },
        configuration: { description: hostile },
        alarmTags: { [hostile]: hostile },
      }),
    );
    const clean = '<script>  [31m  Bcc: xevil ](javascript:) 👩💻';
    expect([reason, description, alarmName, tags]).toEqual([clean, clean, clean, { [clean]: clean }]);
  });

  it('keeps alarms apart whose names differ only in what is removed', () => {
    const named = (name: string): AlarmChange => changeOf(alarmWith({ alarmName: name }, { resources: [arnOf(name)] }));
    const [one, other] = [named('web'), named('we\u200bb')];
    expect(other.alarmName).toBe('web');
    expect(alarmKeyOf(other)).not.toBe(alarmKeyOf(one));
    expect(alarmKeyOf(named('we\u200bb'))).toBe(alarmKeyOf(other));
    expect(other.alarmArn).toMatch(/^[\x20-\x7e]+$/u);
  });

  it('that leaves nothing of a name still gives the alarm one', () => {
    expect(changeOf(alarmWith({ alarmName: '\u200b' })).alarmName).toBe('(unnamed)');
  });

  it('is cut at whole code points', () => {
    const change = changeOf(
      alarmWith({
        alarmName: '🔥'.repeat(300),
        state: { value: 'ALARM', reason: '🔥'.repeat(2_000) },
        configuration: { description: `a${'🔥'.repeat(2_000)}` },
      }),
    );
    expect(change.alarmName).toBe('🔥'.repeat(255));
    expect(change.reason).toBe('🔥'.repeat(1_023));
    expect(change.description).toBe(`a${'🔥'.repeat(1_023)}`);
  });

  it('cannot add properties to what every object has', () => {
    const message = JSON.stringify(fixture('metric')).replace('"team":"web"', '"__proto__":"polluted"');
    const { tags } = changeOf(message);
    expect(Object.hasOwn(tags, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(tags)).toBe(Object.prototype);
  });

  it('of tags and attributes is bounded in number', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${String(i)}`, 'v'.repeat(5_000)]));
    const event = fixture('contributor');
    const change = changeOf({
      ...event,
      detail: { ...event.detail, alarmTags: many, alarmContributor: { id: 'c', attributes: many } },
    });
    expect(Object.keys(change.tags)).toHaveLength(50);
    expect(Object.keys(change.contributor?.attributes ?? {})).toHaveLength(30);
    expect(change.tags['k0']).toHaveLength(256);
  });
});

describe('a huge event', () => {
  it('becomes a small change', () => {
    const evaluatedDatapoints = Array.from({ length: 5_000 }, (_, i) => ({
      timestamp: '2026-03-04T10:14:00.000+0000',
      sampleCount: 1,
      value: i + 0.123_456_789,
      padding: 'x'.repeat(80),
    }));
    const reasonData = JSON.stringify({ version: '1.0', recentDatapoints: [1], evaluatedDatapoints });
    const message = JSON.stringify(stateWith({ value: 'OK', reasonData, reason: 'x'.repeat(100_000) }));
    expect(message.length).toBeGreaterThan(900_000);
    const change = changeOf(message);
    expect(change.onRealData).toBe(true);
    expect(JSON.stringify(change).length).toBeLessThan(4_000);
  });
});

describe('the keys of a change', () => {
  it('name alarm, contributor, state and time', () => {
    const change = changeOf(fixture('contributor'));
    expect(alarmKeyOf(change)).toBe(`["${arnOf('TablesIdle')}","6d442278dba546f6"]`);
    expect(dedupKeyOf(change)).toBe(`["${arnOf('TablesIdle')}","6d442278dba546f6","ALARM","2026-03-04T10:15:30.123Z"]`);
  });

  it('are the same for the same change told twice, with another event id', () => {
    const again = alarmWith({}, { id: 'another', time: '2026-03-04T10:15:45Z' });
    expect(dedupKeyOf(changeOf(again))).toBe(dedupKeyOf(changeOf(fixture('metric'))));
  });

  it('tell a deletion from a change to the state it had', () => {
    const change = changeOf(fixture('metric'));
    expect(dedupKeyOf({ ...change, kind: 'deleted' })).not.toBe(dedupKeyOf(change));
  });

  it('tell an alarm from its contributors, and these from each other, whatever their names', () => {
    const named = fc.tuple(fc.string(), fc.option(fc.string(), { nil: undefined }));
    const keyOf = ([alarmArn, id]: readonly [string, string | undefined]): string =>
      alarmKeyOf({ alarmArn, ...(id === undefined ? {} : { contributor: { id, attributes: {} } }) });
    fc.assert(
      fc.property(named, named, (one, other) => {
        fc.pre(one[0] !== other[0] || one[1] !== other[1]);
        expect(keyOf(one)).not.toBe(keyOf(other));
      }),
    );
  });
});

describe('any message', () => {
  const wild = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('OK', 'ALARM', '2099-01-01T00:00:00Z'),
  );
  const alarmLike = fc.record(
    {
      'detail-type': fc.oneof(
        wild,
        fc.constantFrom('CloudWatch Alarm Configuration Change', 'CloudWatch Alarm Contributor State Change'),
      ),
      source: fc.constant('aws.cloudwatch'),
      account: wild,
      region: wild,
      time: wild,
      resources: fc.oneof(wild, fc.array(fc.string({ unit: 'binary', maxLength: 2_000 }).map(arnOf), { maxLength: 2 })),
      detail: fc.record(
        {
          alarmName: fc.oneof(wild, fc.string({ unit: 'binary', maxLength: 2_000 })),
          operation: fc.constantFrom('create', 'update', 'delete', 7),
          alarmContributor: fc.oneof(wild, fc.record({ id: wild, attributes: wild })),
          state: fc.record(
            { value: fc.constantFrom('OK', 'ALARM', 7), reason: wild, reasonData: wild, timestamp: wild },
            { requiredKeys: [] },
          ),
          previousState: fc.oneof(wild, fc.record({ value: wild, timestamp: wild })),
          configuration: fc.oneof(wild, fc.record({ description: wild, metrics: wild })),
          alarmTags: fc.oneof(wild, fc.dictionary(fc.string({ unit: 'binary' }), wild)),
          muteDetail: wild,
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['source', 'detail'] },
  );

  it('is answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(wild, alarmLike), (message) => {
        expect(['change', 'ignored', 'malformed']).toContain(parseAlarmEvent(message, receivedAt).outcome);
        expect(['change', 'ignored', 'malformed']).toContain(
          parseAlarmEvent(JSON.stringify(message), receivedAt).outcome,
        );
      }),
    );
  });

  it('gives a change that is bounded, well-formed and safe to show', () => {
    fc.assert(
      fc.property(alarmLike, (message) => {
        const parsed = parseAlarmEvent(message, receivedAt);
        const text = JSON.stringify(parsed);
        expect(text.length).toBeLessThan(80_000);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|\\u[0-9a-f]{4}/u);
        if (parsed.outcome !== 'change') return;
        expect(Array.from(parsed.change.alarmName).length).toBeLessThanOrEqual(255);
        expect(parsed.change.at <= '2026-03-04T10:30:31.000Z').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('with an alarm’s name and the state ALARM is told', () => {
    fc.assert(
      fc.property(alarmLike, (message) => {
        fc.pre(message['detail-type'] !== 'CloudWatch Alarm Configuration Change');
        const state = { ...message.detail.state, value: 'ALARM' };
        const change = changeOf({ ...message, detail: { ...message.detail, alarmName: 'web', state } });
        expect([change.alarmName, change.state]).toEqual(['web', 'ALARM']);
      }),
    );
  });
});
