import { expect } from 'vitest';
import type { AlarmChange } from '../../lib/core/alarm/change.ts';
import type { ConfirmedCause, DiagnosisSaid } from '../../lib/core/cause.ts';
import type { EscalationPolicy, Target } from '../../lib/core/configuration.ts';
import { wakeAt } from '../../lib/core/escalation/wake.ts';
import type {
  CommandOf,
  ContextFact,
  Lookups,
  IncidentCommand,
  PageOutcome,
  ReceivedChange,
} from '../../lib/core/incident/commands.ts';
import { decide, type Decision } from '../../lib/core/rules/decide.ts';
import { DIAGNOSIS, type IncidentEvent } from '../../lib/core/incident/events.ts';
import type { About, Incident, Member } from '../../lib/core/incident/incident.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import { epochOf, HOUR, type Instant, instantOf, MINUTE } from '../../lib/core/time.ts';

/** So many minutes after the reference incident's latency alarm. */
export const minute = (minutes: number): Instant =>
  instantOf(epochOf('2023-08-05T14:15:00.000Z') + Math.round(minutes * MINUTE));

export const seconds = (count: number): number => count / 60;

export const minutesAt = (at: Instant): number => (epochOf(at) - epochOf(minute(0))) / MINUTE;

/** Three levels (15, 20, 20 min), once more, then everybody, every hour. Alice is on call, Bob and Carol follow. */
export const policy: EscalationPolicy = {
  levels: [
    { page: ['schedule:on-call'], escalateAfterMs: 15 * MINUTE },
    { page: ['responder:bob'], escalateAfterMs: 20 * MINUTE },
    { page: ['responder:carol'], escalateAfterMs: 20 * MINUTE },
  ],
  repeat: 1,
  acknowledgementTimeoutMs: 30 * MINUTE,
  notify: ['channel:ops'],
  unanswered: ['responder:alice', 'responder:bob', 'responder:carol'],
  unansweredEveryMs: HOUR,
};

const opening = {
  incidentId: 'INCIDENT',
  kind: 'real',
  group: 'web',
  account: '123456789012',
  region: 'us-east-1',
  service: 'web',
  environment: 'prod',
  config: '0123456789ab',
  recoverAfterMs: 5 * MINUTE,
  cooldownMs: 10 * MINUTE,
} as const;

type Received = Partial<Omit<ReceivedChange, 'change'>> & Partial<AlarmChange>;

/** What routing and register say of a state of this alarm at that minute; critical unless said otherwise. */
export const alarm = (name: string, minutes: number, said: Received = {}): ReceivedChange => {
  const {
    severity = 'critical',
    insufficientData = 'ignore',
    stale = false,
    late = false,
    repeated = false,
    missedTransition = false,
    ...change
  } = said;
  const alarmArn = `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
  return {
    change: {
      kind: 'state',
      alarmArn,
      alarmName: name,
      account: '123456789012',
      region: 'us-east-1',
      state: 'ALARM',
      at: minute(minutes),
      reason: 'Threshold Crossed',
      onRealData: true,
      tags: {},
      ...change,
    },
    alarmId: name,
    alarmKey: JSON.stringify([alarmArn]),
    severity,
    insufficientData,
    stale,
    late,
    repeated,
    missedTransition,
  };
};

export const mutedUntil = (minutes: number): Pick<AlarmChange, 'silenced'> => ({
  silenced: { by: 'mute', until: minute(minutes) },
});
export const suppressed: Pick<AlarmChange, 'silenced'> = { silenced: { by: 'suppression' } };

/** The same response, of somebody who saw the incident so, or said something beside it. */
export const having = (
  command: IncidentCommand,
  beside: Pick<CommandOf<'Respond'>, 'expect' | 'note' | 'signedBy'>,
): IncidentCommand => ({ ...command, ...beside });

/** A command, or several that depend on how the incident stands. */
export type Step = IncidentCommand | ((incident: Incident) => readonly IncidentCommand[]);

export const receives = (minutes: number, ...changes: readonly ReceivedChange[]): CommandOf<'ReceiveAlarm'> => ({
  type: 'ReceiveAlarm',
  at: minute(minutes),
  opening,
  changes,
});

export const latencyAlarm = receives(0, alarm('latency', 0));
export const trafficWarning = receives(0, alarm('traffic', 0, { severity: 'warning' }));
export const fires = (name: string, minutes: number, said: Received = {}): IncidentCommand =>
  receives(minutes, alarm(name, minutes, said));
export const recovers = (name: string, minutes: number): IncidentCommand => fires(name, minutes, { state: 'OK' });
export const losesData = (name: string, minutes: number): IncidentCommand =>
  fires(name, minutes, { state: 'INSUFFICIENT_DATA' });
export const isDeleted = (name: string, minutes: number): IncidentCommand =>
  fires(name, minutes, { kind: 'deleted', state: 'INSUFFICIENT_DATA' });

export const ticks = (minutes: number): IncidentCommand => ({ type: 'Tick', at: minute(minutes) });
export const diagnosed = (minutes: number): IncidentCommand => ({
  type: 'RecordContext',
  at: minute(minutes),
  facts: [],
});
/** Of a service whose causes somebody looks for. */
const ofDiagnosed = (command: CommandOf<'ReceiveAlarm'>): CommandOf<'ReceiveAlarm'> => ({
  ...command,
  opening: { ...command.opening, isDiagnosed: true },
});

/** The latency alarm at 0, of a service whose causes somebody looks for. */
export const diagnosedAlarm = ofDiagnosed(receives(0, alarm('latency', 0)));

const records = (minutes: number, fact: ContextFact): IncidentCommand => ({
  type: 'RecordContext',
  at: minute(minutes),
  facts: [fact],
});

/** Somebody has found this by then. */
export const finds = (minutes: number, said: DiagnosisSaid): IncidentCommand =>
  records(minutes, {
    outcome: 'diagnosed',
    said: { ...said, at: minute(minutes) },
    hash: `hash of ${String(minutes)}`,
  });

export const findsNothingOut = (minutes: number, reason: string): IncidentCommand =>
  records(minutes, { outcome: 'unavailable', source: DIAGNOSIS, reason });

/** The same, and its page went out saying this. */
export const pagedWith = (said: DiagnosisSaid): readonly Step[] => [diagnosedAlarm, finds(0, said), pagesSent(0)];

const responds = (by: string, minutes: number, response: Response): IncidentCommand => ({
  type: 'Respond',
  at: minute(minutes),
  by,
  response,
});
export const acknowledges = (by: string, minutes: number): IncidentCommand =>
  responds(by, minutes, { type: 'acknowledge' });
export const escalates = (by: string, minutes: number): IncidentCommand => responds(by, minutes, { type: 'escalate' });
export const resolves = (by: string, minutes: number): IncidentCommand => responds(by, minutes, { type: 'resolve' });
/** It is over, or was already, and this is what it was. */
export const resolvesAs = (by: string, cause: ConfirmedCause, minutes: number): IncidentCommand =>
  responds(by, minutes, { type: 'resolve', cause });
export const reopens = (by: string, minutes: number): IncidentCommand => responds(by, minutes, { type: 'reopen' });
export const reassigns = (by: string, to: string, minutes: number): IncidentCommand =>
  responds(by, minutes, { type: 'reassign', to });
export const snoozes = (by: string, forMinutes: number, minutes: number): IncidentCommand =>
  responds(by, minutes, { type: 'snooze', forMs: forMinutes * MINUTE });
export const notes = (by: string, minutes: number): IncidentCommand =>
  responds(by, minutes, { type: 'note', text: 'Looking at it.' });
const RESULTS = {
  sent: { outcome: 'sent', subject: 'Page', text: 'Page' },
  failed: { outcome: 'failed', error: 'refused' },
  unconfirmed: { outcome: 'unconfirmed' },
} as const satisfies Record<PageOutcome['outcome'], PageOutcome>;

export const pageIs = (pageId: string, outcome: PageOutcome['outcome'], minutes: number): IncidentCommand => ({
  type: 'RecordPage',
  at: minute(minutes),
  pageId,
  result: RESULTS[outcome],
});

const eachRequested =
  (outcome: PageOutcome['outcome']) =>
  (minutes: number): Step =>
  ({ requested }) =>
    requested.map(({ pageId }) => pageIs(pageId, outcome, minutes));

/** Whatever is requested by then goes out at that minute. */
export const pagesSent = eachRequested('sent');
export const pagesFail = eachRequested('failed');
/** SNS answers none of them in time. */
export const pagesUnconfirmed = eachRequested('unconfirmed');

/** The latency alarm at 0, its page decided and sent in the same minute. */
export const alicePaged: readonly Step[] = [latencyAlarm, diagnosed(0), pagesSent(0)];
export const acknowledgedByAlice = acknowledges('alice', 5);
/** The page was answered, everything told. */
export const aliceAtWork: readonly Step[] = [...alicePaged, acknowledgedByAlice, pagesSent(5)];
export const recovered: readonly Step[] = [...alicePaged, recovers('latency', 10), ticks(15), pagesSent(15)];
export const resolvedWhileFiring: readonly Step[] = [...aliceAtWork, resolves('alice', 20), pagesSent(20)];

export interface Circumstances {
  readonly policy?: Partial<EscalationPolicy>;
  readonly onCall?: Lookups['onCall'];
  readonly unreachable?: readonly Target[];
  readonly everyone?: readonly Target[];
  readonly otherOpen?: string;
  /** Alarms that have joined another incident since. */
  readonly elsewhere?: readonly string[];
  /** The incident of the group before this one. */
  readonly older?: Incident;
  /** Hash of today's configuration. */
  readonly config?: string;
  /** Whoever left is not. */
  readonly isConfigured?: Lookups['isConfigured'];
}

/** An incident on its way: every command is decided with what the shell would have read. */
export class IncidentStory {
  incident: Incident | undefined;
  readonly events: IncidentEvent[] = [];
  /** Why the newest command was refused. */
  refusal: string | undefined;
  private readonly members = new Map<string, Member>();
  private circumstances: Circumstances;

  constructor(circumstances: Circumstances = {}) {
    this.circumstances = circumstances;
  }

  get policy(): EscalationPolicy {
    return { ...policy, ...this.circumstances.policy };
  }

  /** From now on it is so: another configuration is deployed, another person is on call. */
  meanwhile(changed: Circumstances): this {
    this.circumstances = { ...this.circumstances, ...changed };
    return this;
  }

  get lookups(): Lookups {
    const {
      onCall = () => 'alice',
      unreachable = [],
      everyone = [],
      otherOpen,
      elsewhere = [],
      older,
    } = this.circumstances;
    const { config = opening.config } = this.circumstances;
    return {
      members: new Map(this.members),
      onCall,
      unreachable: new Set(unreachable),
      everyone,
      isConfigured: this.circumstances.isConfigured ?? (() => true),
      elsewhere: new Set(elsewhere),
      otherOpen,
      policy: this.policy,
      config,
      older,
    };
  }

  decide(command: IncidentCommand): Decision {
    const decision = decide(command, this.incident, this.lookups);
    this.refusal = decision.outcome === 'rejected' ? decision.rejection.reason : undefined;
    if (decision.outcome === 'rejected') return decision;
    this.incident = decision.incident;
    this.events.push(...decision.events);
    for (const member of decision.members) this.members.set(member.alarmId, member);
    return decision;
  }

  take(...steps: readonly Step[]): this {
    for (const step of steps) {
      if (typeof step !== 'function') this.decide(step);
      else if (this.incident !== undefined) for (const command of step(this.incident)) this.decide(command);
    }
    return this;
  }

  /** Lets the clock tick and every page go out at once, until nothing is due by then. */
  runUntil(minutes: number): this {
    let now = this.events.at(-1)?.at ?? minute(0);
    for (let turn = 0; turn < 1_000; turn += 1) {
      this.take(pagesSent(minutesAt(now)));
      const wake = this.incident && wakeAt(this.incident, this.policy);
      if (wake === undefined || wake > minute(minutes)) return this;
      now = wake > now ? wake : now;
      this.decide({ type: 'Tick', at: now });
    }
    throw new Error('the clock never comes to rest');
  }

  /** `15 bob`: who was paged at which minute, in order. */
  get pages(): readonly string[] {
    return this.events.flatMap((event) =>
      event.type === 'PageRequested' && event.kind === 'page'
        ? [`${String(minutesAt(event.at))} ${event.target.replace(/^\w+:/u, '')}`]
        : [],
    );
  }
}

/** `AlarmJoined`, `page bob`, `tell ops joined`: facts in short. */
export const inShort = (events: readonly IncidentEvent[]): readonly string[] =>
  events.map((event) => {
    if (event.type !== 'PageRequested') return event.type;
    const whom = event.target.replace(/^\w+:/u, '');
    return event.kind === 'page' ? `page ${whom}` : `tell ${whom} ${event.about}`;
  });

type Expected = Partial<IncidentEvent> & { readonly type: IncidentEvent['type'] };

/** What a command did. */
export class Outcome {
  private readonly decision: Decision;

  constructor(decision: Decision) {
    this.decision = decision;
  }

  get events(): readonly IncidentEvent[] {
    expect(this.decision).toMatchObject({ outcome: 'accepted' });
    return this.decision.outcome === 'accepted' ? this.decision.events : [];
  }

  /** Exactly these facts, in this order, each at least as described. */
  then(...expected: readonly Expected[]): this {
    expect(this.events).toMatchObject(expected);
    expect(this.events).toHaveLength(expected.length);
    return this;
  }

  /** The first facts, by their types. */
  starts(types: readonly IncidentEvent['type'][]): this {
    expect(this.events.slice(0, types.length).map(({ type }) => type)).toEqual(types);
    return this;
  }

  thenNothing(): this {
    expect(this.events).toEqual([]);
    return this;
  }

  thenRejects(reason: string): this {
    expect(this.decision).toMatchObject({ outcome: 'rejected', rejection: { reason } });
    return this;
  }

  pages(...targets: readonly Target[]): this {
    const paged = this.events.flatMap((event) =>
      event.type === 'PageRequested' && event.kind === 'page' ? [event.target] : [],
    );
    expect(paged).toEqual(targets);
    return this;
  }

  notifies(...told: readonly (readonly [About, Target])[]): this {
    const notifications = this.events.flatMap((event) =>
      event.type === 'PageRequested' && event.kind === 'notification' ? [[event.about, event.target]] : [],
    );
    expect(notifications).toEqual(told);
    return this;
  }

  leaves(expected: object): this {
    expect(this.decision).toMatchObject({ outcome: 'accepted', incident: expected });
    return this;
  }
}

interface Given {
  /** The last step is the one looked at. */
  when(command: IncidentCommand): Outcome;
}

/** given(history).when(command).then(facts): the whole vocabulary of an incident test. */
export const givenThat = (circumstances: Circumstances, ...history: readonly Step[]): Given => ({
  when: (command) => new Outcome(new IncidentStory(circumstances).take(...history).decide(command)),
});

export const given = (...history: readonly Step[]): Given => givenThat({}, ...history);

export const story = (circumstances: Circumstances, ...history: readonly Step[]): IncidentStory =>
  new IncidentStory(circumstances).take(...history);

/** Each command at its minute, the clock in between: every alarm is diagnosed and every page sent at once. */
export const lived = (
  circumstances: Circumstances,
  commands: readonly IncidentCommand[],
  until: number,
): IncidentStory => {
  const living = new IncidentStory(circumstances);
  for (const command of commands) {
    const at = minutesAt(command.at);
    living.runUntil(at).take(command, ...(command.type === 'ReceiveAlarm' ? [diagnosed(at)] : []), pagesSent(at));
  }
  return living.runUntil(until);
};
