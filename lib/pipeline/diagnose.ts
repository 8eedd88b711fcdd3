import { gapsIn } from '../core/diagnosis/summary/missing-said.ts';
import { sha256Hex } from '../core/hash.ts';
import type { CommandOf, ContextFact } from '../core/incident/commands.ts';
import { DIAGNOSIS } from '../core/incident/events.ts';
import type { Incident } from '../core/incident/incident.ts';
import { type DiagnoserAnswer, NoDiagnosisError } from '../ports/diagnoser.ts';
import type { DiagnosisMessage } from '../ports/queues.ts';
import { type Handled, handleCommand } from './handle-command.ts';
import { lookAround } from './look-around.ts';
import type { Pipeline } from './pipeline.ts';

/** A fact about the cause, and the whole of it by its hash. */
interface Answer {
  readonly facts: readonly ContextFact[];
  readonly bodies?: ReadonlyMap<string, string>;
}

type LooksAround = CommandOf<'RecordContext'>['looksAround'];

const NO_ANSWER: Answer = { facts: [] };

const firingIn = ({ alarms }: Incident): readonly { readonly name: string; readonly since: string }[] =>
  alarms
    .filter(({ state, silenced, cleared }) => state === 'ALARM' && !silenced && cleared !== true)
    .map(({ name, since }) => ({ name, since }));

/** What its sources did not give, as far as the last diagnosis has not said it; of many that says some, and how many more. */
const gapsOf = ({ inquiry }: Incident, { said, missing = [] }: DiagnoserAnswer): readonly ContextFact[] => {
  const before = inquiry?.said?.missing;
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(said.missing)) return [];
  return gapsIn(missing, (gap) => before?.includes(gap) === true).map((gap) => ({ outcome: 'unavailable', ...gap }));
};

/** Input that kills a diagnosis kills no page: why there is none is a fact too. */
const answerOf = async (pipeline: Pipeline, incident: Incident): Promise<Answer> => {
  const { diagnoser, clock, sha256 = sha256Hex, briefly } = pipeline;
  if (diagnoser === undefined) return NO_ANSWER;
  try {
    const { service, account, region } = incident;
    const work = diagnoser.diagnose({ service, account, region, at: clock(), firing: firingIn(incident) });
    const diagnosed = await (briefly?.(work) ?? work);
    const { said, body } = diagnosed;
    const hash = sha256(body);
    const facts = [...gapsOf(incident, diagnosed), { outcome: 'diagnosed', said, hash } as const];
    return { facts, bodies: new Map([[hash, body]]) };
  } catch (error) {
    pipeline.report?.('no diagnosis', error);
    const reason = error instanceof NoDiagnosisError ? error.message : 'looking for it failed, or took too long';
    return { facts: [{ outcome: 'unavailable', source: DIAGNOSIS, reason }] };
  }
};

/** `looksAround`: whoever records it can look at logs and past incidents too. */
const record = (
  pipeline: Pipeline,
  incidentId: string,
  { facts, looksAround, ...written }: Answer & { readonly looksAround?: LooksAround },
): Promise<Handled> => {
  const command = { type: 'RecordContext', at: pipeline.clock(), facts, looksAround } as const;
  return handleCommand(pipeline, { incidentId, command, ...written });
};

/**
 * After a receipt: what is wrong, where a page waits for that, and then the page. Only the receipt with which it began to
 * wait looks; another leaves it to that one, or to the tick that lets the page go after a few seconds.
 */
export const recordFirstDiagnosis = async (
  pipeline: Pipeline,
  incidentId: string,
  isHolding: boolean,
): Promise<void> => {
  const incident = pipeline.diagnoser === undefined ? undefined : await pipeline.store.head(incidentId);
  const isAwaited = incident?.held !== undefined && incident.inquiry?.isAwaited === true;
  if (!isAwaited) await record(pipeline, incidentId, NO_ANSWER);
  else if (isHolding) await record(pipeline, incidentId, await answerOf(pipeline, incident));
};

const looksAroundIn = ({ around, configuration }: Pipeline): LooksAround =>
  around && { atLogs: around.logs !== undefined && configuration.logs !== false };

/**
 * Answers what a tick asked for, if it is still asked: a message that comes twice, or too late, changes nothing. Once that
 * is recorded, and told whom it concerns, what logs and past incidents say is looked at, where that is due.
 */
export const answerDiagnosis = async (pipeline: Pipeline, { incidentId }: DiagnosisMessage): Promise<void> => {
  const incident = await pipeline.store.head(incidentId);
  if (incident?.inquiry?.asked === undefined) return;
  const looksAround = looksAroundIn(pipeline);
  const answered = await record(pipeline, incidentId, { ...(await answerOf(pipeline, incident)), looksAround });
  if (answered.outcome === 'rejected' || answered.incident === undefined) return;
  if (answered.events.some(({ type }) => type === 'ContextAsked')) await lookAround(pipeline, answered.incident);
};
