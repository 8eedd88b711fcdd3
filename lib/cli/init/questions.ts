import { parseConfiguration } from '../../config/load-configuration.ts';
import type { Instant } from '../../core/time.ts';
import { type AnswerName, type Answers, ASKED_KINDS, flagOf, namedBy, type WorkloadAnswer } from './answers.ts';
import { configurationText } from './configuration-text.ts';

/** What was said so far. */
export type Said = Partial<Answers>;

/** What defaults come from. */
export interface Machine {
  readonly now: Instant;
  readonly timeZone: string;
  readonly user: string | undefined;
}

export interface Prompt {
  readonly name: AnswerName;
  readonly text: string;
}

const QUESTIONS: Readonly<Record<AnswerName, string>> = {
  service: 'Name of the service to watch',
  kind: `What it runs on (${ASKED_KINDS.join(', ')})`,
  cluster: 'ECS cluster',
  ecsService: 'ECS service',
  loadBalancer: 'Load balancer, the end of its ARN',
  function: 'Lambda function',
  autoScalingGroup: 'Auto Scaling group',
  queue: 'SQS queue',
  table: 'DynamoDB table',
  database: 'RDS instance',
  responder: 'Who is on call, by name',
  email: 'Their e-mail address; it stays out of the file',
  timeZone: 'Their time zone',
  second: 'Who else, taking turns by the week',
};

const WORKLOAD: readonly WorkloadAnswer[] = [
  'cluster',
  'ecsService',
  'loadBalancer',
  'function',
  'autoScalingGroup',
  'queue',
  'table',
  'database',
];

/** In the order in which they are asked. */
export const questionsOf = (kind: string): readonly Prompt[] =>
  (['service', 'kind', ...namedBy(kind), 'responder', 'email', 'timeZone', 'second'] as const).map((name) => ({
    name,
    text: QUESTIONS[name],
  }));

/** The names of a workload that were said. */
export const namesGiven = (said: Said): readonly WorkloadAnswer[] =>
  WORKLOAD.filter((name) => said[name] !== undefined);

/** Those that a workload of this kind has not. */
export const misplaced = (said: Said, kind: string): readonly WorkloadAnswer[] =>
  namesGiven(said).filter((name) => !namedBy(kind).includes(name));

/** The kind that the names given belong to; the usual one where they say nothing, or contradict one another. */
const kindBy = (said: Said): string => {
  const given = namesGiven(said);
  if (given.length === 0) return ASKED_KINDS[0];
  const fitting = ASKED_KINDS.filter((kind) => given.every((name) => namedBy(kind).includes(name)));
  if (said.loadBalancer?.startsWith('net/') === true) return fitting.at(-1) ?? ASKED_KINDS[0];
  if (said.loadBalancer === undefined && fitting.includes('ecs')) return 'ecs';
  return fitting[0] ?? ASKED_KINDS[0];
};

/** Names of instances begin with a letter; those of tables have three characters. */
const databaseBy = (service: string): string => (/^[a-z]/u.test(service) ? service : `db-${service}`.slice(0, 63));
const tableBy = (service: string): string => (service.length < 3 ? `${service}-table` : service);

const balancerBy = (kind: string, service: string): string =>
  `${kind === 'nlb' ? 'net' : 'app'}/${service.slice(0, 32)}/50dc6c495c0c9188`;

/** Everything, with defaults for what was not said. */
export const withAnswers = (said: Said, { timeZone, user }: Machine): Answers => {
  const service = said.service ?? 'web';
  const kind = said.kind ?? kindBy(said);
  return {
    service,
    kind,
    cluster: 'default',
    ecsService: service,
    loadBalancer: balancerBy(kind, service),
    function: service,
    autoScalingGroup: service,
    queue: service,
    table: tableBy(service),
    database: databaseBy(service),
    responder: user ?? 'First responder',
    email: '',
    timeZone,
    second: '',
    ...said,
  };
};

/** What of a workload nobody said: a guess, by the name of the service. */
export const guessedIn = (said: Said, { kind }: Answers): readonly WorkloadAnswer[] =>
  namedBy(kind).filter((name) => said[name] === undefined);

/** It becomes a part of a command: nothing but what an address commonly has. */
const ADDRESS = /^[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

const ofAddress = (email: string): string | undefined =>
  email === '' || ADDRESS.test(email)
    ? undefined
    : `expected an e-mail address such as alice@example.com, got ${shown(email)}`;

const ofKind = (kind: string): string | undefined =>
  namedBy(kind).length > 0 ? undefined : `expected one of ${ASKED_KINDS.join(', ')}, got ${shown(kind)}`;

const inFile = (answers: Answers, { now }: Machine): string | undefined => {
  const loaded = parseConfiguration(configurationText(answers, now), 'tocsin.yaml');
  return loaded.outcome === 'problems' ? loaded.problems[0]?.message : undefined;
};

/** What is wrong with an answer, as a tocsin.yaml with it would be told; undefined: nothing. */
export const problemWith = (name: AnswerName, said: Said, machine: Machine): string | undefined => {
  const answers = withAnswers(said, machine);
  if (name === 'email') return ofAddress(answers.email);
  return (name === 'kind' ? ofKind(answers.kind) : undefined) ?? inFile(answers, machine);
};

/** `--cluster default`, one a line: what to give where nobody can be asked. */
export const flagsText = (answers: Answers): string =>
  questionsOf(answers.kind)
    .map(({ name, text }) => `  ${`${flagOf(name)} ${JSON.stringify(answers[name])}`.padEnd(52)}  ${text}`.trimEnd())
    .join('\n');

/** As far as a tocsin.yaml takes what it says. */
export const machineOf = (machine: Machine): Machine => {
  const plain: Machine = { now: machine.now, timeZone: 'UTC', user: undefined };
  const isFit = (name: AnswerName, text: string | undefined): boolean =>
    text !== undefined && text !== '' && problemWith(name, { [name]: text }, plain) === undefined;
  return {
    now: machine.now,
    timeZone: isFit('timeZone', machine.timeZone) ? machine.timeZone : plain.timeZone,
    user: isFit('responder', machine.user) ? machine.user : undefined,
  };
};
