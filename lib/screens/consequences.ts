import type { Target } from '../core/configuration.ts';
import { BELIEVED_MS } from '../core/incident/events-v1.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { Response } from '../core/incident/response.ts';
import { people } from '../core/page/person-words.ts';
import { nextAt } from '../core/page/who-is-paged.ts';
import { spokenDuration } from '../core/time.ts';
import { counted } from '../core/words.ts';
import type { Reader } from './incident-view.ts';

type Consequence = (incident: Incident, reader: Reader) => string;

/** Whom the step after where the levels stand pages, the reader first and as `you`. */
const next: Consequence = (incident, { configuration, now, responder, voice }) => {
  const own: Target = `responder:${responder ?? ''}`;
  const targets = nextAt(incident, configuration, now);
  const others = targets.filter((target) => target !== own).map((target) => voice.target(target));
  const names = targets.includes(own) ? ['you', ...others] : others;
  return names.length === 0 ? 'nobody (nobody is named for it)' : people(names);
};

/** Whoever has it loses it. */
const taken: Consequence = ({ owner }, { responder, voice }) => {
  if (owner === undefined) return '';
  if (owner.by === responder) return ' You have it no more after that.';
  return ` ${voice.responder(owner.by)} has it no more after that, and is told.`;
};

const resolve: Consequence = (incident) => {
  const { firing, critical } = incident.counts;
  const ends = 'Ends it for everybody; whoever heard of it is told.';
  if (firing === 0) return ends;
  const pages = critical > 0 ? ' and pages again' : '';
  return `${ends} ${counted(firing, 'alarm')} still firing: believed to be over for ${spokenDuration(BELIEVED_MS)}; if that fires on, it reopens${pages}.`;
};

const escalate: Consequence = (incident, reader) => `Pages ${next(incident, reader)} now.${taken(incident, reader)}`;

const reopen: Consequence = (incident, reader) => {
  const atRest = { ...incident, ladder: { ...incident.ladder, step: undefined, kept: undefined } };
  return `Opens it again, and pages ${next(atRest, reader)} now.`;
};

const reassign: Consequence = (incident, reader) => `Pages whoever you choose now.${taken(incident, reader)}`;

/** What ends something at once, or takes people out of their sleep: it asks once more. */
const CONSEQUENCES: Readonly<Partial<Record<Response['type'], Consequence>>> = { resolve, escalate, reopen, reassign };

/** What a response does, and to whom, of those that ask once more; undefined: it is carried out by one tap. */
export const consequenceOf = (type: Response['type'], incident: Incident, reader: Reader): string | undefined =>
  CONSEQUENCES[type]?.(incident, reader);
