import { describe, expect, it } from 'vitest';
import { type GroupPart, groupPartsOf } from '../../../lib/core/group/group-parts.ts';
import type { GroupRecord, RegisterEntry } from '../../../lib/core/group/records.ts';
import type { RoutedChange } from '../../../lib/core/group/routed-change.ts';
import { minute, policy } from '../../support/incident-spec.ts';
import { change, entry, openRecord, resolvedUntil } from './changes-of-a-group.ts';

const NOW = 20;

const partsOf = (
  changes: readonly RoutedChange[],
  record?: GroupRecord,
  entries: ReadonlyMap<string, RegisterEntry> = new Map(),
): readonly GroupPart[] =>
  groupPartsOf(
    { group: 'web', changes },
    { entries, record },
    { at: minute(NOW), config: '0123456789ab', policyOf: (name) => ({ ...policy, name }) },
  );

/** `OWN: memory`: which incident gets what; an id that is not the group's own is NEW. */
const inShort = (parts: readonly GroupPart[]): readonly string[] =>
  parts.map(({ incidentId, command }) => {
    const names = command.changes.map(({ alarmId }) => alarmId).join(' ');
    return `${incidentId === 'OWN' ? 'OWN' : 'NEW'}: ${names}`;
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
    expect(inShort(partsOf(changes, resolvedUntil(19)))).toEqual(['OWN: cpu', 'NEW: memory memory']);
  });

  it('keeps everything together within the cool-down', () => {
    const changes = [recovers, change('latency', 'ALARM 19')];
    expect(inShort(partsOf(changes, resolvedUntil(30)))).toEqual(['OWN: memory latency']);
  });

  it('opens nothing for a stale alarm', () => {
    const parts = partsOf([fires], resolvedUntil(19), new Map([entry('memory', 'OK 19.5')]));
    expect(inShort(parts)).toEqual(['OWN: memory']);
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
      policy: { name: 'primary' },
      config: '0123456789ab',
    });
  });

  it('leaves out a runbook whose address a head cannot hold whole: a cut one would lead nowhere', () => {
    const [part] = partsOf([change('memory', 'ALARM 19', { runbook: `https://wiki/${'a'.repeat(1_000)}` })]);
    expect(part?.command.opening.runbook).toBeUndefined();
  });
});
