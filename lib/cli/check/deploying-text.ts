import type { CostLine } from '../../core/cost/monthly-cost.ts';
import { counted } from '../../core/words.ts';
import { cut, labelled, table, toRight, widestOf, widthOf } from '../terminal/layout.ts';
import type { Checked } from './checked.ts';
import type { Deploying, Subscribing, WatchedService } from './deploying.ts';

/** Of services that are not alike, and of names in one line; --json has all. */
const MOST_ALIKE = 12;
const MOST_NAMES = 3;
const WIDEST_NAMES = 30;

/** `memory (2)`: in the order of the definitions. */
const watchesText = ({ alarms }: WatchedService): string => {
  const byWatches = Map.groupBy(alarms, ({ watches }) => watches);
  const texts = [...byWatches].map(([watches, { length }]) =>
    length === 1 ? watches : `${watches} (${String(length)})`,
  );
  if (texts.length === 0) return 'nothing';
  return alarms.some(({ severity }) => severity === 'critical') ? texts.join(', ') : `${texts.join(', ')}; none pages`;
};

/** As many as there is room for. */
const namesText = (names: readonly string[], room: number): string => {
  const texts = [MOST_NAMES, 2, 1].map((most) => {
    const more = names.length - most;
    return more <= 0 ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${String(more)} more`;
  });
  return texts.find((text) => widthOf(text) <= room) ?? cut(texts.at(-1) ?? '', room);
};

interface Alike {
  readonly names: readonly string[];
  readonly kind: string;
  readonly alarms: number;
  readonly watches: string;
}

/** Services with the same alarms are told of once. */
const alikeOf = (services: readonly WatchedService[]): readonly Alike[] =>
  [...Map.groupBy(services, (service) => `${service.kind} ${watchesText(service)}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const alarms = same.reduce((sum, service) => sum + service.alarms.length, 0);
    return [{ names: same.map(({ name }) => name), kind: first.kind, alarms, watches: watchesText(first) }];
  });

const alarmLines = ({ services }: Deploying, width: number): readonly string[] => {
  const alike = alikeOf(services);
  const shown = alike.slice(0, MOST_ALIKE);
  const figures = shown.map(({ alarms }) => String(alarms));
  const room = Math.min(WIDEST_NAMES, Math.floor(width / 3));
  const labels = table(
    shown.map(({ names, kind }, row) => [toRight(figures[row] ?? '', widestOf(figures)), namesText(names, room), kind]),
    width,
  );
  const more = alike.slice(MOST_ALIKE).reduce((sum, { names }) => sum + names.length, 0);
  return [
    ...labelled(
      shown.map(({ watches }, row) => [`  ${labels[row] ?? ''}`, watches]),
      width,
    ),
    ...(more === 0 ? [] : [`  and ${counted(more, 'service')} more: --json has all`]),
  ];
};

const called = ({ target, kind }: Subscribing): string => {
  const name = target.slice(target.indexOf(':') + 1);
  return target.startsWith('channel:') ? `${name} (${kind})` : name;
};

const topicLines = ({ subscriptions }: Deploying, width: number): readonly string[] => {
  const ofKind = (kind: string): string =>
    subscriptions
      .filter(({ target }) => target.startsWith(kind))
      .map(called)
      .join(', ');
  const rows = [
    ['  responders', ofKind('responder:')],
    ['  channels', ofKind('channel:')],
    ['  ops', 'alarms about the pager itself'],
  ] as const;
  return labelled(
    rows.filter(([, names]) => names !== ''),
    width,
  );
};

const dollarsText = (dollars: number): string => `$${dollars.toFixed(2)}`;

/** What is less than a twentieth of it is told together. */
const LEAST_SHARE = 0.05;

const costRows = ({ dollars, lines }: Checked['cost']): readonly CostLine[] => {
  const dearest = lines.toSorted((one, other) => other.dollars - one.dollars);
  const shown = dearest.filter((line) => line.dollars >= dollars * LEAST_SHARE);
  const rest = dearest.slice(shown.length).reduce((sum, line) => sum + line.dollars, 0);
  return rest < 0.005 ? shown : [...shown, { what: 'Everything else', dollars: rest }];
};

const costLines = (cost: Checked['cost'], width: number): readonly string[] => {
  const rows = costRows(cost);
  const figures = rows.map(({ dollars }) => dollarsText(dollars));
  return table(
    rows.map(({ what }, row) => [`  ${toRight(figures[row] ?? '', widestOf(figures))}`, what]),
    width,
  );
};

/** What a deploy creates, and what that costs. */
export const deployingText = ({ deployed, cost, services }: Checked, width: number): readonly string[] => [
  '',
  `${counted(deployed.alarms, 'alarm')} of ${counted(services, 'service')}`,
  ...alarmLines(deployed, width),
  '',
  `${counted(deployed.topics, 'topic')}, silent until you subscribe: the outputs Subscribe… are the commands`,
  ...topicLines(deployed, width),
  '',
  `About ${dollarsText(cost.dollars)} a month (us-east-1, no free tier; counted in docs/cost.md)`,
  ...costLines(cost, width),
];
