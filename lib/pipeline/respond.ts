import { sha256Hex } from '../core/hash.ts';
import type { Rejection } from '../core/incident/rejection.ts';
import type { Incident } from '../core/incident/incident.ts';
import { type UnknownResponder, unknownResponder } from '../core/response/refusal.ts';
import type { AskedResponse } from '../ports/carry-out.ts';
import { type Handled, handleCommand } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

export interface GivenResponse extends AskedResponse {
  /** Who signed the request: an ARN of IAM. */
  readonly signedBy?: string | undefined;
}

export type Responded =
  | { readonly outcome: 'done'; readonly incident: Incident; readonly repeated: boolean }
  | {
      readonly outcome: 'refused';
      readonly rejection: Rejection | UnknownResponder;
      readonly incident: Incident | undefined;
    };

const dedupKeyOf = ({ incidentId, by, response, key }: GivenResponse): string | undefined =>
  key === undefined ? undefined : `response:${sha256Hex(JSON.stringify([incidentId, by, response.type, key]))}`;

/** The incident, if the response with this key was carried out. */
const carriedOut = async (
  { register, store }: Pipeline,
  { incidentId }: GivenResponse,
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
export const respond = async (pipeline: Pipeline, given: GivenResponse): Promise<Responded> => {
  const { incidentId, by, response, note, expect, signedBy } = given;
  const rejection = unknownResponder(pipeline.configuration, by, response);
  if (rejection !== undefined)
    return { outcome: 'refused', rejection, incident: await pipeline.store.head(incidentId) };
  const dedupKey = dedupKeyOf(given);
  const earlier = await carriedOut(pipeline, given, dedupKey);
  if (earlier !== undefined) return { outcome: 'done', incident: earlier, repeated: true };
  const dedups = dedupKey === undefined ? [] : [{ key: dedupKey, incidentId }];
  const command = { type: 'Respond', at: pipeline.clock(), by, response, note, expect, signedBy } as const;
  try {
    return respondedBy(await handleCommand(pipeline, { incidentId, command, dedups }));
  } catch (error) {
    const recorded = await carriedOut(pipeline, given, dedupKey);
    if (recorded === undefined) throw error;
    return { outcome: 'done', incident: recorded, repeated: false };
  }
};
