import { type Cover, type Incident, isOpen } from '../incident/incident.ts';
import { hasNeed } from '../incident/need.ts';
import { statusOf } from '../incident/phase.ts';
import type { Instant } from '../time.ts';
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

/** Somebody has to be paged: nobody has it, or who has it does not have all of it. */
const needed: Say<Incident> = ({ owner, ladder, acknowledgedAt }, voice, near) => {
  if (owner !== undefined) return `${taken(owner, voice, near)}, which does not cover what is critical now`;
  if (ladder.step?.isUnanswered === true) return 'every level was paged, nobody has answered';
  return acknowledgedAt === undefined ? 'nobody has acknowledged it' : 'nobody has it any more';
};

/** A person's resolution is believed for a while, even of what has opened again meanwhile. */
const unneeded: Say<Incident> = ({ believed, counts }, voice, near) =>
  believed === undefined || counts.believed === 0
    ? 'nobody is paged for it'
    : `nobody is paged for what ${voice.responder(believed.by)} resolved before ${voice.time(believed.until, near)}`;

/** How an incident stands, in words: `acknowledged by Alice Ferreira at 10:20, until 10:50`; with days where they are not that of `near`. */
export const statusInWords = (incident: Incident, voice: Voice, near: Instant = incident.openedAt): string => {
  const { owner } = incident;
  if (!isOpen(incident)) return resolved(incident, voice, near);
  if (owner !== undefined && statusOf(incident) === 'acknowledged') return taken(owner, voice, near);
  return `triggered: ${(hasNeed(incident) ? needed : unneeded)(incident, voice, near)}`;
};
