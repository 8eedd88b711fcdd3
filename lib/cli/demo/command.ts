import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordedResponse } from '../../adapters/recording/recording.ts';
import { type ReplayOutput, replayOutput } from '../../simulator/replay-output.ts';
import { voiceOf } from '../../core/report/voice.ts';
import { exitCodeFor, FailedError } from '../terminal/command-error.ts';
import { laterThan, milestonesOf } from './milestones.ts';
import { labelled, wrap } from '../terminal/layout.ts';
import { configurationFrom, recordingFrom } from '../files/load-files.ts';
import { replayed } from '../replay/replay.ts';
import { clockFor, replayTimeline, type ReplayShown, summaryOf } from '../replay/replay-text.ts';
import { processShell, type Shell } from '../terminal/shell.ts';

const fileOf = (path: string): string =>
  relative('', fileURLToPath(new URL(`../../../examples/${path}`, import.meta.url)));

const INCIDENT = 'incidents/2023-08-05-memory-leak';

const replayWith = async (
  config: string,
  shell: Shell,
  responses?: readonly RecordedResponse[],
): Promise<ReplayShown> => {
  const file = fileOf(`${INCIDENT}/recording.json`);
  const recording = await recordingFrom(file);
  const configuration = await configurationFrom(config, shell);
  const input = { recording, configuration, ...(responses && { responses }) };
  const output = await replayOutput(await replayed(input, { recording: file, responses: file }));
  return { output, configuration, service: recording.service, description: undefined, answers: '' };
};

const part = (title: string, shown: ReplayShown, shell: Shell): readonly string[] => [
  ...wrap(title, shell.width).map((line) => shell.ink(line, 'bold')),
  '',
  ...replayTimeline(shown, shell),
  '',
  ...shown.output.incidents.flatMap((one) => wrap(summaryOf(one, shown), shell.width)).map((line) => shell.ink(line)),
  '',
];

const gained = (asItWas: ReplayShown, withDefaults: ReplayOutput, { ink, width }: Shell): readonly string[] => {
  const clock = clockFor(asItWas);
  const voice = voiceOf(asItWas.configuration, clock);
  const milestones = milestonesOf(asItWas.output, withDefaults, (responder) => voice.responder(responder));
  const [first] = milestones;
  if (first === undefined) return [];
  const rows = milestones.map(
    (one) => [`${clock.time(one.at)}  ${laterThan(first, one)}`.trimEnd(), one.text] as const,
  );
  return [
    ...wrap('What the first page said, what people believed, and the minutes gained', width).map((line) =>
      ink(line, 'bold'),
    ),
    '',
    ...labelled(rows, width).map((line) => ink(line)),
    '',
  ];
};

const nextSteps = (config: string, { ink }: Shell): readonly string[] => [
  ink('Try next', 'bold'),
  '',
  ink(`npx tocsin replay ${fileOf(`${INCIDENT}/recording.json`)} \\`),
  ink(`  --config ${config} --local`),
  ink('npx tocsin incidents list --local'),
];

const INTRODUCTION =
  'One recorded run of a real web server with a memory leak, replayed twice. The metrics are the same both times, the reboot that ends it included; what differs is which alarms watch them, and who answers. What the team believed is in its notes of that day; nobody told it the cause.';

/** The main job on a real recorded incident, twice: as it was, then with the default alarms and nobody answering. */
const showDemo = async (shell: Shell): Promise<void> => {
  const [own, defaults] = [fileOf(`${INCIDENT}/tocsin.yaml`), fileOf('tocsin.yaml')];
  const asItWas = { ...(await replayWith(own, shell)), condensed: { pageText: false } };
  const withDefaults = { ...(await replayWith(defaults, shell, [])), condensed: { pageText: true } };
  if (asItWas.output.incidents.length === 0) throw new FailedError(`${own}: its alarms open no incident any more`);
  shell.out(
    [
      ...wrap(INTRODUCTION, shell.width).map((line) => shell.ink(line)),
      '',
      ...part('1. As it was: one alarm, on latency', asItWas, shell),
      ...part('2. The same minutes with the default alarms, nobody answering', withDefaults, shell),
      ...gained(asItWas, withDefaults.output, shell),
      ...nextSteps(defaults, shell),
    ].join('\n'),
  );
};

/** `npm run demo`. */
export const demo = async (shell: Shell = processShell()): Promise<number> => {
  try {
    await showDemo(shell);
    return 0;
  } catch (error) {
    return exitCodeFor(error, shell);
  }
};
