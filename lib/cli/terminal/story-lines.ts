import type { LocalClock } from '../../core/report/local-clock.ts';
import type { StoryLine } from '../../core/report/story.ts';
import type { Sort } from '../../core/report/wording.ts';
import { DAY, MINUTE } from '../../core/time.ts';
import { cut, toLeft, toRight, widestOf, widthOf, wrap } from './layout.ts';
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
  const room = width - widthOf(QUOTE);
  if (show === 'subject') return [ink(`${QUOTE}${cut(printable(page.subject), room)}`, 'dim')];
  const text = page.text.split('\n').flatMap((line) => wrap(printable(line), room));
  return [page.subject, '', ...text].map((line, index) =>
    index === 0 ? `${ink(QUOTE)}${ink(cut(printable(line), room), 'bold')}` : ink(`${QUOTE}${line}`).trimEnd(),
  );
};

/** Where less is left beside the times, text stands under them. */
const LEAST_TEXT = 30;
const UNDER = 2;

interface Columns {
  readonly time: number;
  readonly since: number;
}

/** What stands before the text of a line. */
const leadOf = (line: Line, clock: LocalClock, { time, since }: Columns): string => {
  const lead = `${toLeft(clock.time(line.at), time)}  `;
  return since === 0 ? lead : `${lead}${toRight(sinceFirstPage(line), since)}  `;
};

const linesOf = (line: Line, clock: LocalClock, shell: Shell & { readonly columns: Columns }): readonly string[] => {
  const { ink, width, columns } = shell;
  const lead = leadOf(line, clock, columns);
  const isUnder = width - widthOf(lead) < LEAST_TEXT;
  const margin = isUnder ? UNDER : widthOf(lead);
  const style = line.style ?? STYLES[line.sort];
  const detail = line.detail === undefined ? [] : wrap(printable(line.detail), width - margin);
  const told = [
    ...wrap(printable(line.text), width - margin).map((text) => ink(text, style)),
    ...detail.map((text) => ink(text, 'dim')),
  ];
  const [first = '', ...more] = isUnder ? ['', ...told] : told;
  const under = more.map((text) => ' '.repeat(margin) + text);
  return [ink(isUnder ? lead.trimEnd() : lead) + first, ...under, ...quoted(line, shell)];
};

/** A timeline for people: under a heading for each day, the time, the minutes since the first page, what happened. */
export const storyLines = (lines: readonly Line[], clock: LocalClock, shell: Shell): readonly string[] => {
  const columns = {
    time: widestOf(lines.map(({ at }) => clock.time(at))),
    since: widestOf(lines.map(sinceFirstPage)),
  };
  let day = '';
  return lines.flatMap((line) => {
    const heading = clock.day(line.at);
    const headed = heading === day ? [] : [...(day === '' ? [] : ['']), shell.ink(heading, 'bold')];
    day = heading;
    return [...headed, ...linesOf(line, clock, { ...shell, columns })];
  });
};
