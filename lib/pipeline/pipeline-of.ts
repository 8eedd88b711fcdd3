import { routeAlarm } from '../core/service/route-alarm.ts';
import type { AlarmRegister, IncidentIndex, IncidentStore } from '../ports/incident-store.ts';
import type { PageLinks, Pager } from '../ports/pager.ts';
import type { SetAside } from '../ports/set-aside.ts';
import type { Pipeline } from './pipeline.ts';

type Optional =
  | 'diagnoses'
  | 'diagnoser'
  | 'around'
  | 'tags'
  | 'pager'
  | 'links'
  | 'aside'
  | 'briefly'
  | 'pace'
  | 'report'
  | 'respondWith'
  | 'sha256';
type Shared = 'pages' | 'ticks' | 'clock' | 'jitter' | 'configuration';

/** What a host has: one store of incidents, the queues, and of the rest what it may use. */
export interface Host extends Pick<Pipeline, Shared>, Partial<Pick<Pipeline, Optional>> {
  readonly incidents: IncidentStore & AlarmRegister & IncidentIndex;
}

const refusing = (what: string) => (): Promise<never> =>
  Promise.reject(new Error(`this host has no ${what}: give it one where it is put together`));

const noPager: Pager = { publish: refusing('pager') };
const noLinks: PageLinks = { create: refusing('page links'), find: refusing('page links') };
const noAside: SetAside = { put: refusing('place to set messages aside') };

/** The pipeline of a host: a call to what the host may not use fails, as it would for want of a permission. */
export const pipelineOf = ({ incidents, ...host }: Host): Pipeline => ({
  store: incidents,
  register: incidents,
  index: incidents,
  pager: noPager,
  links: noLinks,
  aside: noAside,
  pace: () => Promise.resolve(),
  route: (change) => routeAlarm(change, host.configuration),
  unreachable: () => Promise.resolve(new Set()),
  ...host,
});
