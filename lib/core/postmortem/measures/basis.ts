import type { Watched } from '../../service/rule.ts';
import { DAY, epochOf, HOUR, instantOf, type Instant, later, MINUTE, spokenDuration } from '../../time.ts';
import type { ToldFinding } from '../../diagnosis/told-finding.ts';
import type { Material } from '../facts/material.ts';
import { endOf } from '../facts/runs.ts';
import type { Versions } from '../facts/statement.ts';
import { type Fired, firedIn } from '../facts/worst-alarm.ts';

/** What proposals are made of. */
export interface Basis {
  readonly material: Material;
  /** What names the cause, or that nothing does. */
  readonly events: Versions;
  /** As a command can name them; of a name that it cannot, `NAME`. */
  readonly service: string;
  readonly environment: string;
  readonly onset: Instant;
  /** From an hour before the onset to the end, as a command names it. */
  readonly span: string;
  /** `x4.0 of the usual traffic (2000 a minute against 500)`; undefined: nobody knows. */
  readonly traffic: string | undefined;
}

/** Nothing in it that a shell reads. */
const plain = (name: string): string => (/^[\w.-]{1,100}$/u.test(name) && !name.startsWith('-') ? name : 'NAME');

const BEFORE = HOUR;

/** To the minute: commands are read by people. */
const minuteOf = (at: Instant): string => `${instantOf(Math.floor(epochOf(at) / MINUTE) * MINUTE).slice(0, 16)}Z`;

const onsetOf = ({ found, opened }: Material): Instant => {
  const { at, minutesAfterOnset } = found.diagnosed?.event.said ?? { minutesAfterOnset: null, at: '' };
  return minutesAfterOnset === null ? opened.event.at : later(at, -minutesAfterOnset * MINUTE);
};

type Traffic = NonNullable<ToldFinding['diagnosis']['traffic']>;

const NOTEWORTHY = 1.2;

const trafficOf = ({ found, findings }: Material): string | undefined => {
  const traffic: Traffic | null | undefined = findings.get(found.diagnosed?.event.number ?? 0)?.diagnosis.traffic;
  if (traffic == null || traffic.factor < NOTEWORTHY) return undefined;
  const [now, usual] = [String(Math.round(traffic.now)), String(Math.round(traffic.expected))];
  return `x${traffic.factor.toFixed(1)} of the usual traffic (${now} a minute against ${usual})`;
};

const causedBy = ({ found: { confirmed, diagnosed }, opened }: Material): Versions => {
  const known = [diagnosed, confirmed].flatMap((placed) => (placed === undefined ? [] : [placed.version]));
  const [first = opened.version, ...more] = known;
  return [first, ...more];
};

export const basisOf = (material: Material): Basis => {
  const { opened, events, runs } = material;
  const onset = onsetOf(material);
  const end = endOf(runs) ?? events.at(-1)?.event.at ?? onset;
  return {
    material,
    events: causedBy(material),
    service: plain(opened.event.service),
    environment: plain(opened.event.environment),
    onset,
    span: `--from ${minuteOf(later(onset, -BEFORE))} --to ${minuteOf(later(end, MINUTE))}`,
    traffic: trafficOf(material),
  };
};

/** As Tocsin names the alarms that it makes of a service. */
export const alarmNamed = (
  { service, environment }: Basis,
  watches: Watched | 'user-impact',
  severity: 'critical' | 'warning',
): string => `tocsin-${environment}-${service}-${watches}-${severity}`;

/** The first time that one of those alarms fired in this incident. */
export const firstFired = (basis: Basis, watches: Watched): Fired | undefined =>
  firedIn(basis.material.events).find(
    ({ alarm: { name } }) =>
      name === alarmNamed(basis, watches, 'critical') || name === alarmNamed(basis, watches, 'warning'),
  );

/** An alarm on what happened: when it would have fired. */
export const backtestOf = (basis: Basis, alarm: string, sweep?: string): string =>
  [
    `npx tocsin backtest --service ${basis.service} ${basis.span}`,
    `--alarm ${alarm}`,
    ...(sweep === undefined ? [] : [`--sweep ${sweep}`]),
    `--onset ${minuteOf(basis.onset)}`,
  ].join(' \\\n  ');

export const recordOf = ({ service, span }: Basis): string =>
  `npx tocsin record --service ${service} ${span} --out incident.json`;

/** `48 min`: from the onset to the first alarm; undefined: it came within five minutes. */
export const lateBy = ({
  material,
  onset,
}: Basis): { readonly words: string; readonly version: number } | undefined => {
  const [first] = firedIn(material.events);
  if (first === undefined) return undefined;
  const ms = epochOf(first.at) - epochOf(onset);
  return ms < 5 * MINUTE || ms > DAY ? undefined : { words: spokenDuration(ms), version: first.version };
};
