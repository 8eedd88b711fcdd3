import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import { appendTo, fact, firing, headAlarm, member, minute, note, opening } from '../../test/support/incident-story.ts';

/** Of each incident, two an append. */
export const EVENTS_EACH = 20;
const APPENDS_EACH = EVENTS_EACH / 2;

const SERVICES = 200;
/** A year for 50,000 incidents. */
export const MINUTES_APART = 10;
/** At any time so many go on at once, so that the files of one do not lie side by side. */
const AT_ONCE = 40;
/** Of so many one stays open. */
const RESOLVED_OF = 500;

export const madeId = (incident: number): string => `01H${String(incident).padStart(23, '0')}`;

/** When what an incident says happens. */
const atOf = (incident: number, append: number): string => minute(incident * MINUTES_APART + append * 4);

const page = (at: string, target: 'responder:alice' | 'channel:ops'): IncidentEvent =>
  fact(at, {
    type: 'PageSent',
    kind: 'page',
    pageId: `${target} ${at}`,
    target,
    subject: 'CRITICAL shop: p99 latency 2.4 s, above 1 s for 3 minutes',
    text: 'p99 latency of shop is 2.4 s, above 1 s for 3 minutes. Memory grows evenly since 13:20 and is full at 15:40.',
    reason: 'escalation',
    level: 1,
    round: 1,
  });

const joined = (at: string, alarm: string): IncidentEvent =>
  fact(at, { type: 'AlarmJoined', alarm: headAlarm(alarm, { since: at }), counts: firing(1) });

const eventsOf = (incident: number, append: number): readonly IncidentEvent[] => {
  const at = atOf(incident, append);
  const said = note('Restarted two of six tasks; memory falls, latency is back below 300 ms, the queue drains.', at);
  const service = `service-${String(incident % SERVICES)}`;
  switch (append) {
    case 0:
      return [opening(madeId(incident), { at, service, group: service }), joined(at, 'latency')];
    case 1:
      return [page(at, 'responder:alice'), page(at, 'channel:ops')];
    case 3:
      return [fact(at, { type: 'IncidentAcknowledged', by: 'alice', until: at, severity: 'critical' }), said];
    case 4:
      return [joined(at, 'errors'), said];
    case APPENDS_EACH - 1:
      if (incident % RESOLVED_OF === 0) return [said, said];
      return [said, fact(at, { type: 'IncidentResolved', by: 'alice', stillFiring: 0, counts: firing(0, 2) })];
    default:
      return [said, said];
  }
};

/** What an alarm's change writes beside the incident. */
class Beside {
  private readonly versions = new Map<string, number>();

  of(incident: number, append: number): Partial<Append> & Parameters<typeof appendTo>[2] {
    const alarm = append === 0 ? 'latency' : 'errors';
    if (append !== 0 && append !== 4) return {};
    const incidentId = madeId(incident);
    const group = `service-${String(incident % SERVICES)}`;
    const [alarmKey, at] = [
      `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${group}-${alarm}`,
      atOf(incident, append),
    ];
    return {
      members: [member(alarm)],
      group: { group, incidentId, status: 'open', version: this.next(group) },
      register: [{ alarmKey, alarmName: alarm, state: 'ALARM', at, group, incidentId, version: this.next(alarmKey) }],
      dedups: [{ key: `${alarmKey} ${at} ALARM ${String(incident)}`, incidentId }],
    };
  }

  private next(key: string): number {
    const version = (this.versions.get(key) ?? 0) + 1;
    this.versions.set(key, version);
    return version;
  }
}

/** The numbers of the files of one of so many incidents. */
export const filesOf = (incident: number, incidents: number): readonly number[] => {
  const first = incident - (incident % AT_ONCE);
  const together = Math.min(AT_ONCE, incidents - first);
  const before = first * APPENDS_EACH + (incident - first) + 1;
  return Array.from({ length: APPENDS_EACH }, (_, append) => before + append * together);
};

/** The appends of so many incidents, as they come in. */
export const madeAppends = function* (incidents: number): Generator<Append> {
  const beside = new Beside();
  for (let first = 0; first < incidents; first += AT_ONCE) {
    const heads = new Map<number, Incident>();
    for (let append = 0; append < APPENDS_EACH; append += 1) {
      for (let incident = first; incident < Math.min(first + AT_ONCE, incidents); incident += 1) {
        const made = appendTo(heads.get(incident), eventsOf(incident, append), beside.of(incident, append));
        heads.set(incident, made.incident.head);
        yield made;
      }
    }
  }
};

/** One incident in as few appends as there may be, for a store that is slow to fill. */
export const madeWhole = (incident: number): Append => {
  const appends = Array.from({ length: APPENDS_EACH }, (_, append) => eventsOf(incident, append));
  return appendTo(undefined, appends.flat(), { members: [member('latency'), member('errors')] });
};
