import { InMemoryIncidents } from '../adapters/memory/in-memory-incidents.ts';
import { InMemoryScanAllowance } from '../adapters/memory/in-memory-scan-allowance.ts';
import { routeAlarm } from '../core/service/route-alarm.ts';
import type { Configuration, Target } from '../core/configuration.ts';
import { escalationClock } from '../pipeline/clock.ts';
import { answerDiagnosis } from '../pipeline/diagnose.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { type ReceivedPage, sendPages } from '../pipeline/send-pages.ts';
import type { Append, IncidentStore } from '../ports/incident-store.ts';
import type { Diagnoser } from '../ports/diagnoser.ts';
import type { LogHistory } from '../ports/log-history.ts';
import type { Pager } from '../ports/pager.ts';
import type { DiagnosesQueue, DiagnosisMessage } from '../ports/queues.ts';
import { ORDER, VirtualTime } from './virtual-time.ts';

export interface SimulationOptions {
  readonly configuration: Configuration;
  readonly startMs: number;
  readonly pager: Pager;
  /** @default nobody looks for causes */
  readonly diagnoser?: Diagnoser | undefined;
  /** @default nobody looks at logs */
  readonly logs?: LogHistory | undefined;
  /** Put on every group, so that incidents of two replays never meet. */
  readonly mark?: string;
  /** A message nothing could be made of. */
  readonly onSetAside: (message: unknown, reason: string) => void;
  /** Called after every append. */
  readonly onAppend: (append: Append) => void;
}

export interface Simulation {
  readonly pipeline: Pipeline;
  readonly time: VirtualTime;
  readonly incidents: InMemoryIncidents;
}

const immediately = (): Promise<void> => Promise.resolve();

/** The pages queue of a simulation: everything requested at one instant is one batch, sent at that instant. */
const pagesQueue = (time: VirtualTime, send: (batch: readonly ReceivedPage[]) => Promise<void>): Pipeline['pages'] => {
  let waiting: ReceivedPage[] = [];
  return {
    send: (messages) => {
      if (waiting.length === 0) {
        time.in(0, ORDER.page, () => {
          const batch = waiting;
          waiting = [];
          return send(batch);
        });
      }
      waiting.push(...messages.map((message) => ({ ...message, messageId: message.pageId })));
      return Promise.resolve();
    },
  };
};

const diagnosesQueue = (time: VirtualTime, answer: (message: DiagnosisMessage) => Promise<void>): DiagnosesQueue => ({
  send: (message) => {
    time.in(0, ORDER.diagnosis, () => answer(message));
    return Promise.resolve();
  },
});

const watched = (incidents: InMemoryIncidents, onAppend: (append: Append) => void): IncidentStore => ({
  head: (incidentId) => incidents.head(incidentId),
  members: (incidentId, which) => incidents.members(incidentId, which),
  diagnoses: (incidentId, which) => incidents.diagnoses(incidentId, which),
  timeline: (incidentId) => incidents.timeline(incidentId),
  append: async (append) => {
    await incidents.append(append);
    onAppend(append);
  },
});

/** The very pipeline, on stores in memory and queues in virtual time: the first failure ends the simulation. */
export const simulation = (options: SimulationOptions): Simulation => {
  const { configuration, startMs, pager, diagnoser, logs, mark, onSetAside, onAppend } = options;
  const time = new VirtualTime(startMs);
  const incidents = new InMemoryIncidents();
  const nobody: ReadonlySet<Target> = new Set();
  const pipeline: Pipeline = {
    store: watched(incidents, onAppend),
    register: incidents,
    index: incidents,
    pages: pagesQueue(time, async (batch) => {
      const { failed } = await sendPages(pipeline, batch);
      for (const { error } of failed) throw error;
    }),
    ticks: {
      send: (message, delayMs) => {
        time.in(delayMs, ORDER.tick, () => escalationClock(pipeline, message));
        return Promise.resolve();
      },
    },
    ...(diagnoser && { diagnoser, diagnoses: diagnosesQueue(time, (message) => answerDiagnosis(pipeline, message)) }),
    ...(diagnoser && { around: { logs: logs && { history: logs, allowance: new InMemoryScanAllowance() } } }),
    pager,
    links: { find: () => Promise.resolve(undefined), create: () => Promise.resolve(undefined) },
    aside: {
      put: (message, reason) => {
        onSetAside(message, reason);
        return Promise.resolve();
      },
    },
    clock: time.now,
    jitter: immediately,
    pace: immediately,
    configuration,
    respondWith: '--local',
    route: (change) => {
      const route = routeAlarm(change, configuration);
      return mark === undefined ? route : { ...route, group: JSON.stringify([mark, route.group]) };
    },
    unreachable: () => Promise.resolve(nobody),
  };
  return { pipeline, time, incidents };
};
