import { eventOf } from '../../core/incident/chain.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import { type Incident, isOpen } from '../../core/incident/incident.ts';
import { lastPagedResponder } from '../../core/incident/response.ts';
import { type Response, seenOf } from '../../core/incident/response.ts';
import { type ReadResponse, readResponse } from '../../core/response/read-response.ts';
import type { Refusal } from '../../core/response/refusal.ts';
import { RESPONSES } from '../../core/response/responses.ts';
import { afterwards } from '../../core/report/afterwards.ts';
import { factsNow } from '../../core/report/facts-now.ts';
import { statusInWords } from '../../core/report/status.ts';
import { storyOf } from '../../core/report/story.ts';
import type { Instant } from '../../core/time.ts';
import type { CarriedOut } from '../../ports/carry-out.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { readFound } from './find-incident.ts';
import { targetOf } from './open-target.ts';
import type { IncidentsOptions, IncidentsTarget } from './target.ts';

/** A response as it was typed. */
export interface Typed {
  readonly id: string;
  readonly type: Response['type'];
  readonly words: readonly string[];
}

const wrongUse = ({ error, expected, given }: Refusal): UsageError =>
  new UsageError(`${error}: expected ${expected}, got ${given}`);

/** Without a tocsin.yaml nobody says who there is: at least it is a name that one may hold. */
const nameOf = (text: string, where: string): string => {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw new UsageError(`${where}: expected the name of a responder such as alice, got ${JSON.stringify(text)}`);
};

const responseIn = (
  { type, words }: Typed,
  { note: text, cause }: IncidentsOptions,
): Extract<ReadResponse, { response: Response }> => {
  const { needs } = RESPONSES[type];
  const read = readResponse({ action: type, text, cause, ...(needs && { [needs.field]: words.join(' ') }) });
  if ('refusal' in read) throw wrongUse(read.refusal);
  if ('to' in read.response) nameOf(read.response.to, RESPONSES[type].command);
  return read;
};

interface Actor {
  readonly by: string;
  /** Where it was not said on the command line. */
  readonly from?: string;
}

const actorOf = (incident: Incident, by: string | undefined, env: Shell['env']): Actor => {
  if (by !== undefined) return { by: nameOf(by, '--by') };
  const own = env['TOCSIN_RESPONDER'];
  if (own !== undefined && own !== '') return { by: nameOf(own, 'TOCSIN_RESPONDER'), from: 'TOCSIN_RESPONDER' };
  const paged = lastPagedResponder(incident);
  if (paged !== undefined) return { by: paged, from: 'paged last; --by says otherwise' };
  throw new UsageError('nobody was paged for it: say who you are with --by <responder>, or set TOCSIN_RESPONDER');
};

type RefusedHere = Extract<CarriedOut, { outcome: 'refused' }>;

/** What to do instead, where more can be said than what would be expected. */
const advice = (
  { refusal: { kind }, incident }: RefusedHere,
  { voice, place: { option } }: IncidentsTarget,
  now: Instant,
): string | undefined => {
  if (kind === 'absent') return `the incident is gone: npx tocsin incidents list ${option} shows those there are`;
  if (kind !== 'conflict' || incident === undefined || isOpen(incident)) return undefined;
  const { incidentId } = incident;
  return `incident ${incidentId} is ${statusInWords(incident, voice, now)}; to open it again: npx tocsin incidents reopen ${incidentId} ${option}`;
};

const refusedError = (refused: RefusedHere, type: Response['type'], explained: string | undefined): Error => {
  const { kind, ...why } = refused.refusal;
  if (kind === 'invalid') return wrongUse(why);
  // Of what cannot be reopened the reason is another one.
  return new FailedError((type === 'reopen' ? undefined : explained) ?? `${why.error}: ${why.expected}`);
};

const SAYS_BEFORE: ReadonlySet<IncidentEvent['type']> = new Set([
  'IncidentOpened',
  'ConfigurationApplied',
  'IncidentAcknowledged',
  'IncidentSnoozed',
]);

/** What one response came to. */
interface ResponseOutcome {
  readonly incident: Incident;
  /** What a story of it alone has to know: how many levels there were, and how somebody has it. */
  readonly before: readonly IncidentEvent[];
  /** What it added to the timeline. */
  readonly events: readonly IncidentEvent[];
}

/** Whom these ask is what today's configuration says. */
const ASKS: ReadonlySet<IncidentEvent['type']> = new Set(['LevelSkipped', 'NobodyReached', 'IncidentUnanswered']);

/** What a folder cannot do, where this response would have needed it. */
const limits = ({ events }: ResponseOutcome, { place, configuration }: IncidentsTarget): readonly string[] => {
  if (place.kind === 'stack') return [];
  const isAsked = events.some(({ type }) => ASKS.has(type));
  const isRequested = events.some(({ type }) => type === 'PageRequested');
  return [
    ...(isAsked && configuration === undefined
      ? ['Who is on call stands in the tocsin.yaml: name it with --config.']
      : []),
    ...(isRequested ? [`Nothing sends what is requested: ${place.name} is a folder.`] : []),
  ];
};

/** What happens by itself from here on, where the configuration says whom that pages. */
const outlook = (incident: Incident, { configuration, voice }: IncidentsTarget, now: Instant): readonly string[] => {
  const facts = configuration && factsNow(incident, { configuration, now, responder: undefined });
  const then = afterwards(incident, facts, (at) => voice.time(at, now));
  return then === undefined ? [] : [then];
};

const outcomeText = (outcome: ResponseOutcome, target: IncidentsTarget, { now, width }: Shell): string => {
  const { incident, before, events } = outcome;
  const told = storyOf([...before, ...events], target.voice).slice(before.length);
  return [
    ...(told.length === 0 ? ['Nothing changed.'] : told.map(({ text }) => text)),
    `Incident ${incident.incidentId} is ${statusInWords(incident, target.voice, now())}.`,
    ...outlook(incident, target, now()),
    ...limits(outcome, target),
  ]
    .flatMap((line) => wrap(printable(line), width))
    .join('\n');
};

/** `tocsin incidents ack`, `resolve`, `note` …: what one responder does about one incident. */
export const respondTo = async (shell: Shell, typed: Typed, options: IncidentsOptions): Promise<void> => {
  const { response, note } = responseIn(typed, options);
  const target = await targetOf(shell, options);
  const { head: before } = await readFound(target, typed.id);
  const { incidentId } = before;
  const { by, from } = actorOf(before, options.by, shell.env);
  const responded = await target.respond({ incidentId, by, response, note, expect: seenOf(before) });
  if (responded.outcome === 'refused')
    throw refusedError(responded, response.type, advice(responded, target, shell.now()));
  if (from !== undefined) shell.err(printable(`as ${by} (${from})`));
  const timeline = (await target.incidents.timeline(incidentId)).map(eventOf);
  const known = timeline.slice(0, before.version).filter(({ type }) => SAYS_BEFORE.has(type));
  const outcome = { incident: responded.incident, before: known, events: timeline.slice(before.version) };
  if (options.json !== true) shell.out(outcomeText(outcome, target, shell));
  else shell.out(JSON.stringify({ by, events: outcome.events, incident: outcome.incident }, undefined, 2));
};
