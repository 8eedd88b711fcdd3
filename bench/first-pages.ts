import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../lib/config/read-configuration.ts';
import { type Cause, type DiagnosedCause, isCause } from '../lib/core/cause.ts';
import type { Configuration } from '../lib/core/configuration.ts';
import { eventOf } from '../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../lib/core/incident/events.ts';
import { epochOf, MINUTE } from '../lib/core/time.ts';
import { replay } from '../lib/simulator/replay.ts';
import {
  type Half,
  isOfFiveMinutes,
  type LabelledRecording,
  labelledRecordings,
} from './diagnosis/labelled-recordings.ts';
import { counted, progress, say, sayTable } from './diagnosis/say.ts';
import { percentile } from './percentile.ts';

/** What whoever was paged heard of the cause, and when: epoch ms. */
interface Heard {
  readonly at: number;
  readonly cause: DiagnosedCause;
  readonly refuted: readonly Cause[];
}

interface Paged {
  readonly of: LabelledRecording;
  /** The first page, then each page and correction that says something else. */
  readonly heard: readonly Heard[];
}

const inFolder = (path: string): string => fileURLToPath(new URL(`../examples/${path}`, import.meta.url));

const NOTHING: Omit<Heard, 'at'> = { cause: 'unknown', refuted: [] };

/** What was said when each page and each correction went out. */
const heardIn = (timeline: readonly IncidentEvent[]): readonly Heard[] => {
  const heard: Heard[] = [];
  let said = NOTHING;
  for (const event of timeline) {
    if (event.type === 'DiagnosisRecorded') {
      const { cause, hypotheses } = event.said;
      said = { cause, refuted: hypotheses.filter(({ verdict }) => verdict === 'refuted').map((one) => one.cause) };
    }
    const isPage = event.type === 'PageSent' && event.kind === 'page';
    if (isPage || (event.type === 'DiagnosisRevised' && heard.length > 0))
      heard.push({ at: epochOf(event.at), ...said });
  }
  return heard;
};

const pagedIn = async (of: LabelledRecording, configuration: Configuration): Promise<Paged> => {
  const { incidents } = await replay({ recording: of.recording, configuration, responses: [] });
  const heard: Heard[] = [];
  for await (const { incidentId } of incidents.list({}))
    heard.push(...heardIn((await incidents.timeline(incidentId)).map(eventOf)));
  return { of, heard: heard.sort((one, other) => one.at - other.at) };
};

const isTroubled = ({ of: { truth } }: Paged): boolean => truth.cause !== 'none' && truth.onset !== undefined;

/** From the onset on; pages before it are told of apart. */
const since = ({ of: { truth }, heard }: Paged): readonly Heard[] =>
  heard.filter(({ at }) => truth.onset !== undefined && at >= truth.onset);

const minutesTo = (paged: Paged, is: (heard: Heard) => boolean): number => {
  const found = since(paged).find(is);
  return found === undefined ? Number.NaN : (found.at - (paged.of.truth.onset ?? 0)) / MINUTE;
};

const spread = (minutes: readonly number[]): readonly string[] => {
  const known = minutes.filter((value) => !Number.isNaN(value));
  return [
    String(known.length),
    ...[50, 90].map((rank) => (known.length === 0 ? '–' : percentile(known, rank).toFixed(0))),
  ];
};

const namesTruth =
  ({ of: { truth } }: Paged) =>
  ({ cause }: Heard): boolean =>
    cause === truth.cause;

const isWrong = (paged: Paged, { cause }: Heard): boolean => isCause(cause) && cause !== paged.of.truth.cause;

const firstOf = (paged: Paged): Heard | undefined => since(paged)[0];

const sayPaces = (all: readonly Paged[]): void => {
  const causes = [...new Set(all.filter(isTroubled).map(({ of }) => of.truth.cause))].sort();
  const rowOf = (name: string, some: readonly Paged[]): readonly string[] => [
    name,
    String(some.length),
    ...spread(some.map((paged) => minutesTo(paged, () => true))),
    ...spread(some.map((paged) => minutesTo(paged, namesTruth(paged)))),
  ];
  const troubled = all.filter(isTroubled);
  sayTable(
    'Minutes from the onset to the first page, and to the first message that names the true cause',
    ['', 'recordings', 'paged', 'median', '90 %', 'named', 'median', '90 %'],
    [
      ...causes.map((cause) =>
        rowOf(
          cause,
          troubled.filter(({ of }) => of.truth.cause === cause),
        ),
      ),
      rowOf('all', troubled),
    ],
  );
};

const sayFirstPages = (all: readonly Paged[]): void => {
  const paged = all.filter((one) => isTroubled(one) && firstOf(one) !== undefined);
  const wrongs = paged.filter((one) => isWrong(one, firstOf(one) ?? { at: 0, ...NOTHING }));
  const is = (test: (one: Paged, first: Heard) => boolean): string =>
    counted(paged, (one) => test(one, firstOf(one) ?? { at: 0, ...NOTHING }));
  sayTable(
    'What the first page said of the cause',
    ['', 'of', 'share (95 % interval)'],
    [
      ['the true cause', String(paged.length), is((one, first) => isCause(first.cause) && namesTruth(one)(first))],
      ['none: the symptom stands', String(paged.length), is((_one, { cause }) => !isCause(cause))],
      ['a wrong cause', String(paged.length), is(isWrong)],
      [
        'refuted the true one',
        String(paged.length),
        is(({ of }, { refuted }) => refuted.some((one) => one === of.truth.cause)),
      ],
    ],
  );
  for (const one of wrongs) {
    const [first, ...later] = since(one);
    const corrected = later.find((heard) => !isWrong(one, heard));
    const after = corrected === undefined || first === undefined ? undefined : (corrected.at - first.at) / MINUTE;
    say(
      `${one.of.name}: ${first?.cause ?? ''} instead of ${one.of.truth.cause}; ${after === undefined ? 'never corrected' : `corrected after ${after.toFixed(0)} min: ${corrected?.cause ?? ''}`}`,
    );
  }
};

/** Messages that say something else than the one before. */
const sayCorrections = (all: readonly Paged[]): void => {
  const changes = all.flatMap((one) =>
    since(one).flatMap((heard, index, every) => {
      const before = every[index - 1];
      return before === undefined || before.cause === heard.cause ? [] : [{ one, before, heard }];
    }),
  );
  const of = (test: (change: (typeof changes)[number]) => boolean): string => String(changes.filter(test).length);
  sayTable(
    'Messages after the first page that tell another cause than the one before',
    ['', 'count'],
    [
      ['towards the true cause', of(({ one, heard }) => namesTruth(one)(heard))],
      ['away from it', of(({ one, before }) => namesTruth(one)(before))],
      ['from a wrong one', of(({ one, before, heard }) => isWrong(one, before) && !namesTruth(one)(heard))],
      ['to a wrong one', of(({ one, before, heard }) => isWrong(one, heard) && !namesTruth(one)(before))],
    ],
  );
};

const sayQuiet = (all: readonly Paged[]): void => {
  const quiet = all.filter((one) => !isTroubled(one));
  const early = all.filter((one) => isTroubled(one) && since(one).length < one.heard.length);
  sayTable(
    'Pages without trouble',
    ['', 'of', 'recordings'],
    [
      [
        'recordings without trouble that paged',
        String(quiet.length),
        String(quiet.filter(({ heard }) => heard.length > 0).length),
      ],
      ['recordings with trouble that paged before it', String(all.length - quiet.length), String(early.length)],
    ],
  );
  for (const { of } of [...quiet.filter(({ heard }) => heard.length > 0), ...early]) say(of.name);
};

const configurationOf = async (path: string): Promise<Configuration> => {
  const loaded = await loadConfiguration(path);
  if (loaded.outcome === 'problems')
    throw new Error(`${path}: ${loaded.problems.map(({ message }) => message).join('; ')}`);
  return loaded.configuration;
};

const halfAsked = (): Half => {
  const { values } = parseArgs({ options: { half: { type: 'string' } } });
  const { half = 'kept' } = values;
  if (half !== 'kept' && half !== 'development') throw new Error('--half is kept or development');
  return half;
};

const run = async (): Promise<void> => {
  const half = halfAsked();
  const configuration = await configurationOf(inFolder('tocsin.yaml'));
  const recordings = labelledRecordings(inFolder('web-server/corpus/recordings'), half).filter(
    (one) => !isOfFiveMinutes(one),
  );
  progress(`${String(recordings.length)} recordings`);
  const all: Paged[] = [];
  for (const one of recordings) all.push(await pagedIn(one, configuration));
  say(
    `${String(all.length)} recordings by the minute of the half ${half}, replayed with the default alarms; nobody answers.`,
  );
  sayPaces(all);
  sayFirstPages(all);
  sayCorrections(all);
  sayQuiet(all);
};

await run();
