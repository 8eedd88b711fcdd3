import {
  type Channel,
  type Configuration,
  OPS,
  type Service,
  type Target,
  type Workload,
} from '../../core/configuration.ts';
import { isComposite } from '../../core/alarm/definition.ts';
import { everyoneIn } from '../../core/schedule/on-call.ts';
import { alarmsOf } from '../../core/service/service-alarms.ts';
import type { Severity } from '../../core/severity.ts';

interface WatchingAlarm {
  readonly name: string;
  readonly watches: string;
  readonly severity: Severity;
  readonly isComposite: boolean;
}

export interface WatchedService {
  readonly name: string;
  readonly kind: Workload['kind'];
  readonly alarms: readonly WatchingAlarm[];
}

/** A topic that nobody hears until somebody subscribes. */
export interface Subscribing {
  readonly target: Target;
  readonly kind: Channel['kind'];
}

/** What one deploy creates that people have to know of. */
export interface Deploying {
  /** Of services, composite ones too. */
  readonly alarms: number;
  /** One for each of the subscriptions. */
  readonly topics: number;
  readonly services: readonly WatchedService[];
  readonly subscriptions: readonly Subscribing[];
}

const watched = (name: string, service: Service, environment: string): WatchedService => ({
  name,
  kind: service.workload.kind,
  alarms: alarmsOf(name, service, environment).map((alarm) => ({
    name: alarm.name,
    watches: alarm.watches,
    severity: alarm.severity,
    isComposite: isComposite(alarm),
  })),
});

/** Alarms about the pager itself go to `ops`, past the pager. */
export const deployingOf = (configuration: Configuration): Deploying => {
  const { services, environment, channels } = configuration;
  const all = Object.entries(services).map(([name, service]) => watched(name, service, environment));
  const kindOf = (target: Target): Channel['kind'] =>
    (target.startsWith('channel:') ? channels[target.slice('channel:'.length)]?.kind : undefined) ?? 'email';
  const subscriptions = [...everyoneIn(configuration), OPS as Target].map((target) => ({
    target,
    kind: kindOf(target),
  }));
  return {
    alarms: all.reduce((sum, { alarms }) => sum + alarms.length, 0),
    topics: subscriptions.length,
    services: all,
    subscriptions,
  };
};
