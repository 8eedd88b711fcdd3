import { CAUSE_PHRASES, isCause } from '../../cause.ts';
import { capitalised } from '../../words.ts';
import { quoted, notesNaming } from '../facts/notes.ts';
import type { Material } from '../facts/material.ts';
import type { EventOf } from '../../incident/folds/fold.ts';
import { isOf, type Placed } from '../facts/placed.ts';
import { type SectionPart, question, type Section, type Statement, statement } from '../facts/statement.ts';

type Recorded = Placed<EventOf<'DiagnosisRecorded'>>;

/** `A. B.`: sentences of a diagnosis have no end of their own. */
const sentences = (all: readonly string[]): string => [...new Set(all)].map((one) => `${capitalised(one)}.`).join(' ');

const confirmed = ({ found, voice }: Material): readonly Statement[] => {
  if (found.confirmed === undefined) return [];
  const { version, event } = found.confirmed;
  const by = voice.responder(event.by);
  if (event.cause === 'unknown') return [statement(`${by} says that nobody knows what it was.`, [version])];
  const what = event.cause === 'other' ? 'something else than what is looked for' : CAUSE_PHRASES[event.cause];
  return [statement(`It was ${what}, says ${by}.`, [version])];
};

const headline = ({ version, event: { said } }: Recorded, { time, timed }: Material): Statement => {
  const found = said.cause === 'none' ? 'nothing else is out of its usual range' : said.says.join(', ');
  return statement(`The diagnosis of ${time(said.at)}: ${timed(found)}.`, [version]);
};

const reasons = ({ version, event: { said } }: Recorded, { timed }: Material): readonly Statement[] => {
  const why = said.hypotheses.filter(({ cause }) => cause === said.cause).map((one) => one.why);
  const all = isCause(said.cause) ? [...why, ...said.evidence].map(timed) : [];
  return all.length === 0 ? [] : [statement(sentences(all), [version])];
};

/** What a later diagnosis did not take back. */
const ruledOut = ({ version, event: { said } }: Recorded, { events, timed }: Material): readonly Statement[] => {
  const open = events
    .filter(isOf('DiagnosisRevised'))
    .filter((revised) => revised.version > version)
    .flatMap(({ event }) => event.noLongerRefuted);
  return said.hypotheses
    .filter(({ cause, verdict }) => verdict === 'refuted' && !open.includes(cause))
    .map(({ cause, why }) => statement(`Not ${CAUSE_PHRASES[cause]}: ${timed(why)}.`, [version]));
};

const missing = ({ version, event: { said } }: Recorded): readonly Statement[] =>
  said.missing.length === 0 ? [] : [statement(`Could not be looked at: ${said.missing.join(', ')}.`, [version])];

const diagnosed = (material: Material): readonly Statement[] => {
  const recorded = material.found.diagnosed;
  if (recorded === undefined) return [];
  return [
    headline(recorded, material),
    ...reasons(recorded, material),
    ...ruledOut(recorded, material),
    ...missing(recorded),
  ];
};

/** Who could say more, and how it is recorded. */
const asked = ({ found, incidentId, option }: Material): readonly SectionPart[] => {
  const { cause, confirmed: said } = found;
  if (said !== undefined && said.event.cause !== 'unknown' && said.event.cause !== 'other') return [];
  if (said?.event.cause === 'other')
    return [question('What was it? That it was something else is all that is recorded.')];
  if (cause === undefined) return [question('What was the cause? Neither the numbers nor a person name one.')];
  const how = `npx tocsin incidents resolve ${incidentId} --cause ${cause} ${option}`;
  return [question(`Was it ${CAUSE_PHRASES[cause]}? No person has said so; “${how}” records it.`)];
};

export const rootCause = (material: Material): Section => {
  const notes = notesNaming(material.found.cause, material.events);
  const parts = [
    ...confirmed(material),
    ...diagnosed(material),
    ...notes.map((note) => quoted(note, material)),
    ...asked(material),
  ];
  return { heading: 'Root Cause', parts };
};
