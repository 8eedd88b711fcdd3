import type { AlarmState } from '../../alarm/definition.ts';

/** What the rule of a composite alarm says; alarms by name or ARN, as written. */
export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | ({
      readonly kind: 'at-least';
      /** An alarm counts when it is in the state; negated: when it is not. */
      readonly state: AlarmState;
      readonly negated: boolean;
      readonly alarms: readonly string[];
    } & Quorum)
  | { readonly kind: 'not'; readonly rule: AlarmRule }
  | { readonly kind: 'all' | 'any'; readonly rules: readonly AlarmRule[] };

/** So many alarms, or so many of a hundred. */
export type Quorum = { readonly count: number } | { readonly percent: number };

type AtLeast = Extract<AlarmRule, { kind: 'at-least' }>;

const mentioned = (rule: AlarmRule): readonly string[] => {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'at-least':
      return rule.alarms;
    case 'not':
      return mentioned(rule.rule);
    case 'all':
    case 'any':
      return rule.rules.flatMap(mentioned);
  }
};

/** Names and ARNs as the rule writes them, each once, in the order of the rule. */
export const childrenOf = (rule: AlarmRule): string[] => [...new Set(mentioned(rule))];

const isReached = (rule: AtLeast, stateOf: (nameOrArn: string) => AlarmState): boolean => {
  const counted = rule.alarms.filter((alarm) => (stateOf(alarm) === rule.state) !== rule.negated).length;
  // "At least 50 %" of three is two: the share itself is compared, nothing is rounded.
  return 'count' in rule ? counted >= rule.count : counted * 100 >= rule.percent * rule.alarms.length;
};

/** Whether the rule is true: the composite alarm is then in ALARM, else in OK. */
export const holds = (rule: AlarmRule, stateOf: (nameOrArn: string) => AlarmState): boolean => {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'at-least':
      return isReached(rule, stateOf);
    case 'not':
      return !holds(rule.rule, stateOf);
    case 'all':
      return rule.rules.every((each) => holds(each, stateOf));
    case 'any':
      return rule.rules.some((each) => holds(each, stateOf));
  }
};
