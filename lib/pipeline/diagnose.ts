import { sha256Hex } from '../core/hash.ts';
import type { ContextFact } from '../core/incident/commands.ts';
import { DIAGNOSIS } from '../core/incident/events.ts';
import type { Incident } from '../core/incident/incident.ts';
import { errorText } from '../ports/telemetry.ts';
import type { DiagnosisMessage } from '../ports/queues.ts';
import { handleCommand } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

/** A fact about the cause, and the whole of it by its hash. */
interface Answer {
  readonly facts: readonly ContextFact[];
  readonly bodies?: ReadonlyMap<string, string>;
}

const NO_ANSWER: Answer = { facts: [] };

const firingIn = ({ alarms }: Incident): readonly { readonly name: string; readonly since: string }[] =>
  alarms
    .filter(({ state, silenced, cleared }) => state === 'ALARM' && !silenced && cleared !== true)
    .map(({ name, since }) => ({ name, since }));

/** Input that kills a diagnosis kills no page: why there is none is a fact too. */
const answerOf = async (pipeline: Pipeline, incident: Incident): Promise<Answer> => {
  const { diagnoser, clock, sha256 = sha256Hex, briefly } = pipeline;
  if (diagnoser === undefined) return NO_ANSWER;
  try {
    const { service } = incident;
    const work = diagnoser.diagnose({ service, at: clock(), firing: firingIn(incident) });
    const { said, body } = await (briefly?.(work) ?? work);
    const hash = sha256(body);
    return { facts: [{ outcome: 'diagnosed', said, hash }], bodies: new Map([[hash, body]]) };
  } catch (error) {
    pipeline.report?.('no diagnosis', error);
    return { facts: [{ outcome: 'unavailable', source: DIAGNOSIS, reason: errorText(error) }] };
  }
};

const record = async (pipeline: Pipeline, incidentId: string, answer: Answer): Promise<void> => {
  const { facts, ...written } = answer;
  const command = { type: 'RecordContext', at: pipeline.clock(), facts } as const;
  await handleCommand(pipeline, { incidentId, command, ...written });
};

/**
 * After a receipt: what is wrong, where a page waits for that, and then the page. It comes with a page that is held, or
 * not at all: a tick lets the page go after a few seconds.
 */
export const recordFirstDiagnosis = async (pipeline: Pipeline, incidentId: string): Promise<void> => {
  const incident = pipeline.diagnoser === undefined ? undefined : await pipeline.store.head(incidentId);
  const isAwaited = incident?.held !== undefined && incident.inquiry?.isAwaited === true;
  await record(pipeline, incidentId, isAwaited ? await answerOf(pipeline, incident) : NO_ANSWER);
};

/** Answers what a tick asked for, if it is still asked: a message that comes twice, or too late, changes nothing. */
export const answerDiagnosis = async (pipeline: Pipeline, { incidentId }: DiagnosisMessage): Promise<void> => {
  const incident = await pipeline.store.head(incidentId);
  if (incident?.inquiry?.asked === undefined) return;
  await record(pipeline, incidentId, await answerOf(pipeline, incident));
};
