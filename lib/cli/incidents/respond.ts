import { LONGEST_NOTE } from '../../core/rules/respond.ts';
import { eventOf } from '../../core/incident/chain.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { statusInWords } from '../../core/report/status.ts';
import { storyOf } from '../../core/report/story.ts';
import { type Instant, parseDuration } from '../../core/time.ts';
import { type Action, respond, type Responded } from '../../pipeline/respond.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
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

/** Without a tocsin.yaml nobody says who there is: at least it is a name that one may hold. */
const nameOf = (text: string, where: string): string => {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw new UsageError(`${where}: expected the name of a responder such as alice, got ${JSON.stringify(text)}`);
};

const ACTIONS: Readonly<Record<Typed['name'], (words: readonly string[]) => Action>> = {
  ack: () => ({ type: 'acknowledge' }),
  resolve: () => ({ type: 'resolve' }),
  escalate: () => ({ type: 'escalate' }),
  reopen: () => ({ type: 'reopen' }),
  note: noteOf,
  snooze: snoozeOf,
  reassign: ([to = '']) => ({ type: 'reassign', to: nameOf(to, 'reassign') }),
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
  if (by !== undefined) return { by: nameOf(by, '--by') };
  const own = env['TOCSIN_RESPONDER'];
  if (own !== undefined && own !== '') return { by: nameOf(own, 'TOCSIN_RESPONDER'), from: 'TOCSIN_RESPONDER' };
  const paged = lastPaged(incident);
  if (paged !== undefined) return { by: paged, from: 'paged last; --by says otherwise' };
  throw new UsageError('nobody was paged for it: say who you are with --by <responder>, or set TOCSIN_RESPONDER');
};

type Refused = Extract<Responded, { outcome: 'refused' }>;

const resolvedAlready = (incident: Incident | undefined, { voice, option }: IncidentsTarget, now: Instant): string => {
  if (incident === undefined) return 'it is resolved';
  const { incidentId } = incident;
  return `incident ${incidentId} is ${statusInWords(incident, voice, now)}; to open it again: tocsin incidents reopen ${incidentId} ${option}`;
};

const refusal = ({ rejection, incident }: Refused, target: IncidentsTarget, now: Instant): Error => {
  switch (rejection.reason) {
    case 'unknown-responder':
      return new UsageError(
        `there is no responder ${JSON.stringify(rejection.responder)} in the configuration (there are: ${rejection.known.join(', ')})`,
      );
    case 'snooze-out-of-range':
      return new UsageError('snooze: expected more than nothing and at most 24h');
    case 'note-out-of-range':
      return new UsageError(`note: expected 1 to ${String(LONGEST_NOTE)} characters`);
    case 'group-has-open-incident':
      return new FailedError(`another incident of the same service is open, ${rejection.incidentId}: act on that one`);
    case 'incident-resolved':
      return new FailedError(resolvedAlready(incident, target, now));
    case 'incident-absent':
      return new FailedError(`the incident is gone: tocsin incidents list ${target.option} shows those there are`);
  }
};

/** What one response came to. */
interface Answered {
  readonly incident: Incident;
  readonly opened: IncidentEvent | undefined;
  /** What it added to the timeline. */
  readonly events: readonly IncidentEvent[];
}

/** What a folder cannot do, where this response would have needed it. */
const limits = ({ events }: Answered, { folder, configuration }: IncidentsTarget): readonly string[] => {
  const isSkipped = events.some((event) => event.type === 'LevelSkipped' && event.because === 'no-target');
  const isRequested = events.some(({ type }) => type === 'PageRequested');
  return [
    ...(isSkipped && configuration === undefined
      ? ['Who is on call stands in the tocsin.yaml: name it with --config.']
      : []),
    ...(isRequested ? [`Nothing sends what is requested: ${folder} is a folder.`] : []),
  ];
};

const answerText = (answered: Answered, target: IncidentsTarget, { now, width }: Shell): string => {
  const { incident, opened, events } = answered;
  const before = opened === undefined ? [] : [opened];
  const told = storyOf([...before, ...events], target.voice).slice(before.length);
  return [
    ...(told.length === 0 ? ['Nothing changed.'] : told.map(({ text }) => text)),
    `Incident ${incident.incidentId} is ${statusInWords(incident, target.voice, now())}.`,
    ...limits(answered, target),
  ]
    .flatMap((line) => wrap(printable(line), width))
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
  if (responded.outcome === 'refused') throw refusal(responded, target, shell.now());
  if (from !== undefined) shell.err(printable(`as ${by} (${from})`));
  const timeline = (await target.incidents.timeline(incidentId)).map(eventOf);
  const answered = { incident: responded.incident, opened: timeline[0], events: timeline.slice(before.version) };
  if (options.json !== true) shell.out(answerText(answered, target, shell));
  else shell.out(JSON.stringify({ by, events: answered.events, incident: answered.incident }, undefined, 2));
};
