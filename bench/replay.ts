import { readFileSync } from 'node:fs';
import { recordingSchema } from '../lib/adapters/recording/recording.ts';
import { parseConfiguration } from '../lib/config/load-configuration.ts';
import type { Configuration } from '../lib/core/configuration.ts';
import { replay } from '../lib/simulator/replay.ts';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import { recordedDays } from './recorded-days.ts';
import { table, whole } from './table.ts';

const DAYS = [1, 7, 30] as const;

const EXAMPLE = new URL('../examples/tocsin.yaml', import.meta.url);

export interface ReplayOfDays extends Measured {
  readonly days: number;
  readonly points: number;
  readonly alarms: number;
  readonly incidents: number;
  readonly pages: number;
}

export type Replays = readonly ReplayOfDays[];

const exampleConfiguration = (): Configuration => {
  const loaded = parseConfiguration(readFileSync(EXAMPLE, 'utf8'), 'tocsin.yaml');
  if (loaded.outcome === 'configuration') return loaded.configuration;
  throw new Error(loaded.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
};

type Found = Omit<ReplayOfDays, keyof Measured>;

const replayed = async (text: string, configuration: Configuration): Promise<Omit<Found, 'days'> & { ms: number }> => {
  const start = performance.now();
  const recording = recordingSchema.parse(JSON.parse(text));
  const { alarms, incidents } = await replay({ recording, configuration });
  const ms = performance.now() - start;
  let [opened, pages] = [0, 0];
  for await (const { incidentId } of incidents.list({})) {
    opened += 1;
    const timeline = await incidents.timeline(incidentId);
    pages += timeline.filter(({ body }) => body.includes('"type":"PageSent"')).length;
  }
  const points = recording.series.reduce((sum, { values }) => sum + values.length, 0);
  return { ms, points, alarms: alarms.length, incidents: opened, pages };
};

/** From the recording's text to everything that would have happened, nobody answering. */
export const replays = async (): Promise<Replays> => {
  tell('replay');
  const configuration = exampleConfiguration();
  const found = new Map<string, Found>();
  const contestants = DAYS.map((days): Contestant => {
    const text = JSON.stringify(recordedDays(days));
    const name = `${String(days)} days`;
    return {
      name,
      round: async () => {
        const { ms, ...counts } = await replayed(text, configuration);
        found.set(name, { days, ...counts });
        return ms;
      },
    };
  });
  const measured = await interleaved(contestants, { warmUp: 1, counted: 5 });
  return measured.flatMap((one) => {
    const counts = found.get(one.name);
    return counts === undefined ? [] : [{ ...one, ...counts }];
  });
};

export const replaysText = (measured: Replays): string => {
  const day = measured[0]?.median ?? Number.NaN;
  return table(
    [
      'replay of one service, by the minute',
      'points',
      'alarm changes',
      'incidents',
      'messages',
      'median ms',
      'to a day',
    ],
    measured.map(({ days, points, alarms, incidents, pages, median }) => [
      days === 1 ? '1 day' : `${String(days)} days`,
      whole(points),
      whole(alarms),
      whole(incidents),
      whole(pages),
      whole(median),
      `${(median / day).toFixed(1)}x`,
    ]),
  );
};
