import type { AlarmChange, TagsFound } from '../alarm/change.ts';
import type { WhyUntagged } from '../alarm/definition.ts';
import { DAY, type Instant, later, MINUTE } from '../time.ts';
import type { RegisterEntry } from './records.ts';
import type { RoutedChange } from './routed-change.ts';

/** What was found is looked up again after so long. */
const TAGS_AGAIN_MS = DAY;
/** What was throttled, or not answered, is looked up by the schedule after so long. */
const TAGS_SOON_MS = 5 * MINUTE;

const LATER_ON: Readonly<Record<WhyUntagged, number | undefined>> = {
  throttled: TAGS_SOON_MS,
  unanswered: TAGS_SOON_MS,
  denied: TAGS_AGAIN_MS,
  // Deleted, or of another account or Region: nobody here will ever know.
  'unknown-alarm': undefined,
};

type Tags = Pick<RegisterEntry, 'tags' | 'tagsDueAt'>;

/** What the register keeps of a look-up at this instant: what was known stays where nothing was found. */
export const tagsKept = (found: TagsFound, { tags }: Tags, at: Instant): Tags => {
  if ('tags' in found) return { tags: found.tags, tagsDueAt: later(at, TAGS_AGAIN_MS) };
  const after = LATER_ON[found.why];
  return { tags, ...(after === undefined ? {} : { tagsDueAt: later(at, after) }) };
};

/** The register's tags after a change: an event that says them makes looking up needless. */
export const tagsAfter = ({ lookedUp, change }: RoutedChange, entry: RegisterEntry | undefined): Tags => {
  const { tags, tagsDueAt } = entry ?? {};
  if (lookedUp !== undefined) return tagsKept(lookedUp, { tags }, change.at);
  if (change.untold !== true || change.kind === 'deleted') return {};
  return { ...(tags === undefined ? {} : { tags }), ...(tagsDueAt === undefined ? {} : { tagsDueAt }) };
};

/**
 * Whether what an alarm is tagged with has to be asked for before it is routed: its event does not say, the register
 * does not know, and it is not counted by an incident that it stays with anyway.
 */
export const lacksTags = ({ kind, state, untold }: AlarmChange, entry: RegisterEntry | undefined): boolean => {
  if (untold !== true || kind === 'deleted' || entry?.tags !== undefined) return false;
  return entry === undefined || (state !== 'OK' && (entry.state !== 'ALARM' || entry.incidentId === undefined));
};
