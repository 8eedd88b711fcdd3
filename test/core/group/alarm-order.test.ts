import { describe, expect, it } from 'vitest';
import { inCloudWatchOrder, judgedInOrder } from '../../../lib/core/group/alarm-order.ts';
import type { GroupRecord, RegisterEntry } from '../../../lib/core/group/records.ts';
import type { RoutedChange } from '../../../lib/core/group/routed-change.ts';
import type { ReceivedChange } from '../../../lib/core/incident/commands.ts';
import type { Member } from '../../../lib/core/incident/incident.ts';
import { DAY, MINUTE } from '../../../lib/core/time.ts';
import { minute } from '../../support/incident-spec.ts';
import { member } from '../../support/incident-story.ts';
import { change, entry, openRecord, type StateAt } from './changes-of-a-group.ts';

type Entry = readonly [string, RegisterEntry];

const taken = (
  changes: readonly RoutedChange[],
  entries: readonly Entry[],
  { record, members = [] }: { readonly record?: GroupRecord | undefined; readonly members?: readonly Member[] } = {},
): ReturnType<typeof judgedInOrder> =>
  judgedInOrder(changes, {
    group: 'web',
    entries: new Map(entries),
    record,
    members: new Map(members.map((one) => [one.alarmId, one])),
  });

const first = (comes: RoutedChange, known?: Entry, about?: Parameters<typeof taken>[2]): ReceivedChange | undefined =>
  taken([comes], known === undefined ? [] : [known], about).received[0];

describe('changes that arrive in any order', () => {
  it.each<readonly [string, StateAt[], StateAt[]]>([
    ['by the time that CloudWatch gives', ['OK 7', 'ALARM 3'], ['ALARM 3', 'OK 7']],
    ['ALARM last of one instant', ['ALARM 5', 'OK 5'], ['OK 5', 'ALARM 5']],
    [
      'no data between OK and ALARM of one instant',
      ['ALARM 5', 'INSUFFICIENT_DATA 5', 'OK 5'],
      ['OK 5', 'INSUFFICIENT_DATA 5', 'ALARM 5'],
    ],
  ])('are put in order: %s', (_, arrived, ordered) => {
    const sorted = arrived.map((stateAt) => change('memory', stateAt)).toSorted(inCloudWatchOrder);
    expect(sorted.map(({ messageId }) => messageId)).toEqual(ordered.map((stateAt) => `memory ${stateAt}`));
  });
});

describe('a change is stale', () => {
  it.each<{ when: string; comes: StateAt; known: StateAt; stale: boolean }>([
    { when: 'when the register knows a later one', comes: 'OK 4', known: 'ALARM 5', stale: true },
    { when: 'not when it is later than what the register knows', comes: 'ALARM 6', known: 'OK 5', stale: false },
    { when: 'when it is the lesser word of the same instant', comes: 'OK 5', known: 'ALARM 5', stale: true },
    { when: 'not when it is the greater word of the same instant', comes: 'ALARM 5', known: 'OK 5', stale: false },
    { when: 'not when it says the same of the same instant', comes: 'ALARM 5', known: 'ALARM 5', stale: false },
    { when: 'when it is an ALARM of an alarm that is in ALARM', comes: 'ALARM 4', known: 'ALARM 5', stale: true },
    {
      when: 'when it says no data, and a later word is known',
      comes: 'INSUFFICIENT_DATA 4',
      known: 'OK 5',
      stale: true,
    },
  ])('$when', ({ comes, known, stale }) => {
    expect(first(change('memory', comes), entry('memory', known))).toMatchObject({ stale, late: false });
  });

  it('never when the register does not know its alarm', () => {
    const [received] = taken([change('memory', 'ALARM 1')], [entry('latency', 'OK 9')]).received;
    expect(received).toMatchObject({ stale: false, late: false });
  });
});

describe('a late ALARM', () => {
  const late = change('memory', 'ALARM 4');

  const counted = member(late.alarmId, { joined: 2, counted: 2 });

  it.each<{ what: string; known: Entry; record?: GroupRecord; members?: readonly Member[]; stale: boolean }>([
    { what: 'fires when what is later says only no data', known: entry('memory', 'INSUFFICIENT_DATA 5'), stale: false },
    {
      what: 'is over when an OK on real data is later',
      known: entry('memory', 'OK 5', { clearedAt: 5 }),
      stale: true,
    },
    {
      what: 'is over when an OK on real data is later, whatever the last word',
      known: entry('memory', 'INSUFFICIENT_DATA 9', { clearedAt: 5 }),
      stale: true,
    },
    {
      what: 'fires when the OK was before it',
      known: entry('memory', 'INSUFFICIENT_DATA 9', { clearedAt: 3 }),
      stale: false,
    },
    {
      what: 'is over when a person has resolved the incident that counted it',
      known: entry('memory', 'INSUFFICIENT_DATA 5', { incidentId: 'OWN' }),
      record: { ...openRecord, resolvedByPerson: { incidentId: 'OWN', at: minute(6), version: 6 } },
      members: [counted],
      stale: true,
    },
    {
      what: 'is over when that resolution cleared it',
      known: entry('memory', 'INSUFFICIENT_DATA 5', { incidentId: 'OWN' }),
      record: { ...openRecord, resolvedByPerson: { incidentId: 'OWN', at: minute(6), version: 6 } },
      members: [{ ...counted, state: 'INSUFFICIENT_DATA', cleared: true, stopped: { version: 6, at: minute(6) } }],
      stale: true,
    },
    {
      what: 'fires when it was OK by then',
      known: entry('memory', 'INSUFFICIENT_DATA 5', { incidentId: 'OWN' }),
      record: { ...openRecord, resolvedByPerson: { incidentId: 'OWN', at: minute(6), version: 6 } },
      members: [{ ...counted, state: 'OK', stopped: { version: 3, at: minute(2) } }],
      stale: false,
    },
    {
      what: 'fires when a person resolved that incident before it',
      known: entry('memory', 'INSUFFICIENT_DATA 5', { incidentId: 'OWN' }),
      record: { ...openRecord, resolvedByPerson: { incidentId: 'OWN', at: minute(3), version: 3 } },
      stale: false,
    },
    {
      what: 'fires when a person resolved an incident that it never joined',
      known: entry('memory', 'INSUFFICIENT_DATA 5'),
      record: { ...openRecord, resolvedByPerson: { incidentId: 'OWN', at: minute(6), version: 6 } },
      stale: false,
    },
  ])('$what', ({ known, stale, ...about }) => {
    expect(first(late, known, about)).toMatchObject({ stale, late: !stale });
  });

  it('leaves the last word in the register', () => {
    expect(taken([late], [entry('memory', 'INSUFFICIENT_DATA 5')]).register).toMatchObject([
      { state: 'INSUFFICIENT_DATA', at: minute(5), version: 2 },
    ]);
  });
});

describe('an ALARM is repeated', () => {
  const comes = (said: Parameters<typeof change>[2], known: Entry): boolean | undefined =>
    first(change('memory', 'ALARM 9', said), known)?.repeated;

  it('when the alarm is in ALARM and nothing says that it was anything else since', () => {
    const known = entry('memory', 'ALARM 5');
    expect(comes({}, known)).toBe(true);
    expect(comes({ previous: 'ALARM', previousAt: 7 }, known)).toBe(true);
    expect(comes({ previous: 'OK', previousAt: 5 }, known)).toBe(true);
  });

  it('not when it was OK in between, or is not in ALARM', () => {
    expect(comes({ previous: 'OK', previousAt: 7 }, entry('memory', 'ALARM 5'))).toBe(false);
    expect(comes({}, entry('memory', 'OK 5'))).toBe(false);
    expect(comes({}, entry('memory', 'INSUFFICIENT_DATA 5'))).toBe(false);
  });
});

describe('an alarm without data that is only told of', () => {
  const quiet = { insufficientData: 'notify' } as const;
  const dayLater = DAY / MINUTE;

  const lost = (at: number, known?: Entry): ReceivedChange['loss'] =>
    first(change('memory', `INSUFFICIENT_DATA ${String(at)}` as StateAt, quiet), known)?.loss;

  it('is told of after a quarter of an hour', () => {
    expect(lost(20)).toEqual({ dueAt: minute(35), isAgain: false });
  });

  it('is told of again a day after it was told, and not before', () => {
    const known = entry('memory', 'OK 30', { noDataAt: 5, noDataDueAt: 20 });
    expect(lost(40, known)).toEqual({ dueAt: minute(dayLater + 20), isAgain: true });
    expect(lost(dayLater + 3, known)).toEqual({ dueAt: minute(dayLater + 20), isAgain: true });
    expect(lost(dayLater + 6, known)).toEqual({ dueAt: minute(dayLater + 21), isAgain: false });
  });

  it('is told of as the first time where its data came back before anybody was', () => {
    const known = taken([change('memory', 'INSUFFICIENT_DATA 5', quiet), change('memory', 'OK 19')], []).register[0];
    expect([known?.noDataAt, known?.noDataToldAt, known?.noDataDueAt]).toEqual([minute(5), undefined, undefined]);
    const again = taken([change('memory', 'INSUFFICIENT_DATA 40', quiet)], known ? [['memory', known]] : []);
    expect(again.received[0]?.loss).toEqual({ dueAt: minute(55), isAgain: true });
    expect(again.register[0]).toMatchObject({ noDataAt: minute(5), noDataDueAt: minute(55) });
  });

  it('is nothing that is due where no data is ignored, pages, or is no state', () => {
    for (const insufficientData of ['ignore', 'page'] as const)
      expect(first(change('memory', 'INSUFFICIENT_DATA 5', { insufficientData }))?.loss).toBeUndefined();
    expect(first(change('memory', 'ALARM 5', quiet))?.loss).toBeUndefined();
  });
});

describe('a transition was missed', () => {
  const missed = (previousAt: number | undefined, known: StateAt | undefined): boolean | undefined => {
    const said = previousAt === undefined ? {} : { previousAt };
    return first(change('memory', 'ALARM 9', said), known && entry('memory', known))?.missedTransition;
  };

  it('when the state before it began later than what the register knows', () => {
    expect(missed(7, 'OK 5')).toBe(true);
  });

  it('not when the state before it is what the register knows, nor when either is unknown', () => {
    expect([missed(5, 'OK 5'), missed(undefined, 'OK 5'), missed(7, undefined)]).toEqual([false, false, false]);
  });

  it('not when the change in between came in the same batch', () => {
    const changes = [change('memory', 'OK 7'), change('memory', 'ALARM 9', { previousAt: 7 })];
    const { received } = taken(changes, [entry('memory', 'ALARM 5')]);
    expect(received.map(({ missedTransition }) => missedTransition)).toEqual([false, false]);
  });

  it('is told by the last change that was not stale', () => {
    const changes = [change('memory', 'OK 3'), change('memory', 'ALARM 9', { previousAt: 7 })];
    const { received } = taken(changes, [entry('memory', 'OK 5')]);
    expect(received.map(({ stale, missedTransition }) => [stale, missedTransition])).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

describe('the register after some changes', () => {
  const after = (...changes: readonly RoutedChange[]): readonly RegisterEntry[] =>
    taken(changes, [entry('memory', 'OK 5', { group: 'older', version: 7, incidentId: 'OWN' })]).register;

  it('keeps the last word of each alarm, one version further, in the group it went to', () => {
    expect(after(change('memory', 'ALARM 6'), change('latency', 'ALARM 7'), change('memory', 'OK 8'))).toMatchObject([
      { alarmKey: 'memory', state: 'OK', group: 'web', version: 8, incidentId: 'OWN' },
      { alarmKey: 'latency', state: 'ALARM', group: 'web', version: 1 },
    ]);
  });

  it('is not touched by a stale change', () => {
    expect(after(change('memory', 'OK 4'))).toEqual([]);
  });

  it('keeps when it was last OK on real data, or deleted', () => {
    expect(after(change('memory', 'OK 8'), change('memory', 'ALARM 9'))).toMatchObject([{ clearedAt: minute(8) }]);
    const deleted = change('memory', 'INSUFFICIENT_DATA 8', { kind: 'deleted' });
    expect(after(deleted)).toMatchObject([{ state: 'INSUFFICIENT_DATA', clearedAt: minute(8) }]);
  });

  it('takes an OK on missing data for no data', () => {
    expect(after(change('memory', 'OK 8', { onRealData: false }))).toMatchObject([
      { state: 'INSUFFICIENT_DATA', at: minute(8), clearedAt: undefined },
    ]);
  });
});
