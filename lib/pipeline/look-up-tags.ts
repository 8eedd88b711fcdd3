import type { TagsFound } from '../core/alarm/change.ts';
import type { RegisterEntry } from '../core/group/records.ts';
import { tagsKept } from '../core/group/tags-of-register.ts';
import type { AlarmTags, TagsDue } from '../ports/alarm-tags.ts';
import type { Pause } from '../ports/clock.ts';
import { LostRaceError } from '../ports/incident-store.ts';
import type { Pipeline } from './pipeline.ts';

/** Alarms whose tags one run looks up. */
const MOST_LOOKED_UP = 20;
/** Between two of them: half of what CloudWatch gives an account in a second, so that no page finds it used up. */
const LOOKED_UP_APART_MS = 200;

export interface LookingUp extends Pick<Pipeline, 'store' | 'register' | 'clock'> {
  readonly tags: AlarmTags;
  readonly due: TagsDue;
  readonly pause: Pause;
}

const arnOf = ({ alarmKey }: RegisterEntry): string => String((JSON.parse(alarmKey) as readonly unknown[])[0]);

/** Over what the index nominated stands what the register says now; whoever takes in an alarm meanwhile wins. */
const keep = async ({ store, register, clock }: LookingUp, alarmKey: string, found: TagsFound): Promise<void> => {
  const entry = (await register.entries([alarmKey])).get(alarmKey);
  if (entry?.tagsDueAt === undefined) return;
  const { tags: _tags, tagsDueAt: _due, ...rest } = entry;
  try {
    const kept = { ...rest, ...tagsKept(found, entry, clock()), version: entry.version + 1 };
    await store.append({ register: [kept], dedups: [] });
  } catch (error) {
    if (!(error instanceof LostRaceError)) throw error;
  }
};

/** Whoever is asked next would be, too. */
const isRefused = (found: TagsFound): boolean =>
  'why' in found && (found.why === 'throttled' || found.why === 'unanswered');

/**
 * Looks up what known alarms are tagged with, where their events do not say, so that their next change is routed by it:
 * one after another, the longest due first, until CloudWatch refuses or does not answer. An incident that is open keeps
 * its alarms, whatever is found.
 *
 * @returns how many were looked up
 */
export const lookUpTags = async (
  looking: LookingUp,
  hasTime: () => boolean = () => true,
): Promise<{ readonly lookedUp: number }> => {
  const due = await looking.due.tagsDue(looking.clock(), MOST_LOOKED_UP);
  const arns = Map.groupBy(due, arnOf);
  let lookedUp = 0;
  for (const [arn, entries] of arns) {
    if (!hasTime()) break;
    const found = (await looking.tags.of([arn])).get(arn) ?? { why: 'unanswered' };
    for (const { alarmKey } of entries) await keep(looking, alarmKey, found);
    if (isRefused(found)) break;
    lookedUp += 1;
    await looking.pause(LOOKED_UP_APART_MS);
  }
  return { lookedUp };
};
