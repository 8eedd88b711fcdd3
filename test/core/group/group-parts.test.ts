import { describe, expect, it } from 'vitest';
import { type GroupPart, groupPartsOf } from '../../../lib/core/group/group-parts.ts';
import type { GroupRecord, RegisterEntry } from '../../../lib/core/group/records.ts';
import type { RoutedChange } from '../../../lib/core/group/routed-change.ts';
import { minute } from '../../support/incident-spec.ts';
import { change, entry, openRecord, resolvedUntil } from './changes-of-a-group.ts';

const NOW = 20;

const partsOf = (
  changes: readonly RoutedChange[],
  record?: GroupRecord,
  entries: ReadonlyMap<string, RegisterEntry> = new Map(),
): readonly GroupPart[] =>
  groupPartsOf(
    { group: 'web', changes },
    { entries, record, members: new Map() },
    { at: minute(NOW), config: '0123456789ab', isDiagnosed: () => false },
  );

/** `OWN: memory`: which incident gets what; an id that is neither the group's own nor OLD is NEW. */
const inShort = (parts: readonly GroupPart[]): readonly string[] =>
  parts.map(({ incidentId, command }) => {
    const names = command.changes.map(({ alarmId }) => alarmId).join(' ');
    return `${['OWN', 'OLD'].includes(incidentId) ? incidentId : 'NEW'}: ${names}`;
  });

describe('which incident a change goes to', () => {
  const fires = change('memory', 'ALARM 19');
  const recovers = change('memory', 'OK 19');

  it.each<{ what: string; comes: RoutedChange; record?: GroupRecord; to: string }>([
    { what: 'an alarm of a group that had none opens one', comes: fires, to: 'NEW' },
    { what: 'an alarm joins the open one', comes: fires, record: openRecord, to: 'OWN' },
    {
      what: 'an alarm within the cool-down reopens the resolved one',
      comes: fires,
      record: resolvedUntil(30),
      to: 'OWN',
    },
    { what: 'so it does at the very end of the cool-down', comes: fires, record: resolvedUntil(NOW), to: 'OWN' },
    { what: 'an alarm after the cool-down opens a new one', comes: fires, record: resolvedUntil(19), to: 'NEW' },
    { what: 'an OK goes to the open one', comes: recovers, record: openRecord, to: 'OWN' },
    {
      what: 'an OK after the cool-down goes to the one that left it firing',
      comes: recovers,
      record: resolvedUntil(19),
      to: 'OWN',
    },
    { what: 'an OK of a group that had none is recorded with the id it would open', comes: recovers, to: 'NEW' },
  ])('$what', ({ comes, record, to }) => {
    expect(inShort(partsOf([comes], record))).toEqual([`${to}: memory`]);
  });

  it('is not decided where nothing is left to decide', () => {
    expect(partsOf([])).toEqual([]);
  });

  it('parts what still belongs to an incident that is over from what opens the next', () => {
    const changes = [recovers, change('latency', 'ALARM 19'), change('cpu', 'OK 19')];
    expect(inShort(partsOf(changes, resolvedUntil(19)))).toEqual(['OWN: memory cpu', 'NEW: latency']);
  });

  it('keeps all changes of an alarm that opens something together', () => {
    const changes = [change('memory', 'OK 17'), change('cpu', 'OK 18'), fires];
    expect(inShort(partsOf(changes, resolvedUntil(19)))).toEqual(['NEW: memory memory', 'OWN: cpu']);
  });

  it('keeps everything together within the cool-down', () => {
    const changes = [recovers, change('latency', 'ALARM 19')];
    expect(inShort(partsOf(changes, resolvedUntil(30)))).toEqual(['OWN: memory latency']);
  });

  it('opens nothing for a stale alarm', () => {
    const parts = partsOf([fires], resolvedUntil(19), new Map([entry('memory', 'OK 19.5', { clearedAt: 19.5 })]));
    expect(inShort(parts)).toEqual(['OWN: memory']);
  });

  it('opens one for a late alarm that nothing has cleared', () => {
    const parts = partsOf([fires], resolvedUntil(19), new Map([entry('memory', 'INSUFFICIENT_DATA 19.5')]));
    expect(inShort(parts)).toEqual(['NEW: memory']);
  });

  it('is the one that counts the alarm for an OK, whichever is the newest of the group', () => {
    const entries = new Map([entry('memory', 'ALARM 1', { incidentId: 'OLD' })]);
    const changes = [recovers, change('latency', 'ALARM 19')];
    expect(inShort(partsOf(changes, openRecord, entries))).toEqual(['OLD: memory', 'OWN: latency']);
  });

  it('is the one that counts the alarm where its tags name another group by now: it opens none here', () => {
    const entries = new Map([entry('memory', 'ALARM 1', { incidentId: 'OLD' })]);
    const renamed = change('memory', 'ALARM 19', { group: 'shop' });
    expect(inShort(partsOf([renamed], resolvedUntil(19), entries))).toEqual(['OLD: memory']);
    expect(inShort(partsOf([renamed], openRecord, entries))).toEqual(['OWN: memory']);
  });

  it('is the one that counts the alarm while it is muted longer, and the newest once it is not', () => {
    const entries = new Map([entry('memory', 'ALARM 1', { incidentId: 'OLD' })]);
    const muted = change('memory', 'ALARM 19', { mutedUntil: 90 });
    expect(inShort(partsOf([muted], openRecord, entries))).toEqual(['OLD: memory']);
    expect(inShort(partsOf([fires], openRecord, entries))).toEqual(['OWN: memory']);
  });

  it('is the same incident for the same alarm delivered twice', () => {
    expect(partsOf([fires])[0]?.incidentId).toBe(partsOf([fires])[0]?.incidentId);
    expect(partsOf([change('memory', 'ALARM 18')])[0]?.incidentId).not.toBe(partsOf([fires])[0]?.incidentId);
  });
});

describe('what is written with a part', () => {
  it('names every message, its register entry and its dedup key once', () => {
    const [part] = partsOf([change('memory', 'OK 17'), change('memory', 'ALARM 19')]);
    expect(part?.messageIds).toEqual(['memory OK 17', 'memory ALARM 19']);
    expect(part?.register).toMatchObject([{ alarmKey: 'memory', state: 'ALARM', group: 'web', version: 1 }]);
    expect(part?.dedups).toEqual([
      { key: 'memory OK 17', incidentId: part?.incidentId },
      { key: 'memory ALARM 19', incidentId: part?.incidentId },
    ]);
  });

  it('opens as the first alarm that opens something says', () => {
    const changes = [
      change('cpu', 'OK 17', { runbook: 'https://cpu' }),
      change('memory', 'ALARM 19', { runbook: 'https://memory' }),
    ];
    const [part] = partsOf(changes);
    expect(part?.command.opening).toMatchObject({
      group: 'web',
      incidentId: part?.incidentId,
      runbook: 'https://memory',
      config: '0123456789ab',
    });
    expect(part?.command.opening).not.toHaveProperty('escalation');
  });

  it('opens under the policy of a rule where that is another than the service’s', () => {
    const [part] = partsOf([change('memory', 'ALARM 19', { escalation: 'legacy' })]);
    expect(part?.command.opening.escalation).toBe('legacy');
  });

  it('says of a new incident which was the group’s before it: the ladder goes on from there', () => {
    const of = (record?: GroupRecord): string | undefined =>
      partsOf([change('memory', 'ALARM 19')], record)[0]?.command.olderId;
    expect([of(resolvedUntil(19)), of(openRecord), of()]).toEqual(['OWN', undefined, undefined]);
  });

  it('keeps in the register which incident a late alarm has joined, and its last word', () => {
    const entries = new Map([entry('memory', 'INSUFFICIENT_DATA 19.5', { incidentId: 'OLD', version: 4 })]);
    const [part] = partsOf([change('memory', 'ALARM 19')], openRecord, entries);
    expect(part?.register).toMatchObject([
      { state: 'INSUFFICIENT_DATA', at: minute(19.5), incidentId: 'OWN', version: 5 },
    ]);
  });

  it('keeps in the register which incident an alarm has joined, and of an OK which it had', () => {
    const [joined] = partsOf([change('memory', 'ALARM 19')], openRecord);
    expect(joined?.register).toMatchObject([{ alarmKey: 'memory', incidentId: 'OWN' }]);
    const entries = new Map([entry('memory', 'ALARM 1', { incidentId: 'OLD' })]);
    const [recovered] = partsOf([change('memory', 'OK 19')], openRecord, entries);
    expect(recovered?.register).toMatchObject([{ alarmKey: 'memory', state: 'OK', incidentId: 'OLD' }]);
  });

  it('leaves out a runbook whose address a head cannot hold whole: a cut one would lead nowhere', () => {
    const [part] = partsOf([change('memory', 'ALARM 19', { runbook: `https://wiki/${'a'.repeat(1_000)}` })]);
    expect(part?.command.opening.runbook).toBeUndefined();
  });
});
