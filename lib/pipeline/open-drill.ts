import { incidentIdOf } from '../core/incident/incident-id.ts';
import { type Incident, isOpen, type Opening } from '../core/incident/incident.ts';
import { sha256Hex } from '../core/hash.ts';
import { givenUpAt } from '../core/escalation/wake.ts';
import type { Refusal } from '../core/response/refusal.ts';
import { testTargets } from '../core/response/test-targets.ts';
import { onCallAt } from '../core/schedule/on-call.ts';
import type { Instant } from '../core/time.ts';
import { tickIncident } from './clock.ts';
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

export type OpenedDrill =
  | { readonly incident: Incident; readonly repeated: boolean }
  | { readonly refusal: Refusal }
  /** One that is not over. */
  | { readonly underWay: Incident };

/**
 * The door of a group is for one open incident, so that all drills are one at a time: whoever asks for a thousand of them
 * fills neither the queue nor the clock that real pages need. No alarm is of this group.
 */
const GROUP = 'drill';

const dedupKeyOf = (key: string): string => `drill:${sha256Hex(key)}`;

const openingOf = ({ configuration }: Pipeline, { key, account, region }: AskedDrill, at: Instant): Opening => ({
  incidentId: incidentIdOf(at, GROUP, key),
  kind: 'drill',
  group: GROUP,
  account,
  region,
  service: 'tocsin',
  environment: 'test',
  config: configuration.hash,
  recoverAfterMs: 0,
  cooldownMs: 0,
});

/** The drill of this key, if it was opened. */
const known = async ({ register, store }: Pipeline, dedupKey: string): Promise<Incident | undefined> => {
  const { incidentId } = (await register.seen([dedupKey])).get(dedupKey) ?? {};
  return incidentId === undefined ? undefined : store.head(incidentId);
};

/** The drill that is not over; one whose clock did not end it in its time is ended first. */
const drillUnderWay = async (pipeline: Pipeline, at: Instant): Promise<Incident | undefined> => {
  const { register, store } = pipeline;
  const record = (await register.groups([GROUP])).get(GROUP);
  if (record?.status !== 'open') return undefined;
  const head = await store.head(record.incidentId);
  if (head?.requested.some((one) => at < givenUpAt(one)) === true) return head;
  const { incident } = await tickIncident(pipeline, record.incidentId);
  return incident !== undefined && isOpen(incident) ? incident : undefined;
};

const openOnce = async (pipeline: Pipeline, asked: AskedDrill, at: Instant): Promise<OpenedDrill> => {
  const dedupKey = dedupKeyOf(asked.key);
  const earlier = await known(pipeline, dedupKey);
  if (earlier !== undefined) return { incident: earlier, repeated: true };
  const read = testTargets(pipeline.configuration, onCallAt(pipeline.configuration, at), asked.to);
  if ('refusal' in read) return read;
  const underWay = await drillUnderWay(pipeline, at);
  if (underWay !== undefined) return { underWay };
  const opening = openingOf(pipeline, asked, at);
  const { incidentId } = opening;
  const command = { type: 'OpenDrill', at, opening, targets: read.targets, signedBy: asked.signedBy } as const;
  const { incident } = await handleOnce(pipeline, { incidentId, command, dedups: [{ key: dedupKey, incidentId }] });
  if (incident === undefined) throw new Error('a drill was not opened');
  return { incident, repeated: false };
};

/**
 * Opens a drill, once for each key, while no other is under way, and hands its test pages over. What is opened and cannot
 * be handed over is handed over by its clock.
 *
 * @throws LostRaceError after ten lost races: nothing was opened.
 */
export const openDrill = (pipeline: Pipeline, asked: AskedDrill): Promise<OpenedDrill> => {
  const at = pipeline.clock();
  return retryingLostRaces(pipeline, () => openOnce(pipeline, asked, at));
};
