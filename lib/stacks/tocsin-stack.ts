import { Annotations, Duration, Stack, Tags } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { AlarmIntake } from '../constructs/alarm-intake.ts';
import { DeployRecorder } from '../constructs/deploy-recorder.ts';
import { EncryptionKey } from '../constructs/encryption-key.ts';
import { Enrichment } from '../constructs/enrichment.ts';
import { EscalationClock } from '../constructs/escalation-clock.ts';
import { ThrottledHttpApi } from '../constructs/http-api.ts';
import { IncidentTable } from '../constructs/incident-table.ts';
import { MemoryForecast } from '../constructs/memory-forecast.ts';
import { OpsAlarms } from '../constructs/ops-alarms.ts';
import { OpsTopic } from '../constructs/ops-topic.ts';
import { PageSender, type PageSenderProps } from '../constructs/page-sender.ts';
import { PageTopics } from '../constructs/page-topics.ts';
import type { PipelineFunction } from '../constructs/pipeline-function.ts';
import type { PipelineResources } from '../constructs/pipeline-resources.ts';
import { Protection } from '../constructs/protection.ts';
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';
import { Reconciler } from '../constructs/reconciler.ts';
import { ReleaseVerdicts } from '../constructs/release-verdicts.ts';
import { Responses } from '../constructs/responses.ts';
import type { AlarmDefinition } from '../core/alarm/definition.ts';
import { alarmsOf, prerequisitesOf } from '../core/service/service-alarms.ts';
import type { Configuration } from '../core/configuration.ts';
import { enumerated } from '../core/words.ts';
import { Undelivered } from '../constructs/undelivered.ts';
import { ServiceStack } from './service-stack.ts';
import { StackOutputs } from './stack-outputs.ts';
import { refuseTooManyResources } from './template-limits.ts';

export interface TocsinStackProps extends StackProps {
  readonly configuration: Configuration;
  /**
   * Web address of the folder that holds the runbooks; the descriptions of alarms end with it.
   *
   * @default - the folder of this project
   */
  readonly runbookBase?: string | undefined;
}

/** What a step of an incident hands over to others. */
type HandedOver = Readonly<Record<'pages' | 'ticks' | 'diagnoses', QueueWithDeadLetters>>;

interface Topics {
  readonly ops: OpsTopic;
  readonly topics: PageTopics;
  readonly undelivered: IQueue;
}

const logsOf = (functions: Readonly<Record<string, PipelineFunction>>): Record<string, ILogGroup> =>
  Object.fromEntries(Object.entries(functions).map(([name, { logGroup }]) => [name, logGroup]));

/** What one deploy puts into the account. */
export class TocsinStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, runbookBase, ...props }: TocsinStackProps) {
    super(scope, id, { description: 'Tocsin: pages the people on call when a CloudWatch alarm fires', ...props });
    Tags.of(this).add('tocsin:stack', this.stackName);
    this.watchServices(configuration, runbookBase);
    const { key } = new EncryptionKey(this, 'PipelineKey', { description: `${this.stackName}: incidents and pages` });
    const table = new IncidentTable(this, 'Incidents', { encryptionKey: key });
    const pages = new QueueWithDeadLetters(this, 'Pages', {
      encryptionKey: key,
      visibilityTimeout: Duration.seconds(60),
      fifoName: `${this.stackName}-pages`,
    });
    const ticks = new QueueWithDeadLetters(this, 'Ticks', {
      encryptionKey: key,
      visibilityTimeout: Duration.seconds(180),
    });
    const diagnoses = new QueueWithDeadLetters(this, 'Diagnoses', {
      encryptionKey: key,
      visibilityTimeout: Duration.seconds(180),
    });
    const queues = { pages: pages.queue, ticks: ticks.queue, diagnoses: diagnoses.queue };
    const resources = { configuration, encryptionKey: key, table, ...queues };
    this.compose(resources, { pages, ticks, diagnoses }, runbookBase);
    new Protection(this, 'Protection', { table, after: this.node.children });
    this.noteUnreserved(configuration);
  }

  private watchServices({ services, environment }: Configuration, runbookBase: string | undefined): void {
    const named = new Map<string, string>();
    for (const [name, service] of Object.entries(services)) {
      const definitions = alarmsOf(name, service, environment);
      for (const alarm of definitions) this.refuseSameName(named, alarm);
      if (definitions.length > 0) new ServiceStack(this, `Service-${name}`, { definitions, runbookBase });
    }
    this.notePrerequisites(services);
    this.noteTrail(services);
  }

  /** Without one the function runs new code all the same, and nobody tells of it. */
  private noteTrail(services: Configuration['services']): void {
    const names = Object.entries(services).flatMap(([name, { workload }]) =>
      workload.kind === 'lambda' ? [name] : [],
    );
    if (names.length === 0) return;
    Annotations.of(this).addInfo(
      `${enumerated(names)}: new code of a Lambda function is seen where a trail of CloudTrail logs the management events of ` +
        'this Region; else tell of it: docs/deploys.md',
    );
  }

  /** Without these the alarms are created all the same, and never have data. */
  private notePrerequisites(services: Configuration['services']): void {
    const naming = new Map<string, string[]>();
    for (const [name, service] of Object.entries(services)) {
      for (const one of prerequisitesOf(service)) naming.set(one, [...(naming.get(one) ?? []), name]);
    }
    for (const [prerequisite, names] of naming) Annotations.of(this).addInfo(`${enumerated(names)}: ${prerequisite}`);
  }

  /** The database's CPU of `web` and the CPU of `web-database` have one name; CloudWatch holds one alarm of a name. */
  private refuseSameName(named: Map<string, string>, { name, service }: AlarmDefinition): void {
    const other = named.get(name);
    named.set(name, service);
    if (other === undefined) return;
    Annotations.of(this).addError(
      `the services ${other} and ${service} would both have an alarm ${name}: give one of them another name in tocsin.yaml`,
    );
  }

  private compose(resources: PipelineResources, handedOver: HandedOver, runbookBase: string | undefined): void {
    const { api, url, logGroup } = new ThrottledHttpApi(this, 'HttpApi');
    const linkBase = `${url}/a/`;
    const { ops, topics, undelivered } = this.composeTopics(resources);
    const receivers = this.composeReceivers(resources, ops);
    const { alarms, deploys, ruleName } = receivers;
    const functions = {
      ...receivers.functions,
      ...this.composeWorkers(resources, handedOver, { topics, ops, linkBase }),
      responses: new Responses(this, 'Responses', { resources, api }).responses,
      reconciler: new Reconciler(this, 'Reconciler', {
        resources,
        deadLetters: [alarms, handedOver.pages, handedOver.ticks].map((each) => each.deadLetters),
      }).reconciler,
      ...this.composeSeers(resources),
    };
    const queues = { alarms, ...handedOver };
    const deadDeploys = deploys.deadLetters;
    const sendsDigest = resources.configuration.digest !== undefined;
    const watched = { queues, undelivered, functions, deadDeploys, ruleName, apiId: api.apiId, sendsDigest };
    new OpsAlarms(this, 'OpsAlarms', { ...watched, topic: ops.topic, runbookBase });
    new StackOutputs(this, 'Outputs', {
      configuration: resources.configuration,
      url,
      linkBase,
      topics,
      opsTopic: ops.topic,
      undelivered,
      table: resources.table,
      queues: { ...queues, deploys },
      logGroups: { ...logsOf(functions), 'http-api': logGroup },
    });
  }

  /** What comes from the event bus: alarms and deploys. */
  private composeReceivers(resources: PipelineResources, { key }: OpsTopic) {
    const alarms = new AlarmIntake(this, 'AlarmIntake', { resources, deadLettersKey: key });
    const deploys = new DeployRecorder(this, 'DeployRecorder', { resources, deadLettersKey: key });
    return {
      functions: { 'alarm-intake': alarms.intake, 'deploy-recorder': deploys.recorder },
      alarms: alarms.queues,
      deploys: deploys.queues,
      ruleName: alarms.ruleName,
    };
  }

  /** What an incident hands over, and who takes it. */
  private composeWorkers(
    resources: PipelineResources,
    { pages, ticks, diagnoses }: HandedOver,
    sending: Pick<PageSenderProps, 'topics' | 'ops' | 'linkBase'>,
  ) {
    const { sender } = new PageSender(this, 'PageSender', { resources, queue: pages.queue, ...sending });
    const { clock } = new EscalationClock(this, 'EscalationClock', { resources, queue: ticks.queue });
    const { enrichment } = new Enrichment(this, 'Enrichment', { resources, queue: diagnoses.queue });
    return { 'page-sender': sender, 'escalation-clock': clock, enrichment };
  }

  /** They run on schedules, and see no incident. */
  private composeSeers(resources: PipelineResources): Record<'memory-forecast' | 'release-verdict', PipelineFunction> {
    return {
      'memory-forecast': new MemoryForecast(this, 'MemoryForecast', resources).forecast,
      'release-verdict': new ReleaseVerdicts(this, 'ReleaseVerdicts', { resources }).verdicts,
    };
  }

  private composeTopics({ configuration, encryptionKey }: PipelineResources): Topics {
    const ops = new OpsTopic(this, 'Ops');
    const topics = new PageTopics(this, 'Topics', { configuration, encryptionKey });
    refuseTooManyResources(this, topics.topics.size);
    const topicArns = [...topics.arnPatterns, ops.topic.topicArn];
    const { queue: undelivered } = new Undelivered(this, 'Undelivered', { encryptionKey, topicArns });
    return { ops, topics, undelivered };
  }

  private noteUnreserved({ reserveConcurrency }: Configuration): void {
    if (reserveConcurrency !== false) return;
    Annotations.of(this).addInfo(
      'reserveConcurrency: false: no concurrency is kept for the pager, a surge on other functions of the account can ' +
        'delay pages; ask AWS for a higher limit of concurrent executions and remove the key',
    );
  }
}
