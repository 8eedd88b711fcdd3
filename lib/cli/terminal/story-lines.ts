import type { LocalClock } from '../../core/report/local-clock.ts';
import type { StoryLine } from '../../core/report/story.ts';
import type { Sort } from '../../core/report/wording.ts';
import { DAY, MINUTE } from '../../core/time.ts';
import { cut, wrap } from './layout.ts';
import { printable } from './printable.ts';
import type { Shell, Style } from './shell.ts';

/** A line of a timeline, with what belongs under it. */
export interface Line extends StoryLine {
  /** Under the line, quietly: why an alarm changed. */
  readonly detail?: string;
  /** How much of a page is shown: its whole text, its subject, or neither. */
  readonly show?: 'text' | 'subject';
  readonly style?: Style;
}

const STYLES: Readonly<Partial<Record<Sort, Style>>> = {
  page: 'bold',
  response: 'cyan',
  trouble: 'red',
  unanswered: 'red',
  end: 'green',
  notification: 'dim',
};

const QUOTE = '  │ ';

/** `+35 min` since the first page. */
const sinceFirstPage = ({ afterFirstPageMs }: StoryLine): string => {
  if (afterFirstPageMs === undefined) return '';
  if (afterFirstPageMs > DAY) return `+${String(Math.floor(afterFirstPageMs / DAY))} d`;
  const minutes = afterFirstPageMs / MINUTE;
  return `+${Number.isInteger(minutes) ? String(minutes) : minutes.toFixed(1)} min`;
};

const quoted = ({ page, show }: Line, { ink, width }: Shell): readonly string[] => {
  if (page === undefined || show === undefined) return [];
  const room = width - QUOTE.length;
  if (show === 'subject') return [ink(`${QUOTE}${cut(printable(page.subject), room)}`, 'dim')];
  const text = page.text.split('\n').flatMap((line) => wrap(printable(line), room));
  return [page.subject, '', ...text].map((line, index) =>
    index === 0 ? `${ink(QUOTE)}${ink(cut(printable(line), room), 'bold')}` : ink(`${QUOTE}${line}`).trimEnd(),
  );
};

interface Columns {
  readonly time: number;
  readonly since: number;
}

const linesOf = (line: Line, clock: LocalClock, shell: Shell & { readonly columns: Columns }): readonly string[] => {
  const { ink, width, columns } = shell;
  const margin = columns.time + 2 + (columns.since === 0 ? 0 : columns.since + 2);
  const since = columns.since === 0 ? '' : `${sinceFirstPage(line).padStart(columns.since)}  `;
  const lead = `${clock.time(line.at).padEnd(columns.time)}  ${since}`;
  const style = line.style ?? STYLES[line.sort];
  const [first = '', ...more] = wrap(printable(line.text), width - margin).map((text) => ink(text, style));
  const detail = line.detail === undefined ? [] : wrap(printable(line.detail), width - margin);
  const under = [...more, ...detail.map((text) => ink(text, 'dim'))];
  return [`${ink(lead)}${first}`, ...under.map((text) => ' '.repeat(margin) + text), ...quoted(line, shell)];
};

/** A timeline for people: under a heading for each day, the time, the minutes since the first page, what happened. */
export const storyLines = (lines: readonly Line[], clock: LocalClock, shell: Shell): readonly string[] => {
  const columns = {
    time: Math.max(0, ...lines.map(({ at }) => clock.time(at).length)),
    since: Math.max(0, ...lines.map((line) => sinceFirstPage(line).length)),
  };
  let day = '';
  return lines.flatMap((line) => {
    const heading = clock.day(line.at);
    const headed = heading === day ? [] : [...(day === '' ? [] : ['']), shell.ink(heading, 'bold')];
    day = heading;
    return [...headed, ...linesOf(line, clock, { ...shell, columns })];
  });
};
