import type { RecordedResponse, Recording } from '../../adapters/recording/recording.ts';
import { counted } from '../../core/words.ts';
import { importIncident } from '../../pipeline/import-incident.ts';
import { replay, type Replayed, type ReplayInput } from '../../simulator/replay.ts';
import { ReplayError } from '../../simulator/replay-error.ts';
import { replayOutput } from '../../simulator/replay-output.ts';
import { UsageError } from '../terminal/command-error.ts';
import { configurationFor, recordingFrom, responsesFrom } from '../files/load-files.ts';
import { folderNamed, openLocal } from '../files/local-incidents.ts';
import { printableLines } from '../terminal/printable.ts';
import { replayText } from './replay-text.ts';
import type { Shell } from '../terminal/shell.ts';

export interface ReplayOptions {
  readonly config: string;
  readonly local?: string | true;
  readonly responses?: string;
  readonly json?: true;
}

/** The files that a replay is read from, as the user named them. */
interface Sources {
  readonly recording: string;
  readonly responses: string;
}

/** @throws UsageError the files do not belong together: which one is wrong, and where. */
export const replayed = async (input: ReplayInput, from: Sources): Promise<Replayed> => {
  try {
    return await replay(input);
  } catch (error) {
    if (error instanceof ReplayError) throw new UsageError(`${from[error.file]}: ${error.message}`, { cause: error });
    throw error;
  }
};

interface Answers {
  /** Undefined: the recording's own. */
  readonly responses: readonly RecordedResponse[] | undefined;
  readonly said: string;
}

const answersFor = async (recording: Recording, file: string | undefined): Promise<Answers> => {
  if (file === 'none') return { responses: [], said: 'Nobody answers' };
  if (file !== undefined) {
    const responses = await responsesFrom(file);
    return { responses, said: `${counted(responses.length, 'response')} of ${file}` };
  }
  const { length } = recording.responses;
  return {
    responses: undefined,
    said: length === 0 ? 'Nobody answers: it holds no responses' : `${counted(length, 'response')}, as recorded`,
  };
};

/** Copies the incidents into a folder and returns what to say of it. */
const leave = async ({ incidents }: Replayed, folder: string): Promise<string> => {
  const local = await openLocal(folder, { create: true });
  const ids: string[] = [];
  for await (const { incidentId } of incidents.list({})) ids.push(incidentId);
  let added = 0;
  for (const id of ids.reverse()) if ((await importIncident(incidents, local, id)) === 'imported') added += 1;
  const there = ids.length - added;
  const left = there === 0 ? '' : ` (${String(there)} already there, left as is)`;
  const name = folder === folderNamed(true) ? '' : ` ${folder}`;
  return `${counted(added, 'incident')} saved in ${folder}${left}: npx tocsin incidents list --local${name}`;
};

/** `tocsin replay`: what would have happened, on a virtual clock. */
export const runReplay = async (shell: Shell, file: string, options: ReplayOptions): Promise<void> => {
  const folder = options.local === undefined ? undefined : folderNamed(options.local);
  const recording = await recordingFrom(file);
  const configuration = await configurationFor(file, options.config, shell);
  const { responses, said } = await answersFor(recording, options.responses);
  const input = { recording, configuration, ...(responses === undefined ? {} : { responses }) };
  const result = await replayed(input, { recording: file, responses: options.responses ?? file });
  const output = await replayOutput(result);
  const left = folder === undefined ? [] : [await leave(result, folder)];
  for (const remark of result.remarks) shell.err(printableLines(remark));
  if (options.json === true) shell.out(JSON.stringify(output, undefined, 2));
  else {
    const { service, description } = recording;
    shell.out(replayText({ output, configuration, service, description, answers: said }, shell));
  }
  for (const line of left) shell.err(printableLines(line));
};
