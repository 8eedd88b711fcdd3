import type { Incident } from '../incident/incident.ts';
import type { Instant } from '../time.ts';
import type { Voice } from './voice.ts';

/** How an incident stands, in words: `acknowledged by Alice Ferreira until 10:50`; with days where they are not that of `near`. */
export const statusInWords = (incident: Incident, voice: Voice, near: Instant = incident.openedAt): string => {
  const { phase, unanswered, level } = incident;
  switch (phase.status) {
    case 'triggered':
      if (unanswered !== undefined) return 'triggered: every level was paged, nobody has answered';
      return level === 0 ? 'triggered: nobody is paged for it' : 'triggered: nobody has acknowledged it';
    case 'acknowledged':
      return `acknowledged by ${voice.responder(phase.by)} at ${voice.time(phase.at, near)}, until ${voice.time(phase.until, near)}`;
    case 'resolved': {
      const how = phase.by === undefined ? 'by itself' : `by ${voice.responder(phase.by)}`;
      return `resolved ${how} at ${voice.time(phase.at, near)}`;
    }
  }
};
