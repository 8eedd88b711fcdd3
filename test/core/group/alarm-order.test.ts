import { describe, expect, it } from 'vitest';
import { inCloudWatchOrder, receivedChanges, registerEntriesAfter } from '../../../lib/core/group/alarm-order.ts';
import { change, entry, type StateAt } from './changes-of-a-group.ts';

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
    { when: 'when the register knows a later one', comes: 'ALARM 4', known: 'OK 5', stale: true },
    { when: 'not when it is later than what the register knows', comes: 'ALARM 6', known: 'OK 5', stale: false },
    { when: 'when it is the lesser word of the same instant', comes: 'OK 5', known: 'ALARM 5', stale: true },
    { when: 'not when it is the greater word of the same instant', comes: 'ALARM 5', known: 'OK 5', stale: false },
    { when: 'not when it says the same of the same instant', comes: 'ALARM 5', known: 'ALARM 5', stale: false },
  ])('$when', ({ comes, known, stale }) => {
    const [received] = receivedChanges([change('memory', comes)], new Map([entry('memory', known)]));
    expect(received?.stale).toBe(stale);
  });

  it('never when the register does not know its alarm', () => {
    const [received] = receivedChanges([change('memory', 'ALARM 1')], new Map([entry('latency', 'OK 9')]));
    expect(received?.stale).toBe(false);
  });
});

describe('a transition was missed', () => {
  const missed = (previousAt: number | undefined, known: StateAt | undefined): boolean | undefined => {
    const said = previousAt === undefined ? {} : { previousAt };
    const entries = new Map(known === undefined ? [] : [entry('memory', known)]);
    return receivedChanges([change('memory', 'ALARM 9', said)], entries)[0]?.missedTransition;
  };

  it('when the state before it began later than what the register knows', () => {
    expect(missed(7, 'OK 5')).toBe(true);
  });

  it('not when the state before it is what the register knows, nor when either is unknown', () => {
    expect([missed(5, 'OK 5'), missed(undefined, 'OK 5'), missed(7, undefined)]).toEqual([false, false, false]);
  });

  it('not when the change in between came in the same batch', () => {
    const changes = [change('memory', 'OK 7'), change('memory', 'ALARM 9', { previousAt: 7 })];
    const received = receivedChanges(changes, new Map([entry('memory', 'ALARM 5')]));
    expect(received.map(({ missedTransition }) => missedTransition)).toEqual([false, false]);
  });

  it('is told by the last change that was not stale', () => {
    const changes = [change('memory', 'OK 3'), change('memory', 'ALARM 9', { previousAt: 7 })];
    const received = receivedChanges(changes, new Map([entry('memory', 'OK 5')]));
    expect(received.map(({ stale, missedTransition }) => [stale, missedTransition])).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

describe('the register after some changes', () => {
  const after = (...changes: Parameters<typeof receivedChanges>[0]): ReturnType<typeof registerEntriesAfter> => {
    const entries = new Map([entry('memory', 'OK 5', { group: 'older', version: 7 })]);
    return registerEntriesAfter('web', receivedChanges(changes, entries), entries);
  };

  it('keeps the last word of each alarm, one version further, in the group it went to', () => {
    expect(after(change('memory', 'ALARM 6'), change('latency', 'ALARM 7'), change('memory', 'OK 8'))).toMatchObject([
      { alarmKey: 'memory', state: 'OK', group: 'web', version: 8 },
      { alarmKey: 'latency', state: 'ALARM', group: 'web', version: 1 },
    ]);
  });

  it('is not touched by a stale change', () => {
    expect(after(change('memory', 'ALARM 4'))).toEqual([]);
  });
});
