import type { IncidentCommand } from '../core/incident/commands.ts';
import { sha256Hex } from '../core/hash.ts';
import type { Rejection } from '../core/incident/rejection.ts';
import type { Incident } from '../core/incident/incident.ts';
import { type Handled, handleCommand } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

export type Action =
  | { readonly type: 'acknowledge' }
  | { readonly type: 'escalate' }
  | { readonly type: 'resolve' }
  | { readonly type: 'reopen' }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'snooze'; readonly forMs: number }
  | { readonly type: 'reassign'; readonly to: string };

/** What a responder does about one incident. */
export interface Response {
  readonly incidentId: string;
  /** A configured responder, paged or not. */
  readonly by: string;
  readonly action: Action;
  /** The same key twice is the same response, carried out once. */
  readonly key?: string;
}

export type Responded =
  | { readonly outcome: 'done'; readonly incident: Incident; readonly repeated: boolean }
  | {
      readonly outcome: 'refused';
      readonly rejection: Rejection | UnknownResponder;
      readonly incident: Incident | undefined;
    };

export interface UnknownResponder {
  readonly reason: 'unknown-responder';
  readonly responder: string;
  readonly known: readonly string[];
}

const COMMANDS: { readonly [T in Action['type']]: (action: Extract<Action, { type: T }>) => object } = {
  acknowledge: () => ({ type: 'Acknowledge' }),
  escalate: () => ({ type: 'Escalate' }),
  resolve: () => ({ type: 'Resolve' }),
  reopen: () => ({ type: 'Reopen' }),
  note: ({ text }) => ({ type: 'AddNote', text }),
  snooze: ({ forMs }) => ({ type: 'Snooze', forMs }),
  reassign: ({ to }) => ({ type: 'Reassign', to }),
};

const commandFor = ({ action, by }: Response, at: string): IncidentCommand => {
  const make = COMMANDS[action.type] as (action: Action) => object;
  return { ...make(action), at, by } as IncidentCommand;
};

const unknownResponder = ({ configuration }: Pipeline, { by, action }: Response): UnknownResponder | undefined => {
  const known = Object.keys(configuration.responders);
  const named = action.type === 'reassign' ? [by, action.to] : [by];
  const responder = named.find((name) => !known.includes(name));
  return responder === undefined ? undefined : { reason: 'unknown-responder', responder, known };
};

const dedupKeyOf = ({ incidentId, by, action, key }: Response): string | undefined =>
  key === undefined ? undefined : `response:${sha256Hex(JSON.stringify([incidentId, by, action.type, key]))}`;

/** The incident, if the response with this key was carried out. */
const carriedOut = async (
  { register, store }: Pipeline,
  { incidentId }: Response,
  dedupKey: string | undefined,
): Promise<Incident | undefined> => {
  if (dedupKey === undefined || !(await register.seen([dedupKey])).has(dedupKey)) return undefined;
  return store.head(incidentId);
};

const respondedBy = (handled: Handled): Responded => {
  const { incident } = handled;
  if (handled.outcome === 'rejected') return { outcome: 'refused', rejection: handled.rejection, incident };
  if (incident === undefined) return { outcome: 'refused', rejection: { reason: 'incident-absent' }, incident };
  return { outcome: 'done', incident, repeated: false };
};

/**
 * Carries out what a responder does. A response that was carried out already, by its key, is answered with the incident
 * as it is now; one that is recorded and could not be handed over is done: the reconciler hands it over.
 *
 * @throws LostRaceError after ten lost races: nothing was recorded.
 */
export const respond = async (pipeline: Pipeline, response: Response): Promise<Responded> => {
  const { incidentId } = response;
  const rejection = unknownResponder(pipeline, response);
  if (rejection !== undefined)
    return { outcome: 'refused', rejection, incident: await pipeline.store.head(incidentId) };
  const dedupKey = dedupKeyOf(response);
  const earlier = await carriedOut(pipeline, response, dedupKey);
  if (earlier !== undefined) return { outcome: 'done', incident: earlier, repeated: true };
  const dedups = dedupKey === undefined ? [] : [{ key: dedupKey, incidentId }];
  try {
    return respondedBy(
      await handleCommand(pipeline, { incidentId, command: commandFor(response, pipeline.clock()), dedups }),
    );
  } catch (error) {
    const recorded = await carriedOut(pipeline, response, dedupKey);
    if (recorded === undefined) throw error;
    return { outcome: 'done', incident: recorded, repeated: false };
  }
};
