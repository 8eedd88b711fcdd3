import type { Configuration, EscalationPolicy, Service } from '../../lib/core/configuration.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import type { Response, Seen } from '../../lib/core/incident/response.ts';
import { routeAlarm } from '../../lib/core/service/route-alarm.ts';
import { epochOf, HOUR, type Instant, instantOf, MINUTE } from '../../lib/core/time.ts';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { tickIncident } from '../../lib/pipeline/clock.ts';
import { handleCommand, wakeOf } from '../../lib/pipeline/handle-command.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { threeLevels } from './configurations.ts';

/** `ND`: without data; `DEL`: deleted. */
export type Word = 'ALARM' | 'OK' | 'ND' | 'DEL';

/** A time in which sends are refused, in minutes. */
interface Refusal {
  readonly from: number;
  readonly to: number;
}

export interface Sent {
  readonly minute: number;
  readonly target: string;
  readonly kind: 'page' | 'notification';
  /** Why, or about what. */
  readonly why: string;
  /** Alarms that it names. */
  readonly names?: readonly string[] | undefined;
}

const START = epochOf('2026-03-01T03:00:00.000Z');
const instantAt = (minute: number): Instant => instantOf(START + Math.round(minute * MINUTE));
const minuteOf = (at: Instant): number => (epochOf(at) - START) / MINUTE;

const STATES = { ALARM: 'ALARM', OK: 'OK', ND: 'INSUFFICIENT_DATA', DEL: 'INSUFFICIENT_DATA' } as const;

/** A word of CloudWatch's as it puts it on the event bus. */
export const eventBody = ({
  name,
  word,
  at,
  id,
  severity,
  mutedUntil,
  isSuppressed = false,
  onMissingData = false,
  tags,
}: {
  readonly name: string;
  readonly word: Word;
  readonly at: Instant;
  readonly id: string;
  readonly severity: string;
  readonly mutedUntil?: Instant | undefined;
  readonly isSuppressed?: boolean;
  readonly onMissingData?: boolean;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}): Record<string, unknown> => {
  const time = at.replace('Z', '+0000');
  const arn = `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
  const data = onMissingData ? { recentDatapoints: [] } : { recentDatapoints: [3.2] };
  return {
    id: `event-${id}`,
    'detail-type': word === 'DEL' ? 'CloudWatch Alarm Configuration Change' : 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: at,
    region: 'eu-west-1',
    resources: [arn],
    detail: {
      ...(word === 'DEL' ? { operation: 'delete' } : {}),
      alarmName: name,
      configuration: { metrics: [{ metricStat: { stat: 'p99' } }] },
      state: {
        value: STATES[word],
        reason: 'Threshold Crossed',
        reasonData: JSON.stringify({ version: '1.0', ...data }),
        timestamp: time,
        ...(isSuppressed ? { actionsSuppressedBy: 'Alarm' } : {}),
      },
      alarmTags: tags ?? { 'tocsin:service': 'web', 'tocsin:severity': severity },
      ...(mutedUntil === undefined ? {} : { muteDetail: { mutedByArn: 'arn:mute', muteWindowEnd: mutedUntil } }),
    },
  };
};

export const policyWith = (own: Partial<EscalationPolicy>): EscalationPolicy => ({
  levels: (['alice', 'bob', 'carol'] as const).map((name, index) => ({
    page: [`responder:${name}`],
    escalateAfterMs: (index === 0 ? 15 : 20) * MINUTE,
  })),
  repeat: 1,
  acknowledgementTimeoutMs: 30 * MINUTE,
  notify: [],
  unanswered: ['responder:alice', 'responder:bob', 'responder:carol'],
  unansweredEveryMs: HOUR,
  ...own,
});

/** One service `web` under one policy. */
export const configurationWith = (
  policy: Partial<EscalationPolicy>,
  {
    service = {},
    people = ['alice', 'bob', 'carol', 'dave'],
    channels = {},
    hash = 'first',
  }: {
    readonly service?: Partial<Service>;
    readonly people?: readonly string[];
    readonly channels?: Configuration['channels'];
    readonly hash?: string;
  } = {},
): Configuration => {
  const web = threeLevels.services['web'];
  if (web === undefined) throw new Error('the configuration describes web');
  return {
    ...threeLevels,
    hash,
    services: { web: { ...web, ...service } },
    responders: Object.fromEntries(people.map((name) => [name, { name, timeZone: 'UTC' }])),
    channels,
    escalations: { primary: policyWith(policy) },
  };
};

/**
 * The whole way of an alarm to a person on a virtual clock: events of CloudWatch in, what was really sent out. Pages
 * go out at once unless they are refused; the clock ticks when it is due.
 */
export class PlayedWorld {
  configuration: Configuration;
  now = 0;
  readonly sent: Sent[] = [];
  readonly refusals: Refusal[] = [];
  readonly incidents = new InMemoryIncidents();
  private readonly ids = new Set<string>();
  private readonly severities: Readonly<Record<string, string>>;
  private readonly pagingWithoutData: readonly string[];
  private events = 0;
  private pipeline: Pipeline;

  constructor(
    configuration: Configuration,
    {
      severities = {},
      pagingWithoutData = [],
    }: {
      readonly severities?: Readonly<Record<string, string>>;
      /** Alarms with `insufficientData: page`; those of others ignore it. Absent: as the service says. */
      readonly pagingWithoutData?: readonly string[];
    } = {},
  ) {
    this.configuration = configuration;
    this.severities = severities;
    this.pagingWithoutData = pagingWithoutData;
    this.pipeline = this.piped();
  }

  /** From now on the configuration is this one. */
  deploy(configuration: Configuration): void {
    this.configuration = configuration;
    this.pipeline = this.piped();
  }

  get pages(): readonly Sent[] {
    return this.sent.filter(({ kind }) => kind === 'page');
  }

  /** A word of CloudWatch's, so many minutes old; an OK that rests on missing data where it is said so. */
  async alarm(
    name: string,
    word: Word,
    {
      age = 0,
      mutedUntil,
      isSuppressed = false,
      onMissingData = false,
      tags,
    }: {
      readonly age?: number;
      readonly mutedUntil?: number;
      readonly isSuppressed?: boolean;
      readonly onMissingData?: boolean;
      readonly tags?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<void> {
    this.events += 1;
    const body = eventBody({
      name,
      word,
      at: instantAt(this.now - age),
      id: String(this.events),
      severity: this.severities[name] ?? 'critical',
      mutedUntil: mutedUntil === undefined ? undefined : instantAt(mutedUntil),
      isSuppressed,
      onMissingData,
      tags,
    });
    const { incidentIds, failed } = await receive(this.pipeline, [
      { messageId: String(this.events), body, receivedAt: instantAt(this.now) },
    ]);
    if (failed[0] !== undefined) throw failed[0].error as Error;
    for (const id of incidentIds) this.ids.add(id);
    await this.deliver();
  }

  /** What somebody does about the newest incident, configured or not: `done`, or why it is refused. */
  async act(by: string, response: Response, expect?: Seen): Promise<string> {
    const incidentId = this.newestId();
    if (incidentId === undefined) return 'incident-absent';
    const command = { type: 'Respond', at: instantAt(this.now), by, response, expect } as const;
    const handled = await handleCommand(this.pipeline, { incidentId, command });
    await this.deliver();
    return handled.outcome === 'accepted' ? 'done' : handled.rejection.reason;
  }

  async newest(): Promise<Incident | undefined> {
    const id = this.newestId();
    return id === undefined ? undefined : this.incidents.head(id);
  }

  async heads(): Promise<readonly Incident[]> {
    const heads = await Promise.all([...this.ids].map((id) => this.incidents.head(id)));
    return heads.filter((head) => head !== undefined);
  }

  async timeline(incidentId: string): Promise<readonly IncidentEvent[]> {
    return (await this.incidents.timeline(incidentId)).map(eventOf);
  }

  /** The clock until then, everything due in its order. */
  async runTo(minute: number, watch?: (next: number) => void): Promise<void> {
    for (let turn = 0; turn < 20_000; turn += 1) {
      const due = await this.nextDue();
      const when = due === undefined ? minute : Math.min(Math.max(due.minute, this.now), minute);
      watch?.(when);
      this.now = when;
      if (due === undefined || due.minute > minute) return;
      if (due.incidentId === undefined) await this.deliver();
      else await this.tick(due.incidentId);
    }
    throw new Error('the clock never comes to rest');
  }

  /** Ticks every open incident once, as after a deploy. */
  async tickAll(): Promise<void> {
    for (const id of this.ids) await this.tick(id);
  }

  private async tick(incidentId: string): Promise<void> {
    await tickIncident(this.pipeline, incidentId);
    // A mute that ends may open another.
    for await (const { incidentId: known } of this.incidents.list({})) this.ids.add(known);
    await this.deliver();
  }

  private piped(): Pipeline {
    const piped = pipelineOf({
      incidents: this.incidents,
      pages: { send: () => Promise.resolve() },
      ticks: { send: () => Promise.resolve() },
      clock: () => instantAt(this.now),
      jitter: () => Promise.resolve(),
      configuration: this.configuration,
    });
    if (this.pagingWithoutData.length === 0) return piped;
    const { configuration, pagingWithoutData } = this;
    return {
      ...piped,
      route: (change) => ({
        ...routeAlarm(change, configuration),
        insufficientData: pagingWithoutData.includes(change.alarmName) ? 'page' : 'ignore',
      }),
    };
  }

  private newestId(): string | undefined {
    return [...this.ids].at(-1);
  }

  private isRefused(): boolean {
    return this.refusals.some(({ from, to }) => from <= this.now && this.now < to);
  }

  /** Something is due: a tick, or, while sends are refused, their end. */
  private async nextDue(): Promise<{ readonly minute: number; readonly incidentId?: string } | undefined> {
    let next: { minute: number; incidentId?: string } | undefined;
    for (const head of await this.heads()) {
      const wake = this.wakeOf(head);
      if (wake !== undefined && (next === undefined || wake < next.minute))
        next = { minute: wake, incidentId: head.incidentId };
      const end = this.refusals.find(({ from, to }) => from <= this.now && this.now < to)?.to;
      if (head.requested.length > 0 && end !== undefined && (next === undefined || end < next.minute))
        next = { minute: end };
    }
    return next;
  }

  /** Without what only hands over again: here nothing is ever lost on the way. */
  private wakeOf(head: Incident): number | undefined {
    const unsent = head.requested.map(({ requestedAt }) => minuteOf(requestedAt) + 60);
    const wake = wakeOf(this.pipeline, { ...head, requested: [] });
    const all = [...unsent, ...(wake === undefined ? [] : [minuteOf(wake)])];
    return all.length === 0 ? undefined : Math.min(...all);
  }

  private async deliver(): Promise<void> {
    if (this.isRefused()) return;
    for (const id of this.ids) {
      for (;;) {
        const head = await this.incidents.head(id);
        const [first] = head?.requested ?? [];
        if (first === undefined) break;
        const { pageId, target, kind, alarmIds } = first;
        const names = alarmIds && namesIn(head, alarmIds);
        const why = first.kind === 'page' ? first.reason : first.about;
        this.sent.push({ minute: this.now, target: target.replace(/^\w+:/u, ''), kind, why, names });
        const result = { outcome: 'sent', subject: 'page', text: 'page' } as const;
        const command = { type: 'RecordPage', at: instantAt(this.now), pageId, result } as const;
        await handleCommand(this.pipeline, { incidentId: id, command });
      }
    }
  }
}

const namesIn = (head: Incident | undefined, ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => head?.alarms.find(({ alarmId }) => alarmId === id)?.name ?? []);

export const shortly = (pages: readonly Sent[]): string =>
  pages.map(({ minute, target }) => `${String(minute)}:${target}`).join(' ');
