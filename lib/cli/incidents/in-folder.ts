import type { FolderIncidents } from '../../adapters/folder/folder-incidents.ts';
import type { Configuration } from '../../core/configuration.ts';
import { refusalOf } from '../../core/response/refusal.ts';
import { pipelineOf } from '../../pipeline/pipeline-of.ts';
import { readerOnStore } from '../../pipeline/reader-on-store.ts';
import { respond } from '../../pipeline/respond.ts';
import type { AskedResponse, CarryOut } from '../../ports/carry-out.ts';
import { jitter } from '../../runtime/clock.ts';
import { bareConfiguration } from '../files/bare-configuration.ts';
import { folderNamed, openLocal } from '../files/local-incidents.ts';
import type { Shell } from '../terminal/shell.ts';
import type { FolderReading, PlacedIncidents } from './target.ts';

const nothing = (): Promise<void> => Promise.resolve();

/** Whoever acts is taken at their word. */
const takenAtTheirWord = ({ by, response }: AskedResponse): readonly string[] =>
  'to' in response ? [by, response.to] : [by];

/** By the pipeline on a folder: what it requests stays requested, and nothing ticks. */
const responding =
  (incidents: FolderIncidents, configuration: Configuration | undefined, { now, timeZone }: Shell): CarryOut =>
  async (asked) => {
    const pipeline = pipelineOf({
      incidents,
      pages: { send: nothing },
      ticks: { send: nothing },
      clock: now,
      jitter,
      configuration: configuration ?? bareConfiguration(takenAtTheirWord(asked), timeZone),
    });
    const responded = await respond(pipeline, asked);
    if (responded.outcome === 'done') return responded;
    const { rejection, incident } = responded;
    return { outcome: 'refused', refusal: refusalOf(rejection), incident };
  };

/** The incidents of `--local`. @throws UsageError the folder cannot be used. */
export const incidentsInFolder = async (
  shell: Shell,
  local: string | true,
  { configuration, isWhole = false }: FolderReading,
): Promise<PlacedIncidents> => {
  const folder = folderNamed(local);
  const incidents = await openLocal(folder, { create: false, isReadWhole: isWhole });
  const option = local === true ? '--local' : `--local=${folder}`;
  return {
    place: { kind: 'folder', name: folder, option, mend: `restore ${folder} from a copy` },
    incidents: readerOnStore(incidents),
    respond: responding(incidents, configuration, shell),
    anchors: () => Promise.resolve([]),
    unreadable: () => incidents.unreadable(),
  };
};
