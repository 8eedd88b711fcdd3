import type { Target } from '../../configuration.ts';
import { AT_FIRST, heldAt } from '../../report/held-at.ts';
import { type Wording, wordingOf } from '../../report/wording.ts';
import { type Instant, later, MINUTE } from '../../time.ts';
import { capitalised } from '../../words.ts';
import { localDay } from '../facts/local-day.ts';
import type { Material } from '../facts/material.ts';
import { isOf, type Placed } from '../facts/placed.ts';
import type { Entry, Section, Versions } from '../facts/statement.ts';
import { mattered } from './mattered.ts';

/** What went to several at one instant is one line. */
interface Line {
  readonly first: Placed;
  readonly targets: readonly Target[];
  readonly events: Versions;
}

const targetsOf = ({ event }: Placed): readonly Target[] => ('target' in event ? [event.target] : []);

const isTogether = ({ first: { event: one } }: Line, { event: other }: Placed): boolean =>
  one.type === 'PageSent' &&
  other.type === 'PageSent' &&
  [one.at, one.level, one.round, one.reason].join() === [other.at, other.level, other.round, other.reason].join();

const linesOf = (events: readonly Placed[]): readonly Line[] => {
  const lines: Line[] = [];
  for (const placed of events) {
    const last = lines.at(-1);
    const line: Line = { first: placed, targets: targetsOf(placed), events: [placed.version] };
    if (last === undefined || !isTogether(last, placed)) lines.push(line);
    else
      lines[lines.length - 1] = {
        ...last,
        targets: [...last.targets, ...line.targets],
        events: [...last.events, placed.version],
      };
  }
  return lines;
};

const entryAt = (at: Instant, { clock }: Material): Pick<Entry, 'kind' | 'at' | 'day' | 'time'> => ({
  kind: 'entry',
  at,
  day: localDay(at, clock.timeZone),
  time: clock.minute(at),
});

/** What begins with the name of an alarm, or of a person, stays as it is. */
const textOf = ({ sort, text }: Wording, { event }: Placed): string => {
  const isResolvedByPerson = event.type === 'IncidentResolved' && event.by !== undefined;
  return sort === 'alarm' || sort === 'response' || isResolvedByPerson ? text : capitalised(text);
};

/** When it began is nobody's event: a diagnosis found it out afterwards. */
const onset = (material: Material): readonly Entry[] => {
  const { diagnosed } = material.found;
  if (diagnosed === undefined || diagnosed.event.said.minutesAfterOnset === null) return [];
  const { at, minutesAfterOnset } = diagnosed.event.said;
  const began = later(at, -minutesAfterOnset * MINUTE);
  const order = material.findings.get(diagnosed.event.number)?.diagnosis.timeline ?? [];
  const begun = order.filter((one) => one.at === began).map(({ series, what }) => `${series} ${what}`);
  const what = begun.length === 0 ? '' : `: ${begun.join(', ')}`;
  const text = `It began, by the diagnosis of ${material.time(at)}${what}`;
  return [{ ...entryAt(began, material), text, events: [diagnosed.version] }];
};

/** Of the alarm that recovered last it matters that none is left. */
const recovered = ({ event }: Placed): string => (event.type === 'AlarmRecovered' ? ': no alarm fires any more' : '');

const entriesOf = (material: Material): readonly Entry[] => {
  const held = heldAt(material.events.map(({ event }) => event));
  return linesOf(mattered(material)).flatMap(({ first, targets, events }) => {
    const telling = { voice: material.voice, ...(held.get(first.event) ?? AT_FIRST) };
    const wording = wordingOf({ event: first.event, targets }, telling);
    if (wording === undefined) return [];
    const isWritten = isOf('NoteAdded')(first) && { isWritten: true as const };
    return [
      { ...entryAt(first.event.at, material), text: textOf(wording, first) + recovered(first), events, ...isWritten },
    ];
  });
};

/** One line an event that mattered, in the order of the timeline, after when it began. */
export const timeline = (material: Material): Section => {
  const entries = entriesOf(material);
  const [began] = onset(material);
  const first = entries[0]?.at;
  const before = began !== undefined && (first === undefined || began.at < first) ? [began] : [];
  return { heading: 'Timeline', parts: [...before, ...entries] };
};
