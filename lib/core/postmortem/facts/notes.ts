import type { Cause } from '../../cause.ts';
import type { EventOf } from '../../incident/folds/fold.ts';
import { isOf, type Placed } from './placed.ts';
import { type Statement, written } from './statement.ts';
import type { Material } from './material.ts';

export type Note = Placed<EventOf<'NoteAdded'>>;

/** By these words a note is about a cause; whether it is right is not asked. */
const NAMES: Readonly<Record<Cause, RegExp>> = {
  'memory-leak': /\bleak/iu,
  'deploy-regression': /\b(?:deploy|release|roll(?:ed|ing)? ?(?:back|out)|revert)/iu,
  dependency: /\b(?:database|db|dependency|upstream)\b/iu,
  'traffic-surge': /\b(?:traffic|surge|campaign|crowd)\b/iu,
};

/** What people wrote that names the cause. */
export const notesNaming = (cause: Cause | undefined, events: readonly Placed[]): readonly Note[] =>
  cause === undefined ? [] : events.filter(isOf('NoteAdded')).filter(({ event }) => NAMES[cause].test(event.text));

/** In the words of whoever wrote it. */
export const quoted = ({ version, event: { at, by, text } }: Note, { voice, time }: Material): Statement =>
  written(`${voice.responder(by)} wrote at ${time(at)}: “${text}”`, [version]);
