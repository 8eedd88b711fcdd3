import { Annotations, Duration, Stack, Tags } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
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
import { Undelivered } from '../constructs/undelivered.ts';
import type { Configuration, Target } from '../core/configuration.ts';
import { alarmsOf } from '../core/service/service-alarms.ts';
import { acknowledgeFindings } from './acknowledged-findings.ts';
import { notePrerequisites, noteTrail, refuseSameNames } from './service-notes.ts';
import { ServiceStack } from './service-stack.ts';
import { StackOutputs } from './stack-outputs.ts';
import { refuseTooManyResources } from './template-limits.ts';

export interface PagerProps {
  readonly configuration: Configuration;
  /**
   * Web address of the folder that holds the runbooks; the descriptions of alarms end with it.
   *
   * @default - the folder of this project
   */
  readonly runbookBase?: string | undefined;
  /**
   * Whether the alarms of the services are made here, a nested stack for each service.
   *
   * @default true
   */
  readonly serviceAlarms?: boolean | undefined;
}

/** What others may use of a pager. */
export interface ComposedPager {
  readonly opsTopic: ITopic;
  readonly topics: ReadonlyMap<Target, ITopic>;
  readonly undelivered: IQueue;
  readonly apiUrl: string;
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

/** The alarms of the services, where they are made here, and what they need of the account. */
const watchServices = (scope: Construct, { configuration, runbookBase, serviceAlarms = true }: PagerProps): void => {
  const { services, environment } = configuration;
  if (serviceAlarms) {
    const named = Object.entries(services).map(([name, each]) => ({
      name,
      definitions: alarmsOf(name, each, environment),
    }));
    const watched = named.filter(({ definitions }) => definitions.length > 0);
    refuseSameNames(
      scope,
      watched.flatMap(({ definitions }) => definitions),
    );
    for (const { name, definitions } of watched)
      new ServiceStack(scope, `Service-${name}`, { definitions, runbookBase });
    notePrerequisites(scope, services);
  }
  noteTrail(scope, services);
};

/** What comes from the event bus: alarms and deploys. */
const composeReceivers = (scope: Construct, resources: PipelineResources, { key }: OpsTopic) => {
  const alarms = new AlarmIntake(scope, 'AlarmIntake', { resources, deadLettersKey: key });
  const deploys = new DeployRecorder(scope, 'DeployRecorder', { resources, deadLettersKey: key });
  return {
    functions: { 'alarm-intake': alarms.intake, 'deploy-recorder': deploys.recorder },
    alarms: alarms.queues,
    deploys: deploys.queues,
    ruleName: alarms.ruleName,
  };
};

/** What an incident hands over, and who takes it. */
const composeWorkers = (
  scope: Construct,
  { resources, pages, ticks, diagnoses }: HandedOver & { readonly resources: PipelineResources },
  sending: Pick<PageSenderProps, 'topics' | 'ops' | 'linkBase'>,
) => {
  const { sender } = new PageSender(scope, 'PageSender', { resources, queue: pages.queue, ...sending });
  const { clock } = new EscalationClock(scope, 'EscalationClock', { resources, queue: ticks.queue });
  const { enrichment } = new Enrichment(scope, 'Enrichment', { resources, queue: diagnoses.queue });
  return { 'page-sender': sender, 'escalation-clock': clock, enrichment };
};

/** They run on schedules, and see no incident. */
const composeSeers = (
  scope: Construct,
  resources: PipelineResources,
): Record<'memory-forecast' | 'release-verdict', PipelineFunction> => ({
  'memory-forecast': new MemoryForecast(scope, 'MemoryForecast', resources).forecast,
  'release-verdict': new ReleaseVerdicts(scope, 'ReleaseVerdicts', { resources }).verdicts,
});

const composeTopics = (scope: Construct, { configuration, encryptionKey }: PipelineResources): Topics => {
  const ops = new OpsTopic(scope, 'Ops');
  const topics = new PageTopics(scope, 'Topics', { configuration, encryptionKey });
  refuseTooManyResources(scope, topics.topics.size);
  const topicArns = [...topics.arnPatterns, ops.topic.topicArn];
  const { queue: undelivered } = new Undelivered(scope, 'Undelivered', { encryptionKey, topicArns });
  return { ops, topics, undelivered };
};

const composePipeline = (
  scope: Construct,
  { runbookBase, ...resources }: PipelineResources & Pick<PagerProps, 'runbookBase'>,
  handedOver: HandedOver,
): ComposedPager => {
  const { api, url, logGroup } = new ThrottledHttpApi(scope, 'HttpApi');
  const linkBase = `${url}/a/`;
  const { ops, topics, undelivered } = composeTopics(scope, resources);
  const receivers = composeReceivers(scope, resources, ops);
  const { alarms, deploys, ruleName } = receivers;
  const functions = {
    ...receivers.functions,
    ...composeWorkers(scope, { resources, ...handedOver }, { topics, ops, linkBase }),
    responses: new Responses(scope, 'Responses', { resources, api }).responses,
    reconciler: new Reconciler(scope, 'Reconciler', {
      resources,
      deadLetters: [alarms, handedOver.pages, handedOver.ticks].map((each) => each.deadLetters),
    }).reconciler,
    ...composeSeers(scope, resources),
  };
  const queues = { alarms, ...handedOver };
  const { configuration, table } = resources;
  new OpsAlarms(scope, 'OpsAlarms', {
    ...{ queues, undelivered, functions, ruleName, runbookBase },
    deadDeploys: deploys.deadLetters,
    apiId: api.apiId,
    sendsDigest: configuration.digest !== undefined,
    topic: ops.topic,
  });
  new StackOutputs(scope, 'Outputs', {
    ...{ configuration, url, linkBase, topics, undelivered, table },
    opsTopic: ops.topic,
    queues: { ...queues, deploys },
    logGroups: { ...logsOf(functions), 'http-api': logGroup },
  });
  return { opsTopic: ops.topic, topics: topics.topics, undelivered, apiUrl: url };
};

const noteUnreserved = (scope: Construct, { reserveConcurrency }: Configuration): void => {
  if (reserveConcurrency !== false) return;
  Annotations.of(Stack.of(scope)).addInfo(
    'reserveConcurrency: false: no concurrency is kept for the pager, a surge on other functions of the account can ' +
      'delay pages; ask AWS for a higher limit of concurrent executions and remove the key',
  );
};

/** What it creates is called by the name of the stack. */
const refuseSecond = (scope: Construct): void => {
  const stack = Stack.of(scope);
  const [table] = stack.node.findAll().filter((node) => node instanceof IncidentTable);
  if (table === undefined) return;
  throw new Error(
    `the stack ${stack.stackName} holds a pager already, ${table.node.scope?.node.path ?? ''}: give this one, ` +
      `${scope.node.path}, a stack of its own`,
  );
};

/**
 * Puts a whole pager into `scope`, a stack or a construct in one. The logical ids of what must never be replaced, the
 * table first, are made of the ids below `scope`: none of them changes.
 */
export const composePager = (scope: Construct, props: PagerProps): ComposedPager => {
  refuseSecond(scope);
  const { configuration, runbookBase } = props;
  const { stackName } = Stack.of(scope);
  Tags.of(scope).add('tocsin:stack', stackName);
  watchServices(scope, props);
  const { key } = new EncryptionKey(scope, 'PipelineKey', { description: `${stackName}: incidents and pages` });
  const table = new IncidentTable(scope, 'Incidents', { encryptionKey: key });
  const queue = (id: string, seconds: number, fifoName?: string): QueueWithDeadLetters =>
    new QueueWithDeadLetters(scope, id, {
      encryptionKey: key,
      visibilityTimeout: Duration.seconds(seconds),
      ...(fifoName === undefined ? {} : { fifoName }),
    });
  const pages = queue('Pages', 60, `${stackName}-pages`);
  const ticks = queue('Ticks', 180);
  const diagnoses = queue('Diagnoses', 180);
  const queues = { pages: pages.queue, ticks: ticks.queue, diagnoses: diagnoses.queue };
  const resources = { configuration, encryptionKey: key, table, ...queues };
  const composed = composePipeline(scope, { ...resources, runbookBase }, { pages, ticks, diagnoses });
  new Protection(scope, 'Protection', { table, after: scope.node.children });
  noteUnreserved(scope, configuration);
  acknowledgeFindings(scope, configuration);
  return composed;
};
