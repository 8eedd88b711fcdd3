import type { AlarmChange } from '../../core/alarm/change.ts';
import type { Configuration, RoutingRule } from '../../core/configuration.ts';
import { policyNameOf } from '../../core/escalation/policy.ts';
import { isRoutedByTags, type Route, routeAlarm, ruleTaking } from '../../core/service/route-alarm.ts';

/** Where an alarm of a dump goes. */
export interface RoutedAlarm extends Pick<Route, 'service' | 'severity' | 'how'> {
  readonly name: string;
  /** The place in `routing` of the rule that takes it. */
  readonly rule?: number;
  readonly policy: string;
  /** Its tags, which nobody knows here, may say otherwise. */
  readonly dependsOnTags: boolean;
}

interface UnmatchedRule {
  readonly index: number;
  readonly match: RoutingRule['match'];
}

export interface CheckedRouting {
  readonly alarms: readonly RoutedAlarm[];
  /** Nothing in the dump is taken by them. */
  readonly unmatchedRules: readonly UnmatchedRule[];
  /** Nothing may be said of them: of tags that are not known, or of an account or Region of which there is no alarm. */
  readonly unjudgedRules: readonly (UnmatchedRule & { readonly because: 'tags' | 'account or Region' })[];
}

interface Given {
  readonly alarms: readonly AlarmChange[];
  /** By ARN; undefined: nobody knows any. */
  readonly tags: ReadonlyMap<string, AlarmChange['tags']> | undefined;
}

const routedAlarm = (alarm: AlarmChange, isUntold: boolean, configuration: Configuration): RoutedAlarm => {
  const route = routeAlarm(alarm, configuration);
  const { service, severity, how } = route;
  const rule = ruleTaking(alarm, configuration);
  return {
    name: alarm.alarmName,
    service,
    severity,
    how,
    ...(rule === undefined ? {} : { rule }),
    policy: policyNameOf(configuration, route),
    dependsOnTags: isUntold && isRoutedByTags(alarm, configuration),
  };
};

const isElsewhere = ({ account, region }: RoutingRule['match'], alarms: readonly AlarmChange[]): boolean =>
  !alarms.some(
    (alarm) =>
      (account === undefined || account === alarm.account) && (region === undefined || region === alarm.region),
  );

export const checkedRouting = (configuration: Configuration, { alarms, tags }: Given): CheckedRouting => {
  const known = tags === undefined ? alarms : alarms.map((one) => ({ ...one, tags: tags.get(one.alarmArn) ?? {} }));
  const routed = known.map((alarm) => routedAlarm(alarm, tags === undefined, configuration));
  const taking = new Set(routed.map(({ rule }) => rule));
  const idle = configuration.routing.flatMap(({ match }, index) => (taking.has(index) ? [] : [{ index, match }]));
  const because = ({ match }: UnmatchedRule): 'tags' | 'account or Region' | undefined => {
    if (match.tags !== undefined && tags === undefined) return 'tags';
    return isElsewhere(match, alarms) ? 'account or Region' : undefined;
  };
  return {
    alarms: routed,
    unmatchedRules: idle.filter((rule) => because(rule) === undefined),
    unjudgedRules: idle.flatMap((rule) => {
      const why = because(rule);
      return why === undefined ? [] : [{ ...rule, because: why }];
    }),
  };
};
