import { eventOf } from '../../core/incident/chain.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { statusInWords } from '../../core/report/status.ts';
import { storyOf } from '../../core/report/story.ts';
import { parseDuration } from '../../core/time.ts';
import { type Action, respond, type Responded } from '../../pipeline/respond.ts';
import { FailedError, UsageError } from '../command-error.ts';
import { printable } from '../printable.ts';
import type { Shell } from '../shell.ts';
import { localPipeline } from './local-pipeline.ts';
import { findIncident, type IncidentsOptions, type IncidentsTarget, targetOf } from './target.ts';

/** A response as it was typed. */
export interface Typed {
  readonly id: string;
  readonly name: 'ack' | 'resolve' | 'escalate' | 'reopen' | 'note' | 'snooze' | 'reassign';
  readonly words: readonly string[];
}

const noteOf = (words: readonly string[]): Action => {
  const text = words.join(' ').trim();
  if (text === '') throw new UsageError('note: expected some text');
  return { type: 'note', text };
};

const snoozeOf = ([text = '']: readonly string[]): Action => {
  const forMs = parseDuration(text);
  if (forMs === undefined)
    throw new UsageError(`snooze: expected a duration such as 2h or 45m, got ${JSON.stringify(text)}`);
  return { type: 'snooze', forMs };
};

const ACTIONS: Readonly<Record<Typed['name'], (words: readonly string[]) => Action>> = {
  ack: () => ({ type: 'acknowledge' }),
  resolve: () => ({ type: 'resolve' }),
  escalate: () => ({ type: 'escalate' }),
  reopen: () => ({ type: 'reopen' }),
  note: noteOf,
  snooze: snoozeOf,
  reassign: ([to = '']) => ({ type: 'reassign', to }),
};

interface Actor {
  readonly by: string;
  /** Where it was not said on the command line. */
  readonly from?: string;
}

const lastPaged = ({ paged }: Incident): string | undefined =>
  Object.keys(paged)
    .findLast((target) => target.startsWith('responder:'))
    ?.slice('responder:'.length);

const actorOf = (incident: Incident, by: string | undefined, env: Shell['env']): Actor => {
  if (by !== undefined) return { by };
  const own = env['TOCSIN_RESPONDER'];
  if (own !== undefined && own !== '') return { by: own, from: 'TOCSIN_RESPONDER' };
  const paged = lastPaged(incident);
  if (paged !== undefined) return { by: paged, from: 'paged last; --by says otherwise' };
  throw new UsageError('nobody was paged for it: say who you are with --by <responder>, or set TOCSIN_RESPONDER');
};

type Refused = Extract<Responded, { outcome: 'refused' }>;

/** @throws always. */
const refuse = ({ rejection, incident }: Refused, { voice, option }: IncidentsTarget): never => {
  const id = incident?.incidentId ?? '';
  switch (rejection.reason) {
    case 'unknown-responder':
      throw new UsageError(
        `there is no responder ${JSON.stringify(rejection.responder)} in the configuration (there are: ${rejection.known.join(', ')})`,
      );
    case 'snooze-out-of-range':
      throw new UsageError('snooze: expected more than nothing and at most 24h');
    case 'group-has-open-incident':
      throw new FailedError(`its service has another open incident, ${rejection.incidentId}: act on that one`);
    case 'incident-resolved':
      throw new FailedError(
        `incident ${id} is ${incident === undefined ? 'resolved' : statusInWords(incident, voice)}: open it again first: tocsin incidents reopen ${id} ${option}`,
      );
    case 'incident-absent':
      throw new FailedError(`the incident is gone: tocsin incidents list ${option} shows those there are`);
  }
};

/** What was recorded, in the words of the timeline; only what a person does is worth saying here. */
const recordedText = (
  whole: readonly IncidentEvent[],
  before: Incident,
  target: IncidentsTarget,
): readonly string[] => {
  const opened = whole.slice(0, 1);
  const told = storyOf([...opened, ...whole.slice(before.version)], target.voice).slice(opened.length);
  return told.map(({ text }) => printable(text));
};

const answerText = (recorded: readonly string[], after: Incident, target: IncidentsTarget): string => {
  const unsent = after.requested.length > 0 ? [`Nothing sends what is requested: ${target.folder} is a folder.`] : [];
  const news = recorded.length === 0 ? ['Nothing changed.'] : recorded;
  return [...news, `Incident ${after.incidentId} is ${statusInWords(after, target.voice)}.`, ...unsent]
    .map(printable)
    .join('\n');
};

/** `tocsin incidents ack`, `resolve`, `note` …: what one responder does about one incident. */
export const respondTo = async (shell: Shell, { id, name, words }: Typed, options: IncidentsOptions): Promise<void> => {
  const action = ACTIONS[name](words);
  const target = await targetOf(shell, options);
  const incidentId = await findIncident(target, id);
  const before = await target.incidents.head(incidentId);
  if (before === undefined)
    throw new FailedError(`incident ${incidentId} has no head: tocsin incidents verify ${target.option}`);
  const { by, from } = actorOf(before, options.by, shell.env);
  const pipeline = localPipeline(target, action.type === 'reassign' ? [by, action.to] : [by], shell);
  const responded = await respond(pipeline, { incidentId, by, action });
  if (responded.outcome === 'refused') return refuse(responded, target);
  const whole = (await target.incidents.timeline(incidentId)).map(eventOf);
  if (from !== undefined) shell.err(printable(`as ${by} (${from})`));
  if (options.json === true) {
    const events = whole.slice(before.version);
    shell.out(JSON.stringify({ by, events, incident: responded.incident }, undefined, 2));
  } else shell.out(answerText(recordedText(whole, before, target), responded.incident, target));
};
