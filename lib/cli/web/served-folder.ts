import type { Configuration } from '../../core/configuration.ts';
import { type LocalClock, localClock } from '../../core/report/local-clock.ts';
import { homeTimeZone, type Voice, voiceOf } from '../../core/report/voice.ts';
import { spokenTime } from '../../core/page/spoken-time.ts';
import type { Instant } from '../../core/time.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { pipelineOf } from '../../pipeline/pipeline-of.ts';
import type { AlarmRegister, IncidentIndex, IncidentStore } from '../../ports/incident-store.ts';
import { jitter } from '../../runtime/clock.ts';
import type { Reader } from '../../screens/incident-view.ts';
import { webSite } from '../../screens/web/web-site.ts';
import { bareConfiguration } from '../files/bare-configuration.ts';
import { folderNamed, openLocal } from '../files/local-incidents.ts';
import { usualConfiguration } from '../files/usual-configuration.ts';
import type { Shell } from '../terminal/shell.ts';

/** Incidents, and which files of theirs cannot be read. */
export type ServedIncidents = IncidentStore &
  AlarmRegister &
  IncidentIndex & { readonly unreadable: () => Promise<readonly string[]> };

/** What is served, and how to speak of it. */
export interface ServedFolder {
  readonly incidents: ServedIncidents;
  readonly folder: string;
  /** As a command has to name it. */
  readonly option: string;
  readonly configuration: Configuration | undefined;
  readonly clock: LocalClock;
  readonly voice: Voice;
  readonly now: () => Instant;
  /** Who said before the server started who they are; empty: nobody. */
  readonly responder: string;
}

/** @throws UsageError the folder, or the configuration, cannot be used. */
export const openServed = async (
  shell: Shell,
  { local, config }: { readonly local: string | true; readonly config?: string | undefined },
): Promise<ServedFolder> => {
  const configuration = await usualConfiguration(config, shell);
  const folder = folderNamed(local);
  const clock = localClock(configuration === undefined ? shell.timeZone : homeTimeZone(configuration));
  return {
    incidents: await openLocal(folder, { create: false }),
    folder,
    option: local === true ? '--local' : `--local=${folder}`,
    configuration,
    clock,
    voice: voiceOf(configuration ?? { responders: {}, channels: {} }, clock),
    now: shell.now,
    responder: shell.env['TOCSIN_RESPONDER'] ?? '',
  };
};

/** Whoever sits at this machine: nobody is known to, and times are those of the team. */
export const readerAt = ({ configuration, clock, voice, now, folder }: ServedFolder): Reader => {
  const at = now();
  const { timeZone } = clock;
  return {
    site: webSite(folder),
    configuration: configuration ?? bareConfiguration([], timeZone),
    now: at,
    responder: undefined,
    timeZone,
    voice,
    time: (instant) => spokenTime(instant, timeZone, at),
  };
};

const nothing = (): Promise<void> => Promise.resolve();

/** The pipeline on the folder: what it requests stays requested, and nothing ticks. */
export const pipelineOn = (
  { incidents, configuration, clock, now }: ServedFolder,
  people: readonly string[],
): Pipeline =>
  pipelineOf({
    incidents,
    pages: { send: nothing },
    ticks: { send: nothing },
    clock: now,
    jitter,
    configuration: configuration ?? bareConfiguration(people, clock.timeZone),
  });
