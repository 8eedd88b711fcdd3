import type { AlarmChange } from '../alarm/change.ts';
import type { RoutingRule } from '../configuration.ts';
import { coversGlob, type Glob, globOf } from '../glob.ts';

type Match = RoutingRule['match'];

/** What a rule looks at of an alarm, beside its tags. */
export type Matched = Pick<AlarmChange, 'alarmName' | 'account' | 'region' | 'metrics'>;

/** What a rule says of everything but tags, and of tags. */
export interface RuleMatcher {
  readonly rule: RoutingRule;
  readonly matchesWithoutTags: (alarm: Matched) => boolean;
  readonly matchesTags: (tags: AlarmChange['tags']) => boolean;
}

const anything: Glob = () => true;

const globOrAny = (pattern: string | undefined): Glob => (pattern === undefined ? anything : globOf(pattern));

const isOrAny = (wanted: string | undefined, given: string): boolean => wanted === undefined || wanted === given;

/** One of its metrics has to be as both say; a composite alarm has none. */
const metricMatcher = ({ namespace, metric }: Match): ((metrics: AlarmChange['metrics']) => boolean) => {
  if (namespace === undefined && metric === undefined) return () => true;
  const [isNamespace, isMetric] = [globOrAny(namespace), globOrAny(metric)];
  return (metrics = []) => metrics.some((one) => isNamespace(one.namespace) && isMetric(one.metricName));
};

export const ruleMatcher = (rule: RoutingRule): RuleMatcher => {
  const { match } = rule;
  const [isName, hasMetric] = [globOrAny(match.name), metricMatcher(match)];
  const tagged = Object.entries(match.tags ?? {});
  return {
    rule,
    matchesWithoutTags: ({ alarmName, account, region, metrics }) =>
      isName(alarmName) && isOrAny(match.account, account) && isOrAny(match.region, region) && hasMetric(metrics),
    matchesTags: (tags) => tagged.every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value),
  };
};

const coversPattern = (wide: string | undefined, narrow: string | undefined): boolean =>
  wide === undefined || (narrow !== undefined && coversGlob(wide, narrow));

const coversTags = (wide: Match['tags'] = {}, narrow: Match['tags'] = {}): boolean =>
  Object.entries(wide).every(([key, value]) => narrow[key] === value);

/** Whether one rule certainly takes every alarm that another would: where it comes first, the other never matches. */
export const coversMatch = (wide: Match, narrow: Match): boolean =>
  coversPattern(wide.name, narrow.name ?? '*') &&
  (['namespace', 'metric'] as const).every((key) => coversPattern(wide[key], narrow[key])) &&
  (['account', 'region'] as const).every((key) => wide[key] === undefined || wide[key] === narrow[key]) &&
  coversTags(wide.tags, narrow.tags);
