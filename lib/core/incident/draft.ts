import type { Instant } from '../time.ts';
import type { Lookups } from './commands.ts';
import type { IncidentEvent, NewEvent } from './events.ts';
import { atInstant, evolve } from './evolve.ts';
import { type Incident, isOpen, type Member } from './incident.ts';
import { moved } from './member.ts';

/** A decision in the making: every fact that is added is folded at once, so that the next rule sees it. */
export class Draft {
  readonly at: Instant;
  readonly lookups: Lookups;
  readonly events: IncidentEvent[] = [];
  incident: Incident;
  /** As it was stored: what its readers saw. */
  readonly stored: Incident;
  /** The alarms at hand, as they stand after the facts added so far. */
  private readonly members: Map<string, Member>;
  private readonly changed = new Map<string, Member>();

  constructor(at: Instant, lookups: Lookups, incident: Incident) {
    this.at = at;
    this.lookups = lookups;
    this.stored = incident;
    this.incident = atInstant(incident, at);
    this.members = new Map(lookups.members);
  }

  add(event: NewEvent): void {
    const fact: IncidentEvent = { v: 2, at: this.at, ...event };
    this.events.push(fact);
    this.incident = evolve(this.incident, fact) ?? this.incident;
  }

  member(alarmId: string): Member | undefined {
    return this.members.get(alarmId);
  }

  /** Puts an alarm's new state; returns the item with what it remembers. */
  setMember(now: Member): Member {
    const member = moved(this.members.get(now.alarmId), now, { incident: this.incident, at: this.at });
    this.members.set(member.alarmId, member);
    this.changed.set(member.alarmId, member);
    return member;
  }

  get changedMembers(): readonly Member[] {
    return [...this.changed.values()];
  }

  get allMembers(): readonly Member[] {
    return [...this.members.values()];
  }

  isDue(due: Instant | undefined): boolean {
    return due !== undefined && due <= this.at;
  }

  get isOpen(): boolean {
    return isOpen(this.incident);
  }
}
