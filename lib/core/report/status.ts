import { isDrill } from '../incident/drill.ts';
import type { Target } from '../configuration.ts';
import { type Cover, type Incident, isOpen } from '../incident/incident.ts';
import { hasNeed } from '../incident/need.ts';
import { statusOf } from '../incident/phase.ts';
import type { Instant } from '../time.ts';
import { people } from '../page/person-words.ts';
import type { Voice } from './voice.ts';

type Say<T> = (said: T, voice: Voice, near: Instant) => string;

const TAKEN = { acknowledgement: 'acknowledged', snooze: 'snoozed', resolution: 'resolved' } as const;

const taken: Say<Cover> = ({ kind, by, at, until }, voice, near) =>
  `${TAKEN[kind]} by ${voice.responder(by)} at ${voice.time(at, near)}, until ${voice.time(until, near)}`;

const resolved: Say<Incident> = ({ resolution }, voice, near) => {
  if (resolution === undefined) return 'open';
  const how = resolution.by === undefined ? 'by itself' : `by ${voice.responder(resolution.by)}`;
  return `resolved ${how} at ${voice.time(resolution.at, near)}`;
};

const drilled: Say<Incident> = ({ resolution }, voice, near) =>
  resolution === undefined
    ? 'a drill: its test pages are on their way'
    : `a drill, ended at ${voice.time(resolution.at, near)}: each test page was sent, or was not`;

/** Somebody has to be paged: nobody has it, or who has it does not have all of it. */
const needed: Say<Incident> = ({ owner, ladder, acknowledgedAt }, voice, near) => {
  if (owner !== undefined) return `${taken(owner, voice, near)}, but not what is critical now`;
  const isUnanswered = ladder.step?.isUnanswered === true;
  if (acknowledgedAt !== undefined) return `${isUnanswered ? 'no level is left, and ' : ''}nobody has it any more`;
  return isUnanswered ? 'no level is left, and nobody has answered' : 'nobody has acknowledged it';
};

/** Whose page is not sent yet, else who was paged last; at rest nobody matters. */
const asked: Say<Incident> = ({ ladder: { step }, requested, paged }, voice, near) => {
  if (step === undefined) return 'nobody is paged for it';
  const unsent = requested.filter(({ kind }) => kind === 'page').map(({ target }) => target);
  const last = Object.keys(paged).slice(-1) as Target[];
  const names = (unsent.length > 0 ? unsent : last).map((target) => voice.target(target));
  if (names.length === 0) return 'nobody is paged for it';
  return `${people(names)} ${names.length > 1 ? 'were' : 'was'} asked last, at ${voice.time(step.askedAt, near)}`;
};

/** What is critical counts no more, or is muted, or a person's resolution of it is believed for a while; a person may have asked for people all the same. */
const unneeded: Say<Incident> = (incident, voice, near) => {
  const { believed, counts } = incident;
  if (believed !== undefined && counts.believed > 0)
    return `nobody is paged for what ${voice.responder(believed.by)} resolved before ${voice.time(believed.until, near)}`;
  if (incident.ladder.step === undefined) return 'nobody is paged for it';
  const fires = counts.firing + counts.silent === 0 ? 'nothing fires' : 'nothing that pages fires';
  return `${fires}; ${asked(incident, voice, near)}`;
};

/** How an incident stands, in words: `acknowledged by Alice Ferreira at 10:20, until 10:50`; with days where they are not that of `near`. */
export const statusInWords = (incident: Incident, voice: Voice, near: Instant = incident.openedAt): string => {
  const { owner } = incident;
  if (isDrill(incident)) return drilled(incident, voice, near);
  if (!isOpen(incident)) return resolved(incident, voice, near);
  if (owner !== undefined && statusOf(incident) === 'acknowledged') return taken(owner, voice, near);
  return `triggered: ${(hasNeed(incident) ? needed : unneeded)(incident, voice, near)}`;
};
