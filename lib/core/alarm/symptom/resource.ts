import type { Compared } from './compared.ts';
import type { Words } from './vocabulary.ts';

/** Of what is longer the middle goes: people put the telling word last. */
const LONGEST = 28;
const KEPT_FIRST = 10;

/** At most 28 characters, cut in the middle. */
export const cutMiddle = (name: string): string => {
  const characters = Array.from(name);
  if (characters.length <= LONGEST) return name;
  const last = characters.slice(KEPT_FIRST + 3 - LONGEST).join('');
  return `${characters.slice(0, KEPT_FIRST).join('')}...${last}`;
};

/** `targetgroup/web/73e2d6bc24d8a067` and `app/web/50dc6c495c0c9188` are called `web`, an ARN by its end. */
const nameIn = (value: string): string => {
  const [, balanced] = /^(?:targetgroup|app|net|gwy)\/([^/]+)\/\w+$/u.exec(value) ?? [];
  if (balanced !== undefined) return balanced;
  return value.startsWith('arn:') ? (/[^:/]+$/u.exec(value)?.[0] ?? value) : value;
};

/** What tells two alarms of one resource apart. */
const PARTS = ['Operation', 'GlobalSecondaryIndexName', 'Role', 'AvailabilityZone', 'Method', 'Topic'];
/** Where the dimension is missing that usually tells of what, one of these does. */
const INSTEAD = ['LoadBalancer', 'ClusterName', 'AutoScalingGroupName', 'DBClusterIdentifier', 'ApiId', 'host'];
const MOST_VALUES = 3;
/** It names a unit, and nothing that has one. */
const CURRENCY = 'Currency';

/** Two of one name are told apart by where they are: `prod/web`, `checkout/live`; an alias of a function by itself. */
const placed = (main: string, dimensions: ReadonlyMap<string, string>): string => {
  const of = (dimension: string): string => dimensions.get(dimension) ?? '';
  const name = nameIn(of(main));
  if (main === 'FunctionName') return of('Resource').startsWith(`${name}:`) ? of('Resource') : name;
  const [before, after] = [main === 'ServiceName' ? of('ClusterName') : '', main === 'Stage' ? '' : of('Stage')];
  return [before, name, after].filter((part) => part !== '').join('/');
};

const valuesOf = (main: string | undefined, dimensions: ReadonlyMap<string, string>): readonly string[] => {
  if (main === undefined) return [...dimensions].flatMap(([name, value]) => (name === CURRENCY ? [] : nameIn(value)));
  return [placed(main, dimensions), ...PARTS.flatMap((name) => dimensions.get(name) ?? [])];
};

/** The name of what the metric is of: `payments-dlq`; empty where nothing tells. */
export const resourceOf = ({ metric }: Compared, { of }: Words): string => {
  const { dimensions } = metric ?? { dimensions: new Map<string, string>() };
  const main = [of?.[0] ?? '', ...INSTEAD].find((name) => dimensions.has(name));
  const values = valuesOf(main, dimensions).slice(0, MOST_VALUES);
  return cutMiddle(values.filter((value) => value !== '').join(' '));
};
