export interface CompositeOrder {
  /** Every name behind those it depends on. */
  readonly order: readonly string[];
  /** Of each name that leads into a cycle, that cycle: its names in order, the first once more at the end. */
  readonly cycles: ReadonlyMap<string, readonly string[]>;
}

type Graph = ReadonlyMap<string, readonly string[]>;

const parentsIn = (graph: Graph): Map<string, string[]> => {
  const parents = new Map<string, string[]>([...graph.keys()].map((name) => [name, []]));
  for (const [name, children] of graph) for (const child of children) parents.get(child)?.push(name);
  return parents;
};

/** A name is in order once all its children are; who is left leads into a cycle. Not recursive: a file may nest alarms deeply. */
const inOrder = (graph: Graph): string[] => {
  const parents = parentsIn(graph);
  const waiting = new Map<string, number>();
  for (const [name, children] of graph) waiting.set(name, children.filter((child) => graph.has(child)).length);
  const order = [...waiting].filter(([, count]) => count === 0).map(([name]) => name);
  for (const name of order) {
    for (const parent of parents.get(name) ?? []) {
      const left = (waiting.get(parent) ?? 0) - 1;
      waiting.set(parent, left);
      if (left === 0) order.push(parent);
    }
  }
  return order;
};

type Cycles = Map<string, readonly string[]>;

/** From a start, one child after the other, until a name comes again or is known to lead into a cycle. */
const pathInto = (start: string, next: (name: string) => string | undefined, known: Cycles): [Set<string>, string] => {
  const path = new Set<string>();
  let name = start;
  while (!path.has(name) && !known.has(name)) {
    path.add(name);
    name = next(name) ?? name;
  }
  return [path, name];
};

const cyclesAmong = (left: ReadonlySet<string>, graph: Graph): Cycles => {
  const cycles: Cycles = new Map();
  // Who is left has a child that is left: whoever has none is in order.
  const next = (name: string): string | undefined => graph.get(name)?.find((child) => left.has(child));
  for (const start of left) {
    const [path, again] = pathInto(start, next, cycles);
    const names = [...path];
    const cycle = cycles.get(again) ?? [...names.slice(names.indexOf(again)), again];
    for (const name of names) cycles.set(name, cycle);
  }
  return cycles;
};

/** Puts names in the order of their dependencies; children that are not among the names play no part. */
export const compositeOrder = (graph: Graph): CompositeOrder => {
  const order = inOrder(graph);
  const left = new Set(graph.keys());
  for (const name of order) left.delete(name);
  return { order, cycles: cyclesAmong(left, graph) };
};
