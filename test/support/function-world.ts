import { serialize } from 'node:v8';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { InMemoryDeploys } from '../../lib/adapters/memory/in-memory-deploys.ts';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { inMemoryDigests } from '../../lib/adapters/memory/in-memory-digests.ts';
import { InMemoryReleases } from '../../lib/adapters/memory/in-memory-releases.ts';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { Configuration, Target } from '../../lib/core/configuration.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import type { Message } from '../../lib/core/page/page-facts.ts';
import { epochOf, type Instant } from '../../lib/core/time.ts';
import { tickIncident } from '../../lib/pipeline/clock.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { sendPages } from '../../lib/pipeline/send-pages.ts';
import { sendTestPages } from '../../lib/pipeline/send-test-pages.ts';
import type { Append, IncidentStore } from '../../lib/ports/incident-store.ts';
import type { PageLink } from '../../lib/ports/pager.ts';
import type { DiagnosesQueue, DiagnosisMessage, PageMessage, TickMessage } from '../../lib/ports/queues.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import type { Telemetry } from '../../lib/ports/telemetry.ts';
import { alarmEvent } from './alarm-events.ts';
import { threeLevels } from './configurations.ts';
import { minute } from './incident-spec.ts';

export interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const settled = (): Promise<void> => Promise.resolve();

/** A record of a queue as a function is handed it. */
export const record = (
  messageId: string,
  body: string,
  attributes: Partial<SQSRecord['attributes']> = {},
): SQSRecord => ({
  messageId,
  receiptHandle: messageId,
  body,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(epochOf(minute(0))),
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '',
    ...attributes,
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: '',
  awsRegion: 'eu-west-1',
});

export const batch = (...Records: readonly SQSRecord[]): SQSEvent => ({ Records: [...Records] });

/** What the functions work on, in memory, at a time that a test sets; what they hand over is kept. */
export class World {
  readonly incidents = new InMemoryIncidents();
  readonly deploys = new InMemoryDeploys();
  readonly releases = new InMemoryReleases();
  readonly handedOver: PageMessage[] = [];
  readonly ticks: TickMessage[] = [];
  /** Diagnoses that were asked for, where somebody looks for causes. */
  readonly asked: DiagnosisMessage[] = [];
  readonly published: { readonly target: Target; readonly message: Message }[] = [];
  readonly setAside: { readonly message: unknown; readonly reason: string }[] = [];
  readonly lines: Line[] = [];
  readonly counts: Record<string, number> = {};
  readonly links = new Map<string, PageLink>();
  /** What was asked to come again: after so many seconds, by receipt handle. */
  readonly again: (readonly [number, readonly string[]])[] = [];
  readonly digests = inMemoryDigests();
  readonly where = '--stack Tocsin';
  readonly redelivery: Redelivery = { after: (...asked) => Promise.resolve(void this.again.push(asked)) };
  readonly pipeline: Pipeline;
  now: Instant = minute(0);

  constructor(configuration: Configuration = threeLevels, { isDiagnosed = false } = {}) {
    const diagnoses: DiagnosesQueue = { send: (message) => Promise.resolve(void this.asked.push(message)) };
    this.pipeline = pipelineOf({
      incidents: this.incidents,
      pages: { send: (messages) => Promise.resolve(void this.handedOver.push(...messages)) },
      ticks: { send: (message) => Promise.resolve(void this.ticks.push(message)) },
      pager: { publish: (target, message) => Promise.resolve(void this.published.push({ target, message })) },
      links: {
        create: (incidentIds, responder) =>
          Promise.resolve(`https://pages.example/a/${this.link(incidentIds, responder)}`),
        find: (token) => Promise.resolve(this.links.get(token)),
      },
      aside: { put: (message, reason) => Promise.resolve(void this.setAside.push({ message, reason })) },
      ...(isDiagnosed && { diagnoses }),
      clock: () => this.now,
      jitter: settled,
      configuration,
    });
  }

  telemetry: Telemetry = {
    log: (level, message, fields) => void this.lines.push({ level, message, fields }),
    count: (counts) => {
      for (const [name, value] of Object.entries(counts)) this.counts[name] = (this.counts[name] ?? 0) + value;
    },
  };

  /** The pipeline on a store of which these calls do something else. */
  onStore(other: Partial<IncidentStore>): Pipeline {
    const { store } = this.pipeline;
    const as = {
      head: (id: string) => store.head(id),
      members: (...asked: Parameters<IncidentStore['members']>) => store.members(...asked),
      diagnoses: (...asked: Parameters<IncidentStore['diagnoses']>) => store.diagnoses(...asked),
      timeline: (id: string) => store.timeline(id),
      append: (append: Append) => store.append(append),
    };
    return { ...this.pipeline, store: { ...as, ...other } };
  }

  /** A new token for these incidents. */
  link(incidentIds: readonly string[], responder: string | undefined): string {
    const token = `token${String(this.links.size)}`.padEnd(22, '_');
    this.links.set(token, { incidentIds, responder });
    return token;
  }

  /** An alarm changes its state now: the id of its incident. */
  async alarm(name: string, state: AlarmState = 'ALARM', service = 'web'): Promise<string> {
    const tags = { 'tocsin:service': service, 'tocsin:severity': 'critical' };
    const body = alarmEvent({ name, state, at: this.now, tags });
    const { incidentIds } = await receive(this.pipeline, [{ messageId: name, body }]);
    return incidentIds[0] ?? '';
  }

  /** Sends whatever was handed over, as page-sender does. */
  async send(): Promise<void> {
    const messages = this.handedOver.splice(0).map((message) => ({ ...message, messageId: message.pageId }));
    await sendPages(
      this.pipeline,
      messages.filter(({ isTest }) => isTest !== true),
    );
    await sendTestPages(
      this.pipeline,
      messages.filter(({ isTest }) => isTest === true),
      () => true,
    );
  }

  /** So many minutes after the first alarm: what is due then is done, and sent. */
  async at(minutes: number, incidentId: string): Promise<void> {
    this.now = minute(minutes);
    await tickIncident(this.pipeline, incidentId);
    await this.send();
  }

  async head(incidentId: string): Promise<Incident> {
    const head = await this.incidents.head(incidentId);
    if (head === undefined) throw new Error(`no incident ${incidentId}`);
    return head;
  }

  async timeline(incidentId: string): Promise<readonly IncidentEvent[]> {
    return (await this.incidents.timeline(incidentId)).map(eventOf);
  }

  async count(incidentId: string, type: IncidentEvent['type']): Promise<number> {
    return (await this.timeline(incidentId)).filter((event) => event.type === type).length;
  }

  /** Everything there is, as one text: equal before and after is nothing changed. */
  everything(): string {
    return serialize([
      this.incidents,
      this.handedOver,
      this.ticks,
      this.published,
      this.setAside,
      [...this.links],
    ]).toString('hex');
  }
}
