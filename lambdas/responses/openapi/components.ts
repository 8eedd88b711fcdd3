import * as z from 'zod/mini';
import { CONFIRMED_CAUSES } from '../../../lib/core/cause.ts';
import { capitalised } from '../../../lib/core/words.ts';
import { seenSchema } from '../../../lib/core/response/seen-schema.ts';
import { LISTED_SEVERITIES } from '../../../lib/core/report/list-entry.ts';
import type { OperationName } from '../operations.ts';
import { PROBLEM_TYPE, type ProblemName, PROBLEMS } from '../problems.ts';
import { WORDS } from './words.ts';

interface Described {
  readonly id: string;
  readonly description: string;
}

/** What the document calls by a name. */
export const COMPONENTS = z.registry<Described>();

export const component = <S extends z.ZodMiniType>(id: string, description: string, schema: S): S => {
  COMPONENTS.add(schema, { id, description });
  return schema;
};

const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/u));
const count = z.int().check(z.minimum(0));
const from1 = z.int().check(z.minimum(1));
const ordinal = z.nullable(from1);
const said = z.nullable(z.string());
const severity = z.enum(LISTED_SEVERITIES);

const seen = component(
  'Seen',
  'How an incident stood when somebody looked: to be sent back as `expect`, so that nothing is done to what has changed since.',
  seenSchema,
);

const alarm = component(
  'Alarm',
  'An alarm of an incident. Fields may be added at any time.',
  z.looseObject({ alarmId: z.string(), name: z.string(), state: z.string() }),
);

const incident = component(
  'Incident',
  'An incident as its events fold: what is decided of it rests on this. Fields may be added at any time: ignore what you do not know.',
  z.looseObject({
    incidentId: z.string(),
    service: z.string(),
    environment: z.string(),
    severity,
    openedAt: instant,
    acknowledgedAt: z.optional(instant),
    resolution: z.optional(z.looseObject({ at: instant })),
    confirmed: z.optional(z.object({ cause: z.enum(CONFIRMED_CAUSES), by: z.string() })),
    alarms: z.array(alarm),
    version: from1,
    tip: hash,
  }),
);

const event = component(
  'TimelineEvent',
  'One fact of an incident. Types are past tense and are never renamed; there may come more, with other fields.',
  z.looseObject({ type: z.string(), v: z.union([z.literal(1), z.literal(2)]), at: instant }),
);

const sealed = component(
  'StoredEvent',
  'An event as it is stored: `hash` is the SHA-256 of `prev` and `body`.',
  z.object({ version: from1, body: z.string(), prev: z.string(), hash: z.string() }),
);

const diagnosis = component(
  'StoredDiagnosis',
  'A diagnosis as it is stored; the DiagnosisRecorded of the timeline with its number has the hash of `body`, a JSON text.',
  z.object({ number: from1, body: z.string() }),
);

const listed = component(
  'ListedIncident',
  'An incident in a list; null where there is nothing.',
  z.object({
    incidentId: z.string(),
    service: z.string(),
    environment: z.string(),
    severity,
    status: z.enum(['triggered', 'acknowledged', 'resolved']),
    cause: said,
    openedAt: instant,
    firstPageAt: z.nullable(instant),
    acknowledgedAt: z.nullable(instant),
    acknowledgedBy: said,
    resolvedAt: z.nullable(instant),
    resolvedBy: said,
    runs: from1,
    pages: count,
    alarm: z.string(),
    alarms: count,
    flaps: count,
    openSeconds: z.nullable(z.number()),
  }),
);

const anchor = component(
  'Anchor',
  'Where timelines stood after a day of UTC, chained by hashes.',
  z.object({
    day: z.string(),
    part: from1,
    isLast: z.boolean(),
    before: z.string(),
    incidents: z.array(z.object({ incidentId: z.string(), events: from1, tip: z.string() })),
    hash,
  }),
);

const verdict = component(
  'ReleaseVerdict',
  'What became of a service by a deploy, against what ran before it (docs/deploys.md).',
  z.object({
    id: z.string(),
    deployedAt: instant,
    at: instant,
    verdict: z.enum(['better', 'same', 'worse', 'cannot-tell']),
    why: z.string(),
    against: said,
    daysBefore: count,
    compared: z.array(
      z.object({
        what: z.enum(['latency', 'errors', 'restarts', 'cpu', 'memory', 'growth']),
        unit: z.enum(['s', '%', '% a request', 'min', 'count']),
        before: z.number(),
        after: z.number(),
        says: z.enum(['better', 'same', 'worse', 'unsteady']),
      }),
    ),
  }),
);

const deploy = component(
  'Deploy',
  'A deploy from its first word to its last. `service` null: nobody’s; `verdict` null: nobody has judged it, yet or at all. `id`, `subject`, `revision`, `url` and `actor` are whatever the system that deployed, or a person, said: escape them where they are shown.',
  z.object({
    service: said,
    id: z.string(),
    system: z.string(),
    status: z.enum(['STARTED', 'SUCCEEDED', 'FAILED', 'ROLLED_BACK']),
    subject: said,
    revision: said,
    url: said,
    actor: said,
    firstAt: instant,
    lastAt: instant,
    startedAt: z.nullable(instant),
    finishedAt: z.nullable(instant),
    verdict: z.nullable(verdict),
  }),
);

const PROBLEM_NAMES = Object.keys(PROBLEMS) as readonly ProblemName[];

component(
  'Problem',
  'What is wrong with a request (RFC 9457): `detail` says it of this one, `expected` and `given` what to change. A response that was refused has the incident as it stands beside that.',
  z.object({
    type: z.enum(PROBLEM_NAMES.map((name) => PROBLEM_TYPE + name)),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    expected: z.string(),
    given: z.string(),
    incident: z.optional(incident),
    seen: z.optional(seen),
  }),
);

component(
  'GatewayMessage',
  'What API Gateway itself answers, before Tocsin is asked.',
  z.looseObject({ message: z.string() }),
);

/** What each route answers where it does as asked. */
const ANSWERS: Readonly<Record<OperationName, z.ZodMiniType>> = {
  incidents: z.object({ incidents: z.array(listed), next: said, damaged: z.optional(z.array(z.string())) }),
  anchors: z.object({ anchors: z.array(anchor), next: ordinal }),
  incident: z.object({ incident, seen, timeline: z.array(event), next: ordinal }),
  record: z.object({ head: z.nullable(incident), events: z.array(sealed), next: ordinal }),
  diagnoses: z.object({ diagnoses: z.array(diagnosis), next: ordinal }),
  diagnosis: z.object(diagnosis.shape),
  responses: z.object({ outcome: z.literal('done'), repeated: z.boolean(), incident, seen }),
  testPages: z.object({ outcome: z.literal('done'), repeated: z.boolean(), incident, seen }),
  deploys: z.object({ deploys: z.array(deploy), unheardOf: z.array(z.string()), isCut: z.boolean(), next: said }),
  document: z.looseObject({ openapi: z.string() }),
};

/** What the answer of a route is called. */
export const answerName = (name: OperationName): string => `Answer${capitalised(name)}`;

for (const [name, schema] of Object.entries(ANSWERS)) {
  const route = name as OperationName;
  component(answerName(route), WORDS[route].description, schema);
}
