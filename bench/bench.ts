import { parseArgs } from 'node:util';
import { type Alarms, alarms, alarmsText, alarmsWrong } from './alarms.ts';
import { type Backtests, backtests, backtestsText } from './backtest.ts';
import { type Evaluations, evaluations, evaluationsText } from './evaluation.ts';
import { load, machine } from './machine.ts';
import { type Modelled, modelled, modelledText } from './modelled.ts';
import { type Replays, replays, replaysText } from './replay.ts';
import { type Starts, starts, startsText } from './start.ts';

const PARTS = ['alarms', 'modelled', 'evaluation', 'backtest', 'replay', 'start'] as const;
type Part = (typeof PARTS)[number];

interface Results {
  alarms?: Alarms;
  modelled?: readonly Modelled[];
  evaluation?: Evaluations;
  backtest?: Backtests;
  replay?: Replays;
  start?: Starts;
}

const USAGE = `usage: node bench/bench.ts [${PARTS.join('|')} …] [--json]`;

const isPart = (text: string): text is Part => (PARTS as readonly string[]).includes(text);

/** The parts asked for, all of them when none is named; undefined: the arguments make no sense. */
const asked = (): { readonly parts: readonly Part[]; readonly json: boolean } | undefined => {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
    const parts = positionals.filter(isPart);
    if (parts.length < positionals.length) return undefined;
    return { parts: parts.length === 0 ? PARTS : parts, json: values.json === true };
  } catch {
    return undefined;
  }
};

const measured = async (parts: readonly Part[]): Promise<Results> => {
  const results: Results = {};
  if (parts.includes('alarms')) results.alarms = await alarms();
  if (parts.includes('modelled')) results.modelled = await modelled();
  if (parts.includes('evaluation')) results.evaluation = await evaluations();
  if (parts.includes('backtest')) results.backtest = await backtests();
  if (parts.includes('replay')) results.replay = await replays();
  if (parts.includes('start')) results.start = await starts();
  return results;
};

const textOf = (results: Results, loads: { readonly before: string; readonly after: string }): string => {
  const { cpu, cores, memoryGiB, node, platform } = machine();
  const parts = [
    `${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${platform}, Node ${node}
load average before ${loads.before}, after ${loads.after}`,
    results.alarms && alarmsText(results.alarms),
    results.modelled && modelledText(results.modelled),
    results.evaluation && evaluationsText(results.evaluation),
    results.backtest && backtestsText(results.backtest),
    results.replay && replaysText(results.replay),
    results.start && startsText(results.start),
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
};

const run = async (): Promise<number> => {
  const question = asked();
  if (question === undefined) {
    console.error(USAGE);
    return 2;
  }
  const before = load();
  const results = await measured(question.parts);
  const loads = { before, after: load() };
  console.log(
    question.json ? JSON.stringify({ machine: machine(), load: loads, ...results }, null, 2) : textOf(results, loads),
  );
  const wrong = results.alarms === undefined ? [] : alarmsWrong(results.alarms);
  for (const one of wrong) console.error(`wrong: ${one}`);
  return wrong.length === 0 ? 0 : 1;
};

process.exitCode = await run();
