import type { ResponderFigures } from '../../core/figures/responder-figures.ts';
import { table } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportedFigures } from '../../core/figures/reported-figures.ts';
import type { ReportSource } from './source.ts';

/** Of more people those are shown who were paged most. */
const MOST_PEOPLE = 8;

const hours = (one: ResponderFigures): string =>
  one.hoursOnCall === null ? '-' : `${String(Math.round(one.hoursOnCall))} h`;

/** Who was paged how often, and was on call for how long. */
export const peopleLines = (
  { figures: { responders }, before }: ReportedFigures,
  { voice }: Pick<ReportSource, 'voice'>,
  { ink, width }: Shell,
): readonly string[] => {
  if (responders.length === 0) return [];
  const was = (id: string): string =>
    String(before?.figures.responders.find(({ responder }) => responder === id)?.pages ?? 0);
  const rows = responders
    .slice(0, MOST_PEOPLE)
    .map((one) => [
      printable(voice.responder(one.responder)),
      String(one.pages),
      String(one.atNight),
      String(one.offHours),
      hours(one),
      before === undefined ? '' : `${was(one.responder)} pages before`,
    ]);
  const [heading = '', ...lines] = table(
    [['RESPONDER', 'PAGES', 'AT NIGHT', 'OFF HOURS', 'ON CALL', ''], ...rows],
    width,
    [{ least: 12 }, {}, {}, { rank: 3 }, { rank: 2 }, { rank: 1 }],
  );
  const more = responders.length - rows.length;
  return [
    '',
    ink(heading, 'dim'),
    ...lines.map((line) => ink(line)),
    ...(more > 0 ? [ink(`and ${String(more)} more`)] : []),
  ];
};
