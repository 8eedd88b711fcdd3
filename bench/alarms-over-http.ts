import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { wrongWith } from './alarms-in-process.ts';
import { STORM_ALARMS, type Storm, stormOf } from './alarm-storm.ts';
import { Alertmanager, alertmanagerPath, alertmanagerVersion, alertsOf } from './alertmanager.ts';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import type { Tally } from './pager-in-memory.ts';
import { postAll } from './post-all.ts';
import { Webhook } from './webhook.ts';

const ALARMS_A_POST = [1, 64] as const;

/** What one round left. */
interface Outcome {
  readonly ms: number;
  readonly lost: number;
  /** That reached the webhook. */
  readonly messages: number;
  readonly wrong: readonly string[];
}

export interface Posted extends Measured {
  readonly who: 'tocsin' | 'alertmanager';
  readonly groups: number;
  readonly alarmsAPost: number;
  readonly lost: number;
  readonly messages: number;
  readonly wrong: readonly string[];
}

export interface OverHttp {
  readonly measured: readonly Posted[];
  /** Name and version; undefined: there is none on this machine. */
  readonly peer: string | undefined;
}

const together = (texts: readonly string[], size: number): readonly string[] =>
  Array.from({ length: Math.ceil(texts.length / size) }, (_, index) =>
    texts.slice(index * size, (index + 1) * size),
  ).map((some) => `[${some.join(',')}]`);

const asked = async <T>(server: ChildProcess, question: string): Promise<T> => {
  const answered = once(server, 'message');
  server.send(question);
  const [answer] = (await answered) as [T];
  return answer;
};

interface TocsinServer {
  readonly process: ChildProcess;
  readonly address: string;
}

const startTocsin = async (groups: number, webhook: Webhook): Promise<TocsinServer> => {
  const server = fork(fileURLToPath(new URL('alarm-server.ts', import.meta.url)), [String(groups), webhook.address]);
  const [port] = (await once(server, 'message')) as [number];
  return { process: server, address: `http://127.0.0.1:${String(port)}/` };
};

/** Nothing in it, but warm: what a function that is called again and again is. */
const tocsinRound = async (server: TocsinServer, bodies: readonly string[], groups: number): Promise<Outcome> => {
  await asked(server.process, 'begin anew');
  const ms = await postAll(server.address, bodies);
  const tally = await asked<Tally>(server.process, 'tally');
  return { ms, lost: STORM_ALARMS - tally.alarms, messages: tally.messages, wrong: wrongWith(tally, groups) };
};

/** A process of its own for each round: it cannot be emptied. Compiled ahead of time, it needs no warming. */
const alertmanagerRound = async (path: string, webhook: Webhook, bodies: readonly string[]): Promise<Outcome> => {
  const server = await Alertmanager.start(path, webhook.address);
  try {
    const before = webhook.received;
    const ms = await postAll(`${server.address}/api/v2/alerts`, bodies);
    await webhook.quiet();
    const lost = STORM_ALARMS - (await server.alerts());
    return { ms, lost, messages: webhook.received - before, wrong: [] };
  } finally {
    await server.stop();
  }
};

type Run = Pick<Posted, 'who' | 'groups' | 'alarmsAPost'> & { readonly round: () => Promise<Outcome> };

const runsOf = (
  storm: Storm,
  server: TocsinServer,
  peer: { path: string | undefined; webhook: Webhook },
): readonly Run[] => {
  const { groups, events } = storm;
  const alerts = alertsOf(storm).map((alert) => JSON.stringify(alert));
  return ALARMS_A_POST.flatMap((alarmsAPost): readonly Run[] => {
    const bodies = alarmsAPost === 1 ? events : together(events, alarmsAPost);
    const alertBodies = together(alerts, alarmsAPost);
    const { path, webhook } = peer;
    const tocsin = { who: 'tocsin', groups, alarmsAPost, round: () => tocsinRound(server, bodies, groups) } as const;
    if (path === undefined) return [tocsin];
    const round = (): Promise<Outcome> => alertmanagerRound(path, webhook, alertBodies);
    return [tocsin, { who: 'alertmanager', groups, alarmsAPost, round }];
  });
};

const race = async (runs: readonly Run[]): Promise<readonly Posted[]> => {
  const outcomes = runs.map((): Outcome[] => []);
  const contestants = runs.map(({ who, groups, alarmsAPost, round }, index): Contestant => ({
    name: `${who}, ${String(groups)} groups, ${String(alarmsAPost)} a POST`,
    round: async () => {
      const outcome = await round();
      outcomes[index]?.push(outcome);
      return outcome.ms;
    },
  }));
  const measured = await interleaved(contestants, { warmUp: 1, counted: 5 });
  return measured.flatMap((one, index) => {
    const [run, all] = [runs[index], outcomes[index] ?? []];
    const last = all.at(-1);
    if (run === undefined || last === undefined) return [];
    const { who, groups, alarmsAPost } = run;
    const { lost, messages } = last;
    return [{ ...one, who, groups, alarmsAPost, lost, messages, wrong: all.flatMap(({ wrong }) => wrong) }];
  });
};

/** The same storm, client and webhook for Tocsin and, where it is installed, Alertmanager. */
export const alarmsOverHttp = async (sizes: readonly number[]): Promise<OverHttp> => {
  tell('alarms over HTTP');
  const path = alertmanagerPath();
  const webhook = await Webhook.listen();
  const servers: TocsinServer[] = [];
  try {
    const runs: Run[] = [];
    for (const groups of sizes) {
      const server = await startTocsin(groups, webhook);
      servers.push(server);
      runs.push(...runsOf(stormOf(groups), server, { path, webhook }));
    }
    return { measured: await race(runs), peer: path && alertmanagerVersion(path) };
  } finally {
    for (const { process } of servers) process.kill();
    webhook.close();
  }
};
