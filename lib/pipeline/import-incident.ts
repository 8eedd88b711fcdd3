import { eventOf, type SealedEvent } from '../core/incident/chain.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import { evolve } from '../core/incident/evolve.ts';
import type { Incident, Member } from '../core/incident/incident.ts';
import { type AlarmRegister, APPEND_LIMITS, type GroupRecord, type IncidentStore } from '../ports/incident-store.ts';

type Incidents = IncidentStore & Pick<AlarmRegister, 'groups'>;

export type Imported = 'imported' | 'already-there';

interface Chunk {
  readonly events: readonly SealedEvent[];
  readonly members: readonly Member[];
}

const alarmIdsIn = (event: IncidentEvent): readonly string[] => {
  if (event.type === 'AlarmJoined') return [event.alarm.alarmId];
  return event.type === 'AlarmsJoined' ? event.sample.map(({ alarmId }) => alarmId) : [];
};

/** Each alarm goes with the event that names it first, so that no append is larger than it may be. */
const chunksOf = (timeline: readonly SealedEvent[], members: ReadonlyMap<string, Member>): readonly Chunk[] => {
  const chunks: { events: SealedEvent[]; members: Member[] }[] = [];
  const left = new Map(members);
  for (const sealed of timeline) {
    const joining = alarmIdsIn(eventOf(sealed)).flatMap((alarmId) => left.get(alarmId) ?? []);
    for (const { alarmId } of joining) left.delete(alarmId);
    const last = chunks.at(-1);
    const items = (last?.events.length ?? 0) + (last?.members.length ?? 0) + joining.length + 1;
    if (last === undefined || last.events.length >= APPEND_LIMITS.events || items > APPEND_LIMITS.items) {
      chunks.push({ events: [sealed], members: joining });
    } else {
      last.events.push(sealed);
      last.members.push(...joining);
    }
  }
  return chunks;
};

const headAfter = (before: Incident | undefined, events: readonly SealedEvent[]): Incident | undefined => {
  const folded = events.map(eventOf).reduce<Incident | undefined>(evolve, before);
  return folded && { ...folded, tip: events.at(-1)?.hash ?? folded.tip };
};

/** The group's record, where the group's newest incident is this one. */
const groupWrite = async (
  from: Incidents,
  to: Incidents,
  { group, incidentId }: Incident,
): Promise<GroupRecord | undefined> => {
  const record = (await from.groups([group])).get(group);
  if (record?.incidentId !== incidentId) return undefined;
  const version = (await to.groups([group])).get(group)?.version ?? 0;
  return { ...record, version: version + 1 };
};

const membersIn = async (
  from: Incidents,
  incidentId: string,
  timeline: readonly SealedEvent[],
): Promise<ReadonlyMap<string, Member>> => {
  const ids = [...new Set(timeline.flatMap((sealed) => alarmIdsIn(eventOf(sealed))))];
  return new Map((await from.members(incidentId, ids)).map((member) => [member.alarmId, member]));
};

/** An import that was cut short goes on where it ended; whatever else is there stays as it is. */
const isBegun = ({ version, tip }: Incident, timeline: readonly SealedEvent[]): boolean =>
  version < timeline.length && timeline[version - 1]?.hash === tip;

/**
 * Copies an incident as it is, hashes included, with the alarms its events name (those past the 200th are only counted
 * there). One whose id is there stays as it is.
 *
 * @throws LostRaceError another writer imports or changes it at this moment: run it again.
 */
export const importIncident = async (from: Incidents, to: Incidents, incidentId: string): Promise<Imported> => {
  const timeline = await from.timeline(incidentId);
  const source = await from.head(incidentId);
  let head = await to.head(incidentId);
  if (source === undefined || (head !== undefined && !isBegun(head, timeline))) return 'already-there';
  const chunks = chunksOf(timeline.slice(head?.version ?? 0), await membersIn(from, incidentId, timeline));
  for (const [index, { events, members }] of chunks.entries()) {
    head = headAfter(head, events);
    if (head === undefined) break;
    const group = index === chunks.length - 1 ? await groupWrite(from, to, source) : undefined;
    await to.append({
      incident: { head, events, members },
      ...(group === undefined ? {} : { group }),
      register: [],
      dedups: [],
    });
  }
  return 'imported';
};
