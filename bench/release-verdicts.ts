import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seriesOf } from '../lib/adapters/recording/recording.ts';
import type { DeployWord } from '../lib/core/deploy/deploy-word.ts';
import { type Rollout, rolloutsIn } from '../lib/core/deploy/rollouts-in.ts';
import { watchedAs } from '../lib/core/diagnosis/facts/known-metrics.ts';
import { watchedIn } from '../lib/core/diagnosis/facts/watched.ts';
import { changeOf } from '../lib/core/release/change.ts';
import { JUDGED_AFTER_MS, judgeRelease } from '../lib/core/release/judge-release.ts';
import type { ReleaseVerdict } from '../lib/core/release/release-verdict.ts';
import { epochOf, instantOf, MINUTE } from '../lib/core/time.ts';
import { type Half, type LabelledRecording, labelledRecordings } from './diagnosis/labelled-recordings.ts';
import { counted, say, sayTable } from './diagnosis/say.ts';
import { load, machine } from './machine.ts';

const USAGE = 'npm run bench:releases -- [--recordings <folder>] [--half kept|development]';
const OWN = fileURLToPath(new URL('../examples/web-server/corpus/recordings', import.meta.url));

/** CloudWatch has the last values of it by then. */
const LATE_MS = 3 * MINUTE;
/** What a made deploy needs before it, and how far two of them are apart. */
const BEFORE_MS = 30 * MINUTE;
const APART_MS = 5 * MINUTE;

const judged = ({ recording }: LabelledRecording, rollout: Rollout, others: readonly Rollout[]): ReleaseVerdict => {
  const at = instantOf(epochOf(rollout.lastAt) + JUDGED_AFTER_MS + LATE_MS);
  const lookup = seriesOf(recording);
  const held = recording.series.map((metric) => ({ metric, series: lookup(metric) }));
  const cpu = recording.series.find(({ metricName }) => metricName === 'CPUUtilization');
  return judgeRelease({
    change: changeOf(rollout, others),
    at,
    watched: watchedIn(
      held.filter(({ metric }) => watchedAs(metric) !== undefined),
      { at },
    ),
    cpu: cpu === undefined ? undefined : { metric: cpu, scale: 1 },
    lookup: () => lookup,
  });
};

/** A deploy that nobody made, at every five minutes that have enough on both sides. */
const madeDeploys = ({ from, to }: LabelledRecording): readonly Rollout[] => {
  const words: DeployWord[] = [];
  for (let at = from + BEFORE_MS; at + JUDGED_AFTER_MS <= to; at += APART_MS)
    words.push({ at: instantOf(at), id: String(at), system: 'custom', status: 'SUCCEEDED' });
  return rolloutsIn(words);
};

const VERDICTS = ['worse', 'better', 'same', 'cannot-tell'] as const;

const rowOf = (name: string, verdicts: readonly ReleaseVerdict[]): readonly string[] => [
  name,
  String(verdicts.length),
  ...VERDICTS.map((wanted) => counted(verdicts, ({ verdict }) => verdict === wanted)),
];

const sayKinds = (title: string, all: ReadonlyMap<string, readonly ReleaseVerdict[]>): void => {
  const rows = [...all].map(([kind, verdicts]) => rowOf(kind, verdicts));
  sayTable(title, ['recordings', 'deploys', ...VERDICTS], [...rows, rowOf('all', [...all.values()].flat())]);
};

const byKind = (
  recordings: readonly LabelledRecording[],
  verdictsOf: (one: LabelledRecording) => readonly ReleaseVerdict[],
): ReadonlyMap<string, readonly ReleaseVerdict[]> =>
  new Map(
    [...Map.groupBy(recordings, ({ kind }) => kind)].map(([kind, alike]) => [kind, alike.flatMap(verdictsOf)] as const),
  );

const main = (): void => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { recordings: text, half: text } });
  const { recordings: folder = OWN, half = 'kept' } = values;
  if (half !== 'kept' && half !== 'development') throw new Error(`--half is kept or development\n${USAGE}`);
  const all = labelledRecordings(folder, half satisfies Half).filter(({ periodMs }) => periodMs === MINUTE);
  const { cpu, cores, node } = machine();
  say(`${cpu}, ${String(cores)} cores, Node ${node}, load ${load()}; the ${half} half of the recordings by the minute`);
  const untroubled = all.filter(({ truth }) => truth.cause === 'none');
  sayKinds(
    'Deploys that nobody made, in recordings without trouble: what is worse or better there is noise',
    byKind(untroubled, (one) => madeDeploys(one).map((rollout) => judged(one, rollout, []))),
  );
  const deployed = all.filter(({ recording }) => recording.deploys.length > 0);
  sayKinds(
    'Deploys that were made',
    byKind(deployed, (one) => {
      const rollouts = rolloutsIn(one.recording.deploys);
      return rollouts.map((rollout) =>
        judged(
          one,
          rollout,
          rollouts.filter((other) => other !== rollout),
        ),
      );
    }),
  );
};

if (import.meta.main) main();
