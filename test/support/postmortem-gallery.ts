import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRecording } from '../../lib/adapters/recording/read-recording.ts';
import type { RecordedResponse } from '../../lib/adapters/recording/recording.ts';
import type { Postmortem } from '../../lib/core/postmortem/postmortem.ts';
import { readPostmortem } from '../../lib/pipeline/read-postmortem.ts';
import { replay } from '../../lib/simulator/replay.ts';
import { configurationOf } from './configurations.ts';
import { readingOf } from './told-postmortem.ts';

const example = (path: string): string => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));

interface Played {
  readonly recording: string;
  readonly config: string;
  /** Absent: those that were recorded. */
  readonly responses?: readonly RecordedResponse[];
}

/** The postmortem of each incident that a recording makes. */
const playedPostmortems = async ({ recording: file, config, responses }: Played): Promise<readonly Postmortem[]> => {
  const recording = await readRecording(example(file));
  const configuration = configurationOf(readFileSync(example(config), 'utf8'));
  const { incidents } = await replay({ recording, configuration, ...(responses && { responses }) });
  const told: Postmortem[] = [];
  for await (const { incidentId } of incidents.list({})) {
    const postmortem = await readPostmortem(incidents, incidentId, readingOf(configuration));
    if (postmortem !== undefined) told.push(postmortem);
  }
  return told;
};

const DEMO = 'incidents/2023-08-05-memory-leak';

/** The reference incident as its team lived it: one alarm, and their own words. */
export const demoPostmortem = async (): Promise<Postmortem> => {
  const [only] = await playedPostmortems({ recording: `${DEMO}/recording.json`, config: `${DEMO}/tocsin.yaml` });
  if (only === undefined) throw new Error('the demo makes no incident');
  return only;
};

/** A run of the corpus with the default alarms, and nobody answering. */
export const corpusPostmortem = async (run: string): Promise<Postmortem> => {
  const [first] = await playedPostmortems({
    recording: `web-server/corpus/recordings/${run}.json.gz`,
    config: 'tocsin.yaml',
    responses: [],
  });
  if (first === undefined) throw new Error(`${run}: it makes no incident`);
  return first;
};
