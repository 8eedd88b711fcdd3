import { beforeEach, expect, it } from 'vitest';
import type { RegisterEntry } from '../../lib/core/group/records.ts';
import type { Instant } from '../../lib/core/time.ts';
import type { TagsDue } from '../../lib/ports/alarm-tags.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';

const at = (minutes: string): Instant => `2026-03-01T03:${minutes}:00.000Z`;

const entry = (name: string, tagsDueAt: Instant | undefined, version = 1): RegisterEntry => ({
  alarmKey: JSON.stringify([`arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`]),
  alarmName: name,
  state: 'OK',
  at: at('00'),
  group: name,
  version,
  ...(tagsDueAt === undefined ? {} : { tagsDueAt }),
});

/** What every place that nominates alarms for a look-up of their tags does. */
export const tagsDueContract = (
  opened: () => Promise<{ readonly store: Pick<IncidentStore, 'append'>; readonly due: TagsDue }>,
): void => {
  let world: Awaited<ReturnType<typeof opened>>;

  beforeEach(async () => {
    world = await opened();
  });

  const put = (...register: readonly RegisterEntry[]): Promise<void> => world.store.append({ register, dedups: [] });
  const dueNames = async (before: Instant, limit = 10): Promise<readonly string[]> =>
    (await world.due.tagsDue(before, limit)).map(({ alarmName }) => alarmName);

  it('gives what is due, the longest first, and as many as are asked for', async () => {
    await put(entry('late', at('10')), entry('later', at('20')), entry('early', at('05')), entry('never', undefined));
    expect(await dueNames(at('15'))).toEqual(['early', 'late']);
    expect(await dueNames(at('59'), 2)).toEqual(['early', 'late']);
    expect(await dueNames(at('05'))).toEqual([]);
  });

  it('gives an entry as it was put, with what was found', async () => {
    const found = { ...entry('disk', at('10')), tags: { team: 'web', '': '' } };
    await put(found);
    expect(await world.due.tagsDue(at('59'), 10)).toEqual([found]);
  });

  it('forgets what is due no more', async () => {
    await put(entry('disk', at('10')));
    await put(entry('disk', undefined, 2));
    expect(await dueNames(at('59'))).toEqual([]);
  });
};
