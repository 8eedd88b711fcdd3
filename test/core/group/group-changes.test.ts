import { describe, expect, it } from 'vitest';
import { formerGroups, groupChanges } from '../../../lib/core/group/group-changes.ts';
import { change, entry, openRecord, resolvedUntil } from './changes-of-a-group.ts';

const shop = { group: 'shop' } as const;

describe('changes are grouped by the service that routing names', () => {
  it('in the order of arrival', () => {
    const changes = [change('memory', 'ALARM 1'), change('checkout', 'ALARM 1', shop), change('latency', 'ALARM 2')];
    const grouped = groupChanges(changes, new Map(), new Map());
    expect(grouped.map(({ group, changes: own }) => [group, own.map(({ alarmKey }) => alarmKey)])).toEqual([
      ['web', ['memory', 'latency']],
      ['shop', ['checkout']],
    ]);
  });
});

describe('an alarm whose routing changed', () => {
  const moved = change('memory', 'OK 9', shop);
  const entries = new Map([entry('memory', 'ALARM 1')]);

  it('asks how its former group stands', () => {
    expect(formerGroups([moved, change('latency', 'ALARM 9')], entries)).toEqual(['web']);
  });

  it('asks nothing while it is where it was', () => {
    expect(formerGroups([change('memory', 'OK 9')], entries)).toEqual([]);
  });

  it.each([
    ['stays while the incident of its former group is open', openRecord, 'web'],
    ['goes where it belongs by now once that is resolved', resolvedUntil(60), 'shop'],
    ['goes where it belongs by now when that group never had an incident', undefined, 'shop'],
  ])('%s', (_, record, group) => {
    const records = new Map(record === undefined ? [] : [['web', record]]);
    expect(groupChanges([moved], entries, records).map((one) => one.group)).toEqual([group]);
  });
});
