import { metricsNamed } from './arrays.ts';
import { CLOCKS } from './clock.ts';
import type { Expression } from './expression.ts';

/** One mention of a metric or another expression. */
export interface Read {
  readonly id: string;
  /** Whether missing values matter: not to FILL with a value, nor to what only asks for the time. */
  readonly isNeeded: boolean;
}

type Call = Extract<Expression, { kind: 'call' }>;

const ASK_FOR_TIME: ReadonlySet<string> = new Set<string>([...CLOCKS, 'PERIOD']);

const doesWithout = ({ name, args }: Call): boolean =>
  ASK_FOR_TIME.has(name) || (name === 'FILL' && args[1] !== undefined && args[1].kind !== 'word');

const readsOfCall = (call: Call, metricIds: readonly string[], isNeeded: boolean): readonly Read[] => {
  const { name, args } = call;
  if (name !== 'METRICS') {
    return args.flatMap((arg, index) => readsOf(arg, metricIds, !(index === 0 && doesWithout(call))));
  }
  const part = args[0]?.kind === 'text' ? args[0].text : '';
  return metricsNamed(metricIds, part).map((id) => ({ id, isNeeded }));
};

const operandsOf = (expression: Expression): readonly Expression[] => {
  if (expression.kind === 'negation') return [expression.of];
  return expression.kind === 'operation' ? [expression.left, expression.right] : [];
};

/** Every mention of an id, those of METRICS() among them, in the order of the text. */
export const readsOf = (expression: Expression, metricIds: readonly string[], isNeeded = true): readonly Read[] => {
  if (expression.kind === 'reference') return [{ id: expression.id, isNeeded }];
  if (expression.kind === 'call') return readsOfCall(expression, metricIds, isNeeded);
  if (expression.kind === 'array') return expression.items.flatMap((item) => readsOf(item, metricIds, isNeeded));
  return operandsOf(expression).flatMap((operand) => readsOf(operand, metricIds));
};
