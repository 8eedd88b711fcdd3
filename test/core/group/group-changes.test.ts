import { describe, expect, it } from 'vitest';
import { formerGroups, groupChanges } from '../../../lib/core/group/group-changes.ts';
import type { GroupRecord } from '../../../lib/core/group/records.ts';
import type { RoutedChange } from '../../../lib/core/group/routed-change.ts';
import { minute } from '../../support/incident-spec.ts';
import { change, entry, openRecord, resolvedUntil, type StateAt } from './changes-of-a-group.ts';

const shop = { group: 'shop' } as const;
const NOW = minute(20);

describe('changes are grouped by the service that routing names', () => {
  it('in the order of arrival', () => {
    const changes = [change('memory', 'ALARM 1'), change('checkout', 'ALARM 1', shop), change('latency', 'ALARM 2')];
    const grouped = groupChanges(changes, { entries: new Map(), records: new Map(), at: NOW });
    expect(grouped.map(({ group, changes: own }) => [group, own.map(({ alarmKey }) => alarmKey)])).toEqual([
      ['web', ['memory', 'latency']],
      ['shop', ['checkout']],
    ]);
  });
});

describe('an alarm whose routing changed', () => {
  const ok = change('memory', 'OK 9', shop);
  const fires = change('memory', 'ALARM 9', shop);
  const noData = change('memory', 'INSUFFICIENT_DATA 9', shop);
  const pagesWithoutData = change('memory', 'INSUFFICIENT_DATA 9', { ...shop, insufficientData: 'page' });
  const deleted = change('memory', 'INSUFFICIENT_DATA 9', { ...shop, insufficientData: 'page', kind: 'deleted' });
  const entries = new Map([entry('memory', 'ALARM 1')]);

  it('asks how its former group stands', () => {
    expect(formerGroups([ok, change('latency', 'ALARM 9')], entries)).toEqual(['web']);
  });

  it('asks nothing while it is where it was', () => {
    expect(formerGroups([change('memory', 'OK 9')], entries)).toEqual([]);
  });

  it.each<{ what: string; comes: RoutedChange; record: GroupRecord | undefined; to: string }>([
    { what: 'stays while the incident of its former group is open', comes: fires, record: openRecord, to: 'web' },
    { what: 'stays while that incident may be reopened', comes: fires, record: resolvedUntil(20), to: 'web' },
    { what: 'goes where it belongs by now once that is over', comes: fires, record: resolvedUntil(19), to: 'shop' },
    {
      what: 'goes where it belongs by now when that group never had an incident',
      comes: fires,
      record: undefined,
      to: 'shop',
    },
    { what: 'does so without data, where that pages', comes: pagesWithoutData, record: resolvedUntil(19), to: 'shop' },
    {
      what: 'stays without data, where that pages, while the incident is open',
      comes: pagesWithoutData,
      record: openRecord,
      to: 'web',
    },
    { what: 'is OK where it counts, even after the cool-down', comes: ok, record: resolvedUntil(19), to: 'web' },
    { what: 'loses its data where it counts', comes: noData, record: resolvedUntil(19), to: 'web' },
    { what: 'is deleted where it counts', comes: deleted, record: resolvedUntil(19), to: 'web' },
  ])('$what', ({ comes, record, to }) => {
    const records = new Map(record === undefined ? [] : [['web', record]]);
    expect(groupChanges([comes], { entries, records, at: NOW }).map(({ group }) => group)).toEqual([to]);
  });

  it('stays where it counts, even after the cool-down: left firing, or muted longer', () => {
    const to = (stateAt: StateAt): readonly string[] => {
      const known = new Map([entry('memory', stateAt, { incidentId: 'OWN' })]);
      const records = new Map([['web', resolvedUntil(19)]]);
      return groupChanges([fires], { entries: known, records, at: NOW }).map(({ group }) => group);
    };
    expect([to('ALARM 1'), to('OK 1')]).toEqual([['web'], ['shop']]);
  });
});
