import type { TagsFound } from '../core/alarm/change.ts';
import type { RegisterEntry } from '../core/group/records.ts';
import type { Instant } from '../core/time.ts';

/** What alarms are tagged with, where their events do not say. */
export interface AlarmTags {
  /** By ARN, of every one that was asked for. Never rejects, and ends within what its host allows. */
  of(alarmArns: readonly string[]): Promise<ReadonlyMap<string, TagsFound>>;
}

/** Nominates alarms: it may be behind, their register entry decides. */
export interface TagsDue {
  /** Entries whose `tagsDueAt` is before this instant, oldest first. */
  tagsDue(before: Instant, limit: number): Promise<readonly RegisterEntry[]>;
}
