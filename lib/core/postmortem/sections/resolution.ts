import { SIMILAR } from '../../context.ts';
import { contextInWords } from '../../report/context-words.ts';
import { toldContext } from '../../report/told-context.ts';
import { AT_FIRST } from '../../report/held-at.ts';
import { wordingOf } from '../../report/wording.ts';
import { capitalised } from '../../words.ts';
import type { Material } from '../facts/material.ts';
import { notesNaming, quoted } from '../facts/notes.ts';
import { isOf, type Placed } from '../facts/placed.ts';
import { lastRecovery } from '../facts/recovery.ts';
import { isWithin, type PlacedRun } from '../facts/runs.ts';
import { type SectionPart, question, type Section, type Statement, statement } from '../facts/statement.ts';

/** `09:27 traffic x4.0, memory +1.5 %/min`: what begins together stands together. */
const order = ({ found, findings, time }: Material): readonly Statement[] => {
  if (found.diagnosed === undefined) return [];
  const { version, event } = found.diagnosed;
  const begun = findings.get(event.number)?.diagnosis.timeline ?? [];
  if (begun.length === 0) return [];
  const said = [...new Set(begun.map(({ at }) => at))].map((at) => {
    const series = begun.filter((one) => one.at === at).map((one) => `${one.series} ${one.what}`);
    return `${time(at)} ${series.join(', ')}`;
  });
  return [statement(`What began when, by the numbers: ${said.join('; ')}.`, [version])];
};

/** How it went the last times; what logs said stands in the timeline. */
const seenBefore = ({ events, voice }: Material): readonly Statement[] =>
  events.filter(isOf('ContextRecorded')).flatMap(({ version, event }) => {
    const told = toldContext(event);
    return told?.source !== SIMILAR ? [] : [statement(`${capitalised(contextInWords(event, voice))}.`, [version])];
  });

const corrections = ({ events, voice, time }: Material): readonly Statement[] =>
  events.filter(isOf('DiagnosisRevised')).flatMap(({ version, event }) => {
    const wording = wordingOf({ event, targets: [] }, { voice, ...AT_FIRST });
    return wording === undefined ? [] : [statement(`${time(event.at)}: ${wording.text}.`, [version])];
  });

const NOTHING_WRITTEN = (until: string): string => `What ended it? Nobody wrote what was done before ${until}.`;

/** The last that was written before it was over: often what was done. */
const ended = (run: PlacedRun, material: Material): readonly SectionPart[] => {
  const { events, time, voice } = material;
  if (run.to === undefined) return [];
  const within = events.filter((placed) => isWithin(run, placed));
  const recovery = lastRecovery(run, within);
  const over: Placed = recovery ?? run.to;
  const note = within.filter(isOf('NoteAdded')).findLast(({ version }) => version < over.version);
  const { version, event } = run.to;
  const how = event.by === undefined ? 'It resolved by itself' : `${voice.responder(event.by)} resolved it`;
  const left = event.stillFiring > 0 ? `, while ${String(event.stillFiring)} of its alarms fired on` : '';
  return [
    note === undefined ? question(NOTHING_WRITTEN(time(over.event.at))) : quoted(note, material),
    ...(recovery === undefined
      ? []
      : [statement(`The last alarm recovered at ${time(recovery.event.at)}.`, [recovery.version])]),
    statement(`${how} at ${time(event.at)}${left}.`, [version]),
  ];
};

/** No number says why code or configuration let it happen. */
const why = ({ found: { cause }, events }: Material): readonly SectionPart[] =>
  notesNaming(cause, events).length > 0 ? [] : [question('What in code, configuration or operation let it happen?')];

export const resolution = (material: Material): Section => ({
  heading: 'Root Cause and Resolution',
  parts: [
    ...order(material),
    ...seenBefore(material),
    ...corrections(material),
    ...why(material),
    ...material.runs.flatMap((run) => ended(run, material)),
  ],
});
