import type { AlarmState, CompositeAlarm } from '../../alarm/definition.ts';
import type { Unsupported } from '../../series/series.ts';
import { alarmArnOf, alarmNameOf } from '../../alarm/alarm-reference.ts';
import { type AlarmRule, childrenOf } from './alarm-rule.ts';
import { type CompositeActions, compositeActions } from './composite-actions.ts';
import { cycleFailure, dependentFailure, type Failure, failure } from './composite-failure.ts';
import { type Child, type ChildHistory, type CompositeSpan, compositeStates } from './composite-history.ts';
import { compositeOrder } from './composite-order.ts';
import { parseAlarmRule } from './parse-alarm-rule.ts';

export interface CompositeHistory extends ChildHistory, CompositeActions {
  readonly transitions: CompositeActions['transitions'];
  /** Distinct instants at which its rule was evaluated. */
  readonly evaluations: number;
  readonly stateAtEnd: AlarmState;
  /** What of the alarms below it is not CloudWatch's own, in words for the user. */
  readonly approximations: readonly string[];
}

/** An alarm whose rule can be read. */
interface Readable {
  readonly alarm: CompositeAlarm;
  readonly rule: AlarmRule;
  /** The name of each alarm of the rule by every way the rule writes it. */
  readonly names: ReadonlyMap<string, string>;
}

type Lookup = (name: string) => Pick<Child, 'history' | 'instants'> | Failure;

const readable = (alarm: CompositeAlarm): Readable | Failure => {
  const rule = parseAlarmRule(alarm.rule);
  if ('unsupported' in rule) return failure(alarm.name, rule.unsupported);
  return { alarm, rule, names: new Map(childrenOf(rule).map((written) => [written, alarmNameOf(written)])) };
};

interface Evaluated extends Pick<Child, 'instants'> {
  readonly history: Omit<CompositeHistory, 'actions' | 'repeated'>;
}

const evaluate = ({ alarm, rule, names }: Readable, find: Lookup, span: CompositeSpan): Evaluated | Failure => {
  const children = new Map<string, Child>();
  for (const [written, name] of names) {
    const found = find(name);
    if ('unsupported' in found) return dependentFailure(found);
    children.set(name, { ...found, name, arn: alarmArnOf(written, span.location) });
  }
  const subject = {
    arn: alarmArnOf(alarm.name, span.location),
    rule,
    children: [...children.values()],
    nameOf: (written: string): string => names.get(written) ?? written,
  };
  const { transitions, instants } = compositeStates(subject, span);
  const [first] = instants;
  const history = {
    transitions,
    evaluations: instants.length,
    approximations: [...new Set(subject.children.flatMap(({ history }) => history.approximations ?? []))],
    stateAtEnd: transitions.at(-1)?.to ?? 'INSUFFICIENT_DATA',
    ...(first === undefined ? {} : { firstEvaluatedAt: first }),
  } as const;
  return { history, instants };
};

const lookup =
  (done: ReadonlyMap<string, Evaluated | Failure>, children: ReadonlyMap<string, ChildHistory | Unsupported>): Lookup =>
  (name) => {
    const composite = done.get(name);
    if (composite !== undefined) return composite;
    const history = children.get(name);
    if (history === undefined) return failure(name, 'it is not among the alarms given, add it to them');
    if ('unsupported' in history) return failure(name, history.unsupported);
    return { history, instants: history.transitions.map(({ at }) => at) };
  };

const suppressorOf = ({ suppressor }: CompositeAlarm, find: Lookup) => {
  if (suppressor === undefined) return undefined;
  const found = find(alarmNameOf(suppressor.alarm));
  return { ...suppressor, history: 'unsupported' in found ? dependentFailure(found) : found.history };
};

/** Every alarm as far as the rules go, without its actions. */
const statesOf = (
  alarms: readonly CompositeAlarm[],
  children: ReadonlyMap<string, ChildHistory | Unsupported>,
  span: CompositeSpan,
): ReadonlyMap<string, Evaluated | Failure> => {
  const done = new Map<string, Evaluated | Failure>();
  const rules = new Map<string, Readable>();
  for (const alarm of alarms) {
    const read = readable(alarm);
    if ('unsupported' in read) done.set(alarm.name, read);
    else rules.set(alarm.name, read);
  }
  const { order, cycles } = compositeOrder(new Map([...rules].map(([name, { names }]) => [name, [...names.values()]])));
  for (const [name, cycle] of cycles) done.set(name, cycleFailure(name, cycle));
  const find = lookup(done, children);
  for (const name of order) {
    const rule = rules.get(name);
    if (rule !== undefined) done.set(name, evaluate(rule, find, span));
  }
  return done;
};

/**
 * The history of every composite alarm by name, or why there is none. What a rule or a suppressor names is a composite
 * alarm of the same list or one of `children`, by its name or by the name in its ARN.
 */
export const evaluateComposites = (
  alarms: readonly CompositeAlarm[],
  children: ReadonlyMap<string, ChildHistory | Unsupported>,
  span: CompositeSpan,
): Map<string, CompositeHistory | Unsupported> => {
  const states = statesOf(alarms, children, span);
  const find = lookup(states, children);
  const results = new Map<string, CompositeHistory | Unsupported>();
  for (const alarm of alarms) {
    const result = states.get(alarm.name);
    if (result === undefined) continue;
    if ('unsupported' in result) results.set(alarm.name, { unsupported: result.unsupported });
    else {
      const acting = compositeActions(result.history.transitions, suppressorOf(alarm, find), span.to);
      results.set(alarm.name, { ...result.history, ...acting });
    }
  }
  return results;
};
