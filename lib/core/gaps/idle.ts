import type { Configuration } from '../configuration.ts';
import { alarmsOf } from '../service/service-alarms.ts';
import type { CoverageGap } from './coverage-gap.ts';

const namesOf = (all: Readonly<Record<string, unknown>>, used: ReadonlySet<string>): readonly string[] =>
  Object.keys(all).filter((name) => !used.has(name));

/** What the policies page or tell, as they name it. */
const namedIn = ({ escalations, digest }: Configuration): ReadonlySet<string> =>
  new Set([
    ...Object.values(escalations).flatMap(({ levels, notify = [], unanswered }) => [
      ...levels.flatMap(({ page }) => page),
      ...notify,
      ...unanswered,
    ]),
    ...(digest?.to ?? []),
  ]);

const policiesInUse = ({ services, routing, unrouted }: Configuration): ReadonlySet<string> =>
  new Set([
    unrouted.escalation,
    ...Object.values(services).map(({ escalation }) => escalation),
    ...routing.flatMap(({ escalation }) => escalation ?? []),
  ]);

const ofKind = (kind: 'responder' | 'channel' | 'schedule', named: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...named].flatMap((name) => (name.startsWith(`${kind}:`) ? [name.slice(kind.length + 1)] : [])));

const unwatched = ({ services, routing, environment }: Configuration): readonly string[] => {
  const routedTo = new Set(routing.map(({ service }) => service));
  return Object.entries(services).flatMap(([name, service]) =>
    routedTo.has(name) || alarmsOf(name, service, environment).length > 0 ? [] : [name],
  );
};

const NO_ALARM = 'no alarm watches it: name more under workload, or route alarms to it';

/** Whom and what nothing comes to; what follows from another gap (all in a schedule that is not used) is not told again. */
export const idle = (configuration: Configuration): readonly CoverageGap[] => {
  const { responders, channels, schedules, escalations } = configuration;
  const named = namedIn(configuration);
  const rotating = Object.values(schedules).flatMap(({ layers }) => layers.flatMap(({ rotation }) => rotation));
  const gaps = (kind: string, names: readonly string[], message: string): readonly CoverageGap[] =>
    names.map((name) => ({ path: [kind, name], message }));
  return [
    ...gaps('services', unwatched(configuration), NO_ALARM),
    ...gaps(
      'responders',
      namesOf(responders, new Set([...ofKind('responder', named), ...rotating])),
      'never paged, and never on call: in no level, and in no rotation',
    ),
    ...gaps(
      'channels',
      namesOf(channels, ofKind('channel', named)),
      'nothing pages or tells it: in no level, and in no notify',
    ),
    ...gaps(
      'schedules',
      namesOf(schedules, ofKind('schedule', named)),
      'nobody is paged by it: in no level of a policy',
    ),
    ...gaps(
      'escalations',
      namesOf(escalations, policiesInUse(configuration)),
      'pages for nothing: no service and no rule has it, nor has unrouted',
    ),
  ];
};
