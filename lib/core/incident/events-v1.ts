import { later, MINUTE } from '../time.ts';
import type { IncidentEvent } from './events.ts';
import type { Counts, HeadAlarm, Incident } from './incident.ts';

/** How long a person's resolution is believed. */
export const BELIEVED_MS = 10 * MINUTE;

/** A stored event of version 1: fields that this version has no longer, or has otherwise. */
type Stored = Readonly<Record<string, unknown>> & { readonly type: string; readonly at: string };

interface CountsV1 {
  readonly joined: number;
  readonly firing: number;
  readonly silent: number;
  readonly critical?: number;
}

const NONE: Counts = { joined: 0, firing: 0, silent: 0, critical: 0, owned: 0, believed: 0, uncovered: 0 };

/**
 * Version 1 did not always count what is critical: then its alarms say it, and where it names too few, its severity. An
 * alarm that raises the severity is told before that is said.
 */
const criticalIn = (counts: CountsV1, alarms: readonly HeadAlarm[], severity: string | undefined): number => {
  if (counts.critical !== undefined) return counts.critical;
  const firing = alarms.filter(({ state, silenced }) => state !== 'OK' && !silenced);
  const named = firing.filter((alarm) => alarm.severity === 'critical').length;
  const isUnnamed = named === 0 && severity === 'critical' && counts.firing > firing.length;
  return Math.min(counts.firing, isUnnamed ? 1 : named);
};

/** What version 1 covered was all or nothing. */
const countsOf = (stored: Stored, incident: Incident): Counts => {
  const counts = stored['counts'] as CountsV1;
  const told = [stored['alarm'], stored['alarms'], stored['sample']].flatMap((one) => one ?? []) as HeadAlarm[];
  const others = incident.alarms.filter(({ alarmId }) => !told.some((alarm) => alarm.alarmId === alarmId));
  const critical = criticalIn(counts, [...told, ...others], incident.severity);
  const isOwned = incident.owner?.severity === 'critical';
  const { joined, firing, silent } = counts;
  return {
    ...NONE,
    joined,
    firing,
    silent,
    critical,
    owned: isOwned ? critical : 0,
    uncovered: isOwned ? 0 : critical,
  };
};

interface PolicyV1 {
  readonly name: string;
  readonly levels: readonly unknown[];
  readonly repeat: number;
}

const SHAPES: Readonly<Partial<Record<string, (stored: Stored, incident: Incident | undefined) => object>>> = {
  IncidentOpened: ({ policy }) => {
    const { name, levels, repeat } = policy as PolicyV1;
    return { policy: undefined, escalation: name, levels: levels.length, rounds: repeat + 1 };
  },
  IncidentAcknowledged: (_stored, incident) => ({ severity: incident?.severity }),
  IncidentUnanswered: () => ({ isUnanswered: true }),
  IncidentResolved: (stored, incident) => ({
    counts: incident && stored['counts'] === undefined ? incident.counts : NONE,
    until: stored['by'] === undefined ? undefined : later(stored.at, BELIEVED_MS),
  }),
};

/** An event of version 1 as this version would tell it. */
export const fromVersion1 = (event: IncidentEvent, incident: Incident | undefined): IncidentEvent => {
  const stored = event as unknown as Stored;
  const shape = Object.hasOwn(SHAPES, stored.type) ? SHAPES[stored.type]?.(stored, incident) : undefined;
  const counted =
    incident !== undefined && stored['counts'] !== undefined ? { counts: countsOf(stored, incident) } : {};
  return { ...stored, ...shape, ...counted } as unknown as IncidentEvent;
};
