import { routeAlarm } from '../../core/alarm/route-alarm.ts';
import type { Configuration } from '../../core/configuration.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { Shell } from '../shell.ts';
import type { IncidentsTarget } from './target.ts';

const nothing = (): Promise<void> => Promise.resolve();

const atRandom = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * ms);
  });

/** Without a tocsin.yaml whoever acts is taken at their word. */
const bareConfiguration = (people: readonly string[], timeZone: string): Configuration => ({
  hash: '',
  environment: '',
  services: {},
  routing: [],
  unrouted: { escalation: '', severity: 'critical' },
  responders: Object.fromEntries(people.map((name) => [name, { name, timeZone }])),
  channels: {},
  schedules: {},
  escalations: {},
});

/** The pipeline on a folder: what it requests stays requested, and nothing ticks. */
export const localPipeline = (
  target: IncidentsTarget,
  people: readonly string[],
  { now, timeZone }: Shell,
): Pipeline => {
  const configuration = target.configuration ?? bareConfiguration(people, timeZone);
  const { incidents } = target;
  return {
    store: incidents,
    register: incidents,
    index: incidents,
    pages: { send: nothing },
    ticks: { send: nothing },
    pager: { publish: nothing },
    links: { create: () => Promise.resolve(undefined), find: () => Promise.resolve(undefined) },
    aside: { put: nothing },
    clock: now,
    jitter: atRandom,
    pace: nothing,
    configuration,
    route: (change) => routeAlarm(change, configuration),
    unreachable: () => Promise.resolve(new Set()),
  };
};
