import {
  type Configuration,
  type InsufficientData,
  type MetricUnit,
  type Service,
  UNROUTED,
} from '../configuration.ts';
import type { Severity } from '../severity.ts';
import { MINUTE } from '../time.ts';
import type { AlarmChange } from '../alarm/change.ts';
import { type AlarmDefinition, isComposite } from '../alarm/definition.ts';
import { forecastWatchedBy } from './forecast-metrics.ts';
import { ruleMatcher } from './routing-rule.ts';
import { alarmsOf } from './service-alarms.ts';
import { serviceGroup } from './service-group.ts';

/** Where an alarm belongs and how urgent it is. */
export interface Route {
  /** What becomes one incident: account, Region, service, environment and escalation policy; an alarm of no service is its own (its ARN). */
  readonly group: string;
  /** `unrouted` when no service is known. */
  readonly service: string;
  readonly environment: string;
  readonly severity: Severity;
  /** Name of the escalation policy, where a rule names another than the service's. */
  readonly escalation?: string;
  readonly runbook?: string;
  readonly recoverAfterMs: number;
  readonly cooldownMs: number;
  readonly insufficientData: InsufficientData;
  /** What named the service; `unrouted`: nothing matched. */
  readonly how: 'tags' | 'deployed' | 'routing' | 'unrouted';
}

type Finding = Pick<Route, 'how' | 'severity'> & {
  readonly service?: string | undefined;
  readonly escalation?: string | undefined;
  readonly runbook?: string | undefined;
  readonly insufficientData?: InsufficientData | undefined;
};

/** For a service that a rule names and the configuration does not describe: the defaults of one that it does. */
const UNDESCRIBED = { recoverAfterMs: 5 * MINUTE, cooldownMs: 10 * MINUTE, insufficientData: 'ignore' } as const;

const severityOf = (tag: string | undefined): Severity | undefined =>
  tag === 'critical' || tag === 'warning' || tag === 'info' ? tag : undefined;

/** A tag is the word of whoever made the alarm: only a web address becomes a link in a page. */
const webAddress = (tag: string | undefined): string | undefined =>
  tag !== undefined && /^https?:\/\/\S+$/iu.test(tag) ? tag : undefined;

const describedService = (name: string | undefined, { services }: Configuration): Service | undefined =>
  name !== undefined && Object.hasOwn(services, name) ? services[name] : undefined;

const deployedAlarms = ({ services, environment }: Configuration): ReadonlyMap<string, AlarmDefinition> =>
  new Map(
    Object.entries(services)
      .flatMap(([name, service]) => alarmsOf(name, service, environment))
      .map((definition) => [definition.name, definition]),
  );

/**
 * Every stack of an account sees the alarms of all: those that another environment's stack created are its to page for.
 * Name and tag both have to say so: a tag that a person mistyped silences nothing.
 */
const isOfAnotherStack = ({ alarmName, tags }: AlarmChange, { environment }: Configuration): boolean => {
  const named = tags['tocsin:environment'];
  return named !== undefined && named !== environment && alarmName.startsWith(`tocsin-${named}-`);
};

const tagged = (change: AlarmChange, found: Finding, configuration: Configuration): Finding => {
  const severity = severityOf(change.tags['tocsin:severity']) ?? found.severity;
  const runbook = webAddress(change.tags['tocsin:runbook']);
  const service = change.tags['tocsin:service'];
  if (describedService(service, configuration) === undefined) {
    return { ...found, severity, runbook: runbook ?? found.runbook };
  }
  // The escalation and runbook that were found may be another service's.
  const same = service === found.service ? found : undefined;
  const { escalation, insufficientData } = same ?? {};
  return { how: 'tags', severity, service, escalation, runbook: runbook ?? same?.runbook, insufficientData };
};

type Place = Pick<Route, 'environment' | 'escalation'> & Pick<Finding, 'service'>;

const groupOf = ({ account, region, alarmArn }: AlarmChange, { service, ...place }: Place): string =>
  service === undefined ? alarmArn : serviceGroup({ account, region, service, ...place });

/** The policy of a rule, where it is another than the service's. */
const otherPolicy = ({ escalation }: Finding, service: Service | undefined): Pick<Route, 'escalation'> =>
  escalation === undefined || escalation === service?.escalation ? {} : { escalation };

const routeOf = (change: AlarmChange, found: Finding, configuration: Configuration): Route => {
  const service = describedService(found.service, configuration);
  const { environment } = configuration;
  const { recoverAfterMs, cooldownMs, insufficientData } = service ?? UNDESCRIBED;
  const policy = otherPolicy(found, service);
  const runbook = found.runbook ?? service?.runbook;
  return {
    group: groupOf(change, { service: found.service, environment, ...policy }),
    service: found.service ?? UNROUTED,
    environment,
    severity: found.severity,
    ...policy,
    ...(runbook === undefined ? {} : { runbook }),
    recoverAfterMs,
    cooldownMs,
    insufficientData: found.insufficientData ?? insufficientData,
    how: found.how,
  };
};

/** That nothing is foretold, an alarm about the pager tells, and that no memory is reported, the memory alarm: nobody is told of it once more. */
const isOnForecast = (alarm: AlarmDefinition | undefined): boolean =>
  alarm !== undefined && !isComposite(alarm) && forecastWatchedBy(alarm) !== undefined;

interface AlarmRouter {
  readonly route: (change: AlarmChange) => Route;
  readonly isByTags: (change: AlarmChange) => boolean;
  readonly ruleOf: (change: AlarmChange) => number | undefined;
  readonly unitOf: (alarmName: string) => MetricUnit | undefined;
}

/**
 * Finds the route of any alarm: its tags, else the alarms that the configuration deploys, else the first routing rule
 * that matches, else `unrouted`. A tag that names no known service or severity is passed over: the alarm still pages.
 * An alarm that the stack of another environment created is recorded here and paged there.
 */
const alarmRouter = (configuration: Configuration): AlarmRouter => {
  const deployed = deployedAlarms(configuration);
  const rules = configuration.routing.map(ruleMatcher);
  const { severity, insufficientData } = configuration.unrouted;
  const taking = (change: AlarmChange): number =>
    rules.findIndex((rule) => rule.matchesWithoutTags(change) && rule.matchesTags(change.tags));
  const find = (change: AlarmChange): Finding => {
    const definition = deployed.get(change.alarmName);
    if (definition !== undefined) return { how: 'deployed', ...definition };
    const matching = rules[taking(change)];
    return matching === undefined
      ? { how: 'unrouted', severity, insufficientData }
      : { how: 'routing', ...matching.rule };
  };
  const found = (change: AlarmChange): Finding =>
    isOfAnotherStack(change, configuration)
      ? { how: 'tags', severity: 'info' }
      : tagged(change, find(change), configuration);
  return {
    route: (change) => {
      const route = routeOf(change, found(change), configuration);
      return isOnForecast(deployed.get(change.alarmName)) ? { ...route, insufficientData: 'ignore' } : route;
    },
    ruleOf: (change) => {
      const index = taking(change);
      return index < 0 || deployed.has(change.alarmName) ? undefined : index;
    },
    isByTags: (change) => {
      if (deployed.has(change.alarmName)) return false;
      const first = rules.find((rule) => rule.matchesWithoutTags(change));
      return first === undefined || first.rule.match.tags !== undefined;
    },
    unitOf: (alarmName) => {
      const definition = deployed.get(alarmName);
      return definition === undefined || isComposite(definition) ? undefined : definition.unit;
    },
  };
};

const routers = new WeakMap<Configuration, AlarmRouter>();

/** The alarms of a configuration are listed once for each configuration object. */
const routerOf = (configuration: Configuration): AlarmRouter => {
  const known = routers.get(configuration) ?? alarmRouter(configuration);
  routers.set(configuration, known);
  return known;
};

/** The unit that the configuration gives to what an alarm of its own looks at; undefined: it says nothing of it. */
export const unitOfAlarm = (alarmName: string, configuration: Configuration): MetricUnit | undefined =>
  routerOf(configuration).unitOf(alarmName);

/** The route of one alarm. */
export const routeAlarm = (change: AlarmChange, configuration: Configuration): Route =>
  routerOf(configuration).route(change);

/**
 * Whether only its tags may say where an alarm belongs: the first rule that takes it asks for tags, or none takes it and
 * `tocsin:service` could name its service. What is deployed, or taken by a rule without tags, needs none.
 */
export const isRoutedByTags = (change: AlarmChange, configuration: Configuration): boolean =>
  routerOf(configuration).isByTags(change);

/** The place in `routing` of the rule that takes an alarm, whatever its tags change of what that says. */
export const ruleTaking = (change: AlarmChange, configuration: Configuration): number | undefined =>
  routerOf(configuration).ruleOf(change);
