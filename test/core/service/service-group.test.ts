import { describe, expect, it } from 'vitest';
import type { RoutingRule } from '../../../lib/core/configuration.ts';
import { groupsOf } from '../../../lib/core/service/service-group.ts';
import { routeAlarm } from '../../../lib/core/service/route-alarm.ts';
import { parseAlarmEvent } from '../../../lib/core/alarm/parse-alarm-event.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { threeLevels } from '../../support/configurations.ts';
import { minute } from '../../support/incident-spec.ts';

const rule = (name: string, escalation?: string): RoutingRule => ({
  match: { name },
  service: 'web',
  severity: 'critical',
  ...(escalation !== undefined && { escalation }),
});
const configuration = { ...threeLevels, routing: [rule('a'), rule('b', 'primary'), rule('c', 'other')] };

const groupOfAlarm = (name: string, tags: Readonly<Record<string, string>> = {}) => {
  const parsed = parseAlarmEvent(alarmEvent({ name, state: 'ALARM', at: minute(0), tags }), minute(0));
  if (parsed.outcome !== 'change') throw new Error(parsed.reason);
  const { account, region } = parsed.change;
  return { place: { account, region }, group: routeAlarm(parsed.change, configuration).group };
};

describe('the groups of a service', () => {
  it.each(['a', 'b', 'c'])('hold whatever a rule routes to it, %s', (name) => {
    const { place, group } = groupOfAlarm(name);
    expect(groupsOf(configuration, 'web', place)).toContain(group);
  });

  it('hold what is tagged with its name', () => {
    const { place, group } = groupOfAlarm('x', { 'tocsin:service': 'web' });
    expect(groupsOf(configuration, 'web', place)).toContain(group);
  });

  it('are as many as there are policies for it', () => {
    expect(groupsOf(configuration, 'web', groupOfAlarm('a').place)).toHaveLength(2);
    expect(groupsOf(configuration, 'constructor', groupOfAlarm('a').place)).toHaveLength(1);
  });
});
