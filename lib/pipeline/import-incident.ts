import { eventOf, type SealedEvent } from '../core/incident/chain.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import { evolve } from '../core/incident/evolve.ts';
import type { Incident, Member } from '../core/incident/incident.ts';
import { type AlarmRegister, APPEND_LIMITS, type IncidentStore } from '../ports/incident-store.ts';
import type { StoredDiagnosis } from '../core/incident/stored-diagnosis.ts';
import type { GroupRecord } from '../core/group/records.ts';

type Incidents = IncidentStore & Pick<AlarmRegister, 'groups'>;

/** What is read of where an incident comes from. */
export type ImportSource = Omit<Incidents, 'append'>;

export type Imported = 'imported' | 'already-there';

interface Chunk {
  readonly events: readonly SealedEvent[];
  readonly members: readonly Member[];
  readonly diagnoses: readonly StoredDiagnosis[];
}

const alarmIdsIn = (event: IncidentEvent): readonly string[] => {
  if (event.type === 'AlarmJoined') return [event.alarm.alarmId];
  return event.type === 'AlarmsJoined' ? event.sample.map(({ alarmId }) => alarmId) : [];
};

/** What must be in one append: an event with the alarms that it names first. */
interface Step {
  readonly event: SealedEvent;
  readonly members: readonly Member[];
  /** The one that it tells of. */
  readonly diagnoses: readonly StoredDiagnosis[];
}

const stepsOf = (
  timeline: readonly SealedEvent[],
  members: ReadonlyMap<string, Member>,
  diagnoses: readonly StoredDiagnosis[],
): readonly Step[] => {
  const left = new Map(members);
  return timeline.map((event) => {
    const fact = eventOf(event);
    const joining = alarmIdsIn(fact).flatMap((alarmId) => left.get(alarmId) ?? []);
    for (const { alarmId } of joining) left.delete(alarmId);
    const told = fact.type === 'DiagnosisRecorded' ? diagnoses.filter(({ number }) => number === fact.number) : [];
    return { event, members: joining, diagnoses: told };
  });
};

const fits = ({ events, members, diagnoses }: Chunk, step: Step): boolean =>
  events.length < APPEND_LIMITS.events &&
  events.length + members.length + diagnoses.length + 1 + step.members.length + step.diagnoses.length <=
    APPEND_LIMITS.items;

/** As few appends as their bound allows. */
const chunksOf = (steps: readonly Step[]): readonly Chunk[] => {
  const chunks: { events: SealedEvent[]; members: Member[]; diagnoses: StoredDiagnosis[] }[] = [];
  for (const step of steps) {
    const last = chunks.at(-1);
    if (last === undefined || !fits(last, step))
      chunks.push({ events: [step.event], members: [...step.members], diagnoses: [...step.diagnoses] });
    else {
      last.events.push(step.event);
      last.members.push(...step.members);
      last.diagnoses.push(...step.diagnoses);
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
  from: ImportSource,
  to: Incidents,
  { group, incidentId }: Incident,
): Promise<GroupRecord | undefined> => {
  const record = (await from.groups([group])).get(group);
  if (record?.incidentId !== incidentId) return undefined;
  const version = (await to.groups([group])).get(group)?.version ?? 0;
  return { ...record, version: version + 1 };
};

const membersIn = async (
  from: ImportSource,
  incidentId: string,
  timeline: readonly SealedEvent[],
): Promise<ReadonlyMap<string, Member>> => {
  const ids = [...new Set(timeline.flatMap((sealed) => alarmIdsIn(eventOf(sealed))))];
  return new Map((await from.members(incidentId, ids)).map((member) => [member.alarmId, member]));
};

/** An import that was cut short goes on where it ended; whatever else is there stays as it is. */
const isBegun = ({ version, tip }: Incident, timeline: readonly SealedEvent[]): boolean =>
  version < timeline.length && timeline[version - 1]?.hash === tip;

const copyChunks = async (
  to: Incidents,
  begun: Incident | undefined,
  chunks: readonly (Chunk & { group?: GroupRecord | undefined })[],
): Promise<void> => {
  let head = begun;
  for (const { events, members, diagnoses, group } of chunks) {
    head = headAfter(head, events);
    if (head === undefined) return;
    await to.append({
      incident: { head, events, members, diagnoses },
      ...(group === undefined ? {} : { group }),
      register: [],
      dedups: [],
    });
  }
};

/**
 * Copies an incident as it is, hashes included, with the alarms its events name (those past the 200th are only counted
 * there). One whose id is there stays as it is. No clock is set for it: nothing ticks where it goes.
 *
 * @throws LostRaceError another writer imports or changes it at this moment: run it again.
 */
export const importIncident = async (from: ImportSource, to: Incidents, incidentId: string): Promise<Imported> => {
  const timeline = await from.timeline(incidentId);
  const source = await from.head(incidentId);
  const there = await to.head(incidentId);
  if (source === undefined || (there !== undefined && !isBegun(there, timeline))) return 'already-there';
  const diagnoses = await from.diagnoses(incidentId, 'all');
  const steps = stepsOf(timeline, await membersIn(from, incidentId, timeline), diagnoses);
  const group = await groupWrite(from, to, source);
  const chunks = chunksOf(steps.slice(there?.version ?? 0));
  await copyChunks(
    to,
    there,
    chunks.map((chunk, index) => (index === chunks.length - 1 ? { ...chunk, group } : chunk)),
  );
  return 'imported';
};
