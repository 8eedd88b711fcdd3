import { routeAlarm } from '../core/alarm/route-alarm.ts';
import type { IncidentIndex } from '../ports/incident-store.ts';
import type { PageLinks, Pager } from '../ports/pager.ts';
import type { PagesQueue, TicksQueue } from '../ports/queues.ts';
import type { SetAside } from '../ports/set-aside.ts';
import type { Pipeline } from './pipeline.ts';

type Needed = 'store' | 'register' | 'clock' | 'jitter' | 'configuration';

const refusing = (what: string) => (): Promise<never> => Promise.reject(new Error(`this host has no ${what}`));

const noIndex: IncidentIndex = {
  list: () => {
    throw new Error('this host has no index');
  },
  due: refusing('index'),
};
const noPages: PagesQueue = { send: refusing('pages queue') };
const noTicks: TicksQueue = { send: refusing('ticks queue') };
const noPager: Pager = { publish: refusing('pager') };
const noLinks: PageLinks = { create: refusing('page links'), find: refusing('page links') };
const noAside: SetAside = { put: refusing('place to set messages aside') };

/** A pipeline of the ports that its host is allowed: a call to any other port fails, as it would at AWS. */
export const pipelineOf = (ports: Pick<Pipeline, Needed> & Partial<Pipeline>): Pipeline => ({
  index: noIndex,
  pages: noPages,
  ticks: noTicks,
  pager: noPager,
  links: noLinks,
  aside: noAside,
  pace: () => Promise.resolve(),
  route: (change) => routeAlarm(change, ports.configuration),
  unreachable: () => Promise.resolve(new Set()),
  ...ports,
});
