import { request } from 'node:http';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { topicSuffix } from '../../lib/adapters/sns/contract.ts';
import type { Target } from '../../lib/core/configuration.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import type { ListEntry } from '../../lib/core/report/list-entry.ts';
import { HOUR, instantOf } from '../../lib/core/time.ts';
import { emulatorOptions } from './adapters/incident-table.ts';
import { type AlarmEventOptions, alarmEvent } from '../support/alarm-events.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { type Deployed, deploy } from './deployment.ts';
import './localhost-names.ts';

/** A message as its subscriber got it. */
export interface Received {
  readonly subject: string;
  readonly text: string;
  /** The token of its link. */
  readonly token: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type QueueName = 'Alarms' | 'Pages' | 'Ticks' | 'Diagnoses';

type Event = Pick<AlarmEventOptions, 'name' | 'tags'> & { readonly state?: AlarmEventOptions['state'] };

const TOKEN = /\/a\/([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])/u;

const receivedIn = (body: string | undefined): Received => {
  const { Subject = '', Message = '' } = JSON.parse(body ?? '{}') as { Subject?: string; Message?: string };
  return { subject: Subject, text: Message, token: TOKEN.exec(Message)?.[1] };
};

/** Nobody but AWS itself may put an event whose source begins with `aws.`: this stands for `aws.cloudwatch`. */
const SOURCE = 'test.cloudwatch';

const PASSED_ON = ['id', 'detail-type', 'account', 'time', 'region', 'resources', 'detail'] as const;

/** The event as it came, said to be from CloudWatch. */
const AS_CLOUDWATCH = {
  InputPathsMap: Object.fromEntries(PASSED_ON.map((field) => [field.replace('-', ''), `$.${field}`])),
  InputTemplate: `{"version":"0","source":"aws.cloudwatch",${PASSED_ON.map((field) => `"${field}":<${field.replace('-', '')}>`).join(',')}}`,
};

/** A deployed pager as the outside knows it: an event bus, topics, links; and its table to look into. */
export class DeployedPager {
  readonly deployed: Deployed;
  private readonly events: EventBridgeClient;
  private readonly sqs: SQSClient;
  private readonly sns: SNSClient;
  private readonly dynamoDb: DynamoDBClient;
  private readonly inboxes = new Map<Target, { readonly queueUrl: string; readonly received: Received[] }>();

  static async deploy(yaml: string, options?: { readonly proxied: boolean }): Promise<DeployedPager> {
    const pager = new DeployedPager(await deploy(yaml, options));
    await pager.letTestsSpeakForCloudWatch();
    return pager;
  }

  private constructor(deployed: Deployed) {
    this.deployed = deployed;
    const options = { ...emulatorOptions(deployed.emulator), endpoint: deployed.direct };
    this.events = new EventBridgeClient(options);
    this.sqs = new SQSClient(options);
    this.sns = new SNSClient(options);
    this.dynamoDb = new DynamoDBClient(options);
  }

  async stop(): Promise<void> {
    for (const client of [this.events, this.sqs, this.sns, this.dynamoDb]) client.destroy();
    await this.deployed.stop();
  }

  /** Between the functions and the emulator. */
  get proxy(): FaultProxy {
    const { proxy } = this.deployed;
    if (proxy === undefined) throw new Error('deployed without a proxy');
    return proxy;
  }

  private output(name: string): string {
    const value = this.deployed.outputs[name];
    if (value === undefined) throw new Error(`the stack puts out no ${name}`);
    return value;
  }

  private queueUrl(outputName: string): string {
    const [, , , , account = '', name = ''] = this.output(outputName).split(':');
    return `${this.deployed.emulator.endpoint}/${account}/${name}`;
  }

  /**
   * The deployed rule takes the documented event. To send events through it all the same, the source is changed on the
   * way in and back on the way out; the rest of its pattern, and its target, stay as they were deployed.
   */
  private async letTestsSpeakForCloudWatch(): Promise<void> {
    const { Rules = [] } = await this.events.send(new ListRulesCommand({}));
    const rule = Rules.find(({ EventPattern }) => EventPattern?.includes('aws.cloudwatch') === true);
    if (rule?.Name === undefined || rule.EventPattern === undefined)
      throw new Error('the stack has no rule for alarms');
    const event = { ...alarmEvent({ state: 'ALARM', at: instantOf(Date.now()) }) };
    const question = { EventPattern: rule.EventPattern, Event: JSON.stringify(event) };
    expect((await this.events.send(new TestEventPatternCommand(question))).Result).toBe(true);
    const { Targets = [] } = await this.events.send(new ListTargetsByRuleCommand({ Rule: rule.Name }));
    const EventPattern = rule.EventPattern.replace('aws.cloudwatch', SOURCE);
    await this.events.send(new PutRuleCommand({ Name: rule.Name, EventPattern }));
    const changed = Targets.map((target) => ({ ...target, InputTransformer: AS_CLOUDWATCH }));
    await this.events.send(new PutTargetsCommand({ Rule: rule.Name, Targets: changed }));
  }

  /** Subscribes a queue to what this target is sent. */
  async subscribe(target: Target): Promise<void> {
    const name = `inbox-${topicSuffix(target)}`;
    const { QueueUrl: queueUrl = '' } = await this.sqs.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
    );
    const TopicArn = this.output('TopicArnPrefix') + topicSuffix(target);
    await this.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.['QueueArn'] }));
    this.inboxes.set(target, { queueUrl, received: [] });
  }

  /** Everything this target was sent so far, oldest first. */
  async inbox(target: Target): Promise<readonly Received[]> {
    const inbox = this.inboxes.get(target);
    if (inbox === undefined) throw new Error(`nobody is subscribed to ${target}`);
    const input = { QueueUrl: inbox.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
    for (;;) {
      const { Messages = [] } = await this.sqs.send(new ReceiveMessageCommand(input));
      if (Messages.length === 0) return inbox.received;
      inbox.received.push(...Messages.map(({ Body }) => receivedIn(Body)));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: inbox.queueUrl, Entries }));
    }
  }

  /** Alarms change their state now, each event delivered so often. */
  async fire(events: readonly Event[], deliveries = 1): Promise<void> {
    const at = instantOf(Date.now());
    const entries = events.map(({ name, state = 'ALARM', tags = {} }) => {
      const event = alarmEvent({ name: name ?? 'alarm', state, at, tags });
      return {
        Source: SOURCE,
        DetailType: String(event['detail-type']),
        Resources: event['resources'] as string[],
        Detail: JSON.stringify(event['detail']),
      };
    });
    for (let delivery = 0; delivery < deliveries; delivery += 1) {
      for (let start = 0; start < entries.length; start += 10) {
        const answer = await this.events.send(new PutEventsCommand({ Entries: entries.slice(start, start + 10) }));
        expect(answer.FailedEntryCount).toBe(0);
      }
    }
  }

  /** What the functions store. */
  get incidents(): ReturnType<typeof dynamoDbIncidents> {
    const client = DynamoDBDocumentClient.from(this.dynamoDb);
    return dynamoDbIncidents({ client, tableName: this.output('TableName') });
  }

  /** Where requests that are signed go. */
  get apiUrl(): string {
    return this.output('ApiUrl');
  }

  /** Newest first. */
  ofTheLastHour(): Promise<readonly ListEntry[]> {
    return Array.fromAsync(this.incidents.list({ since: instantOf(Date.now() - HOUR) }));
  }

  /** Of the last hour, of this service. */
  async incidentsOf(service: string): Promise<readonly ListEntry[]> {
    return (await this.ofTheLastHour()).filter((entry) => entry.service === service);
  }

  async incidentOf(service: string): Promise<ListEntry> {
    const [incident, ...others] = await this.incidentsOf(service);
    if (incident === undefined || others.length > 0) throw new Error(`${String(others.length + 1)} of ${service}`);
    return incident;
  }

  /** A timeline as it is stored, which has to verify with its diagnoses. */
  async timeline(incidentId: string): Promise<readonly IncidentEvent[]> {
    const { incidents } = this;
    const [head, sealed, diagnoses] = await Promise.all([
      incidents.head(incidentId),
      incidents.timeline(incidentId),
      incidents.diagnoses(incidentId, 'all'),
    ]);
    expect(head && verifyTimeline(sealed, head, diagnoses)).toEqual({ ok: true });
    return sealed.map(eventOf);
  }

  /** Every item of the table, to be compared. */
  async everything(): Promise<readonly string[]> {
    const items: string[] = [];
    let from: Record<string, never> | undefined;
    do {
      const input = { TableName: this.output('TableName'), ConsistentRead: true, ExclusiveStartKey: from };
      const { Items = [], LastEvaluatedKey } = await this.dynamoDb.send(new ScanCommand(input));
      items.push(...Items.map((item) => JSON.stringify(item)));
      from = LastEvaluatedKey as Record<string, never> | undefined;
    } while (from !== undefined);
    return items.toSorted();
  }

  async purge(name: QueueName): Promise<void> {
    await this.sqs.send(new PurgeQueueCommand({ QueueUrl: this.queueUrl(`${name}QueueArn`) }));
  }

  /** A message that was not done comes again so soon, instead of after minutes. */
  async redeliverAfter(seconds: number): Promise<void> {
    for (const name of ['Alarms', 'Pages', 'Ticks', 'Diagnoses'] as const) {
      const Attributes = { VisibilityTimeout: String(seconds) };
      await this.sqs.send(new SetQueueAttributesCommand({ QueueUrl: this.queueUrl(`${name}QueueArn`), Attributes }));
    }
  }

  /** Messages in a queue, whether they wait, are delayed or are being worked on. */
  async lengthOf(name: QueueName | `${QueueName}Dead`): Promise<number> {
    const output = name.endsWith('Dead') ? `${name.slice(0, -4)}DeadLettersArn` : `${name}QueueArn`;
    const input = { QueueUrl: this.queueUrl(output), AttributeNames: ['All' as const] };
    const { Attributes = {} } = await this.sqs.send(new GetQueueAttributesCommand(input));
    return Object.entries(Attributes)
      .filter(([attribute]) => attribute.startsWith('ApproximateNumberOfMessages'))
      .reduce((sum, [, value]) => sum + Number(value), 0);
  }

  /** Opens a link as a telephone or a mail scanner does. */
  browse(
    token: string,
    {
      method = 'GET',
      headers = {},
      form,
      query = '',
    }: { method?: string; headers?: object; form?: Record<string, string>; query?: string } = {},
  ): Promise<Reply> {
    const { hostname } = new URL(this.output('LinkBase'));
    const port = Number(new URL(this.deployed.emulator.endpoint).port);
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const host = `${hostname.split('.')[0] ?? ''}.execute-api.localhost:${String(port)}`;
    return new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port,
        method,
        path: `/a/${token}${query}`,
        headers: { ...type, ...headers, host },
      };
      const outgoing = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() });
        });
      });
      outgoing.once('error', reject);
      outgoing.end(form === undefined ? undefined : new URLSearchParams(form).toString());
    });
  }
}

/** The hidden fields of the form on a page. */
export const formOn = ({ body }: Reply): Record<string, string> =>
  Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/gu)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ]),
  );
