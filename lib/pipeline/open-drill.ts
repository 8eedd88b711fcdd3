import { incidentIdOf } from '../core/incident/incident-id.ts';
import type { Incident, Opening } from '../core/incident/incident.ts';
import { sha256Hex } from '../core/hash.ts';
import type { Refusal } from '../core/response/refusal.ts';
import { testTargets } from '../core/response/test-targets.ts';
import { onCallAt } from '../core/schedule/on-call.ts';
import type { Instant } from '../core/time.ts';
import { handleOnce, retryingLostRaces } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

export interface AskedDrill {
  /** Names of responders, channels or schedules. @default level 1 of every policy */
  readonly to?: readonly string[] | undefined;
  /** The same key again is the same drill. */
  readonly key: string;
  readonly account: string;
  readonly region: string;
  /** Who signed the request: an ARN of IAM. */
  readonly signedBy?: string | undefined;
}

export type OpenedDrill = { readonly incident: Incident; readonly repeated: boolean } | { readonly refusal: Refusal };

/** The door of a group is for one incident: a group for each key lets each key in once, and no alarm is ever of it. */
const groupOf = (key: string): string => `drill/${sha256Hex(key)}`;

const openingOf = ({ configuration }: Pipeline, { key, account, region }: AskedDrill, at: Instant): Opening => ({
  incidentId: incidentIdOf(at, groupOf(key), key),
  kind: 'drill',
  group: groupOf(key),
  account,
  region,
  service: 'tocsin',
  environment: 'test',
  config: configuration.hash,
  recoverAfterMs: 0,
  cooldownMs: 0,
});

/** The drill of this key, if it was opened. */
const known = async ({ register, store }: Pipeline, key: string): Promise<OpenedDrill | undefined> => {
  const group = groupOf(key);
  const record = (await register.groups([group])).get(group);
  const incident = record && (await store.head(record.incidentId));
  return incident && { incident, repeated: true };
};

/**
 * Opens a drill, once for each key, and hands its test pages over. What is opened and cannot be handed over is handed over
 * by its clock.
 *
 * @throws LostRaceError after ten lost races: nothing was opened.
 */
export const openDrill = async (pipeline: Pipeline, asked: AskedDrill): Promise<OpenedDrill> => {
  const at = pipeline.clock();
  return retryingLostRaces(pipeline, async () => {
    const earlier = await known(pipeline, asked.key);
    if (earlier !== undefined) return earlier;
    const read = testTargets(pipeline.configuration, onCallAt(pipeline.configuration, at), asked.to);
    if ('refusal' in read) return read;
    const opening = openingOf(pipeline, asked, at);
    const { targets } = read;
    const command = { type: 'OpenDrill', at, opening, targets, signedBy: asked.signedBy } as const;
    const { incident } = await handleOnce(pipeline, { incidentId: opening.incidentId, command });
    if (incident === undefined) throw new Error('a drill was not opened');
    return { incident, repeated: false };
  });
};
