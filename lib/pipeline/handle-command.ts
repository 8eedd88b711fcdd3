import { isDrill } from '../core/incident/drill.ts';
import { policyOf } from '../core/escalation/policy.ts';
import { isLeftAlone, nextTickMs, wakeAt } from '../core/escalation/wake.ts';
import type { Lookups, IncidentCommand } from '../core/incident/commands.ts';
import { seal, type SealedEvent } from '../core/incident/chain.ts';
import { decide } from '../core/rules/decide.ts';
import type { Rejection } from '../core/incident/rejection.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import { type Incident, isOpen, type Requested } from '../core/incident/incident.ts';
import type { Instant } from '../core/time.ts';
import type { StoredDiagnosis } from '../core/incident/stored-diagnosis.ts';
import { LostRaceError } from '../ports/incident-store.ts';
import {
  type DedupRecord,
  type GroupRecord,
  type RegisterEntry,
  groupRecordAfter,
  otherOpen,
} from '../core/group/records.ts';
import { LONGEST_DELAY_MS } from '../ports/queues.ts';
import { lookUp } from './lookups.ts';
import type { Pipeline } from './pipeline.ts';

/** One command for one incident, with what is to be written in the same append. */
export interface Handling extends Written {
  readonly incidentId: string;
  readonly command: IncidentCommand;
}

interface Written {
  /** Whole diagnoses, by their hash: each is stored with the fact that tells of it. */
  readonly bodies?: ReadonlyMap<string, string>;
  readonly register?: readonly RegisterEntry[];
  readonly dedups?: readonly DedupRecord[];
}

export type Handled =
  | { readonly outcome: 'accepted'; readonly incident: Incident | undefined; readonly events: readonly IncidentEvent[] }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection; readonly incident: Incident | undefined };

const TRIES = 10;
const LONGEST_JITTER_MS = 250;

/** Ticks that may follow at once on a decision that left something due: levels without anybody to reach, a long backlog. */
const TICKS_AT_ONCE = 20;

/** Runs it again, after a random pause, when another writer was first. */
export const retryingLostRaces = async <T>({ jitter }: Pipeline, attempt: () => Promise<T>): Promise<T> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LostRaceError) || tried >= TRIES) throw error;
      await jitter(Math.min(LONGEST_JITTER_MS, 2 ** tried));
    }
  }
};

/** The group's record to be written with this incident, when it opened, reopened or was resolved. */
const groupWrite = async (
  { register }: Pipeline,
  incident: Incident,
  before: Incident | undefined,
): Promise<GroupRecord | undefined> => {
  if (before !== undefined && isOpen(before) === isOpen(incident)) return undefined;
  const known = (await register.groups([incident.group])).get(incident.group);
  const other = isOpen(incident) ? otherOpen(known, incident.incidentId) : undefined;
  if (other !== undefined) throw new LostRaceError(`group ${incident.group} holds the open incident ${other}`);
  return groupRecordAfter(incident, known);
};

const handOver = async ({ pages }: Pipeline, incident: Incident, requested: readonly Requested[]): Promise<void> => {
  if (requested.length === 0) return;
  const { incidentId } = incident;
  const isTest = isDrill(incident) ? ({ isTest: true } as const) : {};
  await pages.send(requested.map(({ pageId, target }) => ({ incidentId, pageId, target, ...isTest })));
};

/** When an incident is next to be looked at, by today's configuration. */
export const wakeOf = ({ configuration }: Pipeline, incident: Incident | undefined): Instant | undefined =>
  incident && wakeAt(incident, policyOf(configuration, incident));

/** Sends the clock a message for when this incident is next to be looked at. */
export const wakeLater = async (pipeline: Pipeline, incident: Incident): Promise<void> => {
  const { ticks, clock, configuration } = pipeline;
  const wake = wakeOf(pipeline, incident);
  const delay = nextTickMs(incident, policyOf(configuration, incident), clock());
  if (wake === undefined || delay === undefined) return;
  await ticks.send({ v: 1, incidentId: incident.incidentId, wakeAt: wake }, Math.min(delay, LONGEST_DELAY_MS));
};

const newlyRequested = (events: readonly IncidentEvent[], incident: Incident): readonly Requested[] => {
  const ids = new Set(events.map((event) => (event.type === 'PageRequested' ? event.pageId : undefined)));
  return incident.requested.filter(({ pageId }) => ids.has(pageId));
};

const stillUnsent = ({ clock }: Pipeline, { requested }: Incident): readonly Requested[] => {
  const now = clock();
  return requested.filter((one) => !isLeftAlone(one, now));
};

/** The reconciler stands in for a clock that could not be set: no page waits for that. */
const setClock = async (pipeline: Pipeline, incident: Incident): Promise<void> => {
  try {
    await wakeLater(pipeline, incident);
  } catch (error) {
    pipeline.report?.('the clock could not be told when to wake; the reconciler will', error);
  }
};

/** Unanswered, it is asked again: nothing waits for this. */
const ask = async ({ diagnoses, report }: Pipeline, { incidentId }: Incident): Promise<void> => {
  try {
    await diagnoses?.send({ v: 1, incidentId });
  } catch (error) {
    report?.('a diagnosis could not be asked for; it is asked for again', error);
  }
};

/**
 * After an append, and for a tick also without one: what is requested goes to the pages queue, a moved `wakeAt` to the
 * clock, which hands over again what now fails.
 */
const follow = async (pipeline: Pipeline, handled: Handled & { outcome: 'accepted' }, step: Step): Promise<void> => {
  const { incident, events } = handled;
  if (incident === undefined) return;
  const isTick = step.command.type === 'Tick';
  const hasMoved = events.length > 0 && wakeOf(pipeline, incident) !== wakeOf(pipeline, step.before);
  const clockSet = hasMoved ? setClock(pipeline, incident) : undefined;
  try {
    await handOver(pipeline, incident, isTick ? stillUnsent(pipeline, incident) : newlyRequested(events, incident));
  } finally {
    await clockSet;
  }
  if (events.some(({ type }) => type === 'DiagnosisAsked')) await ask(pipeline, incident);
};

interface Step {
  readonly command: IncidentCommand;
  readonly before: Incident | undefined;
}

const NOTHING_YET = { version: 0, tip: '' };

const tipOf = (sealed: readonly SealedEvent[]): string => sealed.at(-1)?.hash ?? '';

const NO_BODIES: ReadonlyMap<string, string> = new Map();

const diagnosesIn = (
  events: readonly IncidentEvent[],
  bodies: ReadonlyMap<string, string>,
): readonly StoredDiagnosis[] =>
  events.flatMap((event) => {
    const body = event.type === 'DiagnosisRecorded' ? bodies.get(event.hash) : undefined;
    return event.type === 'DiagnosisRecorded' && body !== undefined ? [{ number: event.number, body }] : [];
  });

const append = async (
  pipeline: Pipeline,
  { register = [], dedups = [], bodies = NO_BODIES }: Handling,
  decided: { readonly before: Incident | undefined } & Extract<ReturnType<typeof decide>, { outcome: 'accepted' }>,
): Promise<Incident | undefined> => {
  const { before, events, incident, members } = decided;
  if (incident === undefined || events.length === 0) {
    if (register.length + dedups.length > 0) await pipeline.store.append({ register, dedups });
    return before;
  }
  const sealed = seal(events, before ?? NOTHING_YET, pipeline.sha256);
  const head = { ...incident, tip: tipOf(sealed) };
  const group = await groupWrite(pipeline, head, before);
  await pipeline.store.append({
    incident: { head, events: sealed, members, diagnoses: diagnosesIn(events, bodies), wakeAt: wakeOf(pipeline, head) },
    group,
    register,
    dedups,
  });
  return head;
};

/**
 * Reads, decides, appends once, then hands over.
 *
 * @throws LostRaceError another writer was first: nothing was written.
 */
export const handleOnce = async (pipeline: Pipeline, handling: Handling): Promise<Handled> => {
  const { incidentId, command } = handling;
  const before = await pipeline.store.head(incidentId);
  const lookups: Lookups = await lookUp(pipeline, { incidentId, command, incident: before });
  const decision = decide(command, before, lookups);
  if (decision.outcome === 'rejected') return { ...decision, incident: before };
  const incident = await append(pipeline, handling, { ...decision, before });
  const handled = { outcome: 'accepted', incident, events: decision.events } as const;
  await follow(pipeline, handled, { command, before });
  return handled;
};

/** True when that decision itself made something due at once, such as the level after one that reached nobody. */
const isDueAtOnce = (wake: Instant | undefined, decidedAt: Instant, now: Instant): boolean =>
  wake !== undefined && wake >= decidedAt && wake <= now;

const tickWhileDue = async (pipeline: Pipeline, first: Handled, firstAt: Instant): Promise<Handled> => {
  let handled = first;
  let decidedAt = firstAt;
  for (let ticks = 0; ticks < TICKS_AT_ONCE && handled.outcome === 'accepted'; ticks += 1) {
    const { incident, events } = handled;
    const at = pipeline.clock();
    if (incident === undefined || !isDueAtOnce(wakeOf(pipeline, incident), decidedAt, at)) break;
    const handling = { incidentId: incident.incidentId, command: { type: 'Tick', at } } as const;
    const next = await retryingLostRaces(pipeline, () => handleOnce(pipeline, handling));
    if (next.outcome === 'rejected' || next.events.length === 0) break;
    handled = { ...next, events: [...events, ...next.events] };
    decidedAt = at;
  }
  return handled;
};

/**
 * Applies one command to one incident, deciding again when another writer was first.
 *
 * @throws LostRaceError after ten lost races: whoever delivered the command delivers it again.
 */
export const handleCommand = async (pipeline: Pipeline, handling: Handling): Promise<Handled> =>
  tickWhileDue(pipeline, await retryingLostRaces(pipeline, () => handleOnce(pipeline, handling)), handling.command.at);
