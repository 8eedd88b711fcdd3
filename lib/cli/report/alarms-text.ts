import { isNeverActedOn } from '../../core/figures/alarm-figures.ts';
import { counted } from '../../core/words.ts';
import { table, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportedFigures } from '../../core/figures/reported-figures.ts';

/** The noisiest. */
const MOST_ALARMS = 5;

/** Which alarms fired most, and which of them nobody ever acted on. */
export const alarmLines = ({ figures: { alarms } }: ReportedFigures, { ink, width }: Shell): readonly string[] => {
  if (alarms.length === 0) return [];
  const rows = alarms
    .slice(0, MOST_ALARMS)
    .map(({ name, service, firings, runs, actedOn }) => [
      printable(name),
      printable(service),
      counted(firings, 'time'),
      `${String(actedOn)} of ${String(runs)}`,
    ]);
  const [heading = '', ...lines] = table([['NOISIEST ALARMS', 'SERVICE', 'FIRED', 'ACTED ON'], ...rows], width, [
    { least: 20 },
    { least: 8, rank: 1 },
    {},
    {},
  ]);
  const never = alarms.filter(isNeverActedOn);
  const named = never.slice(0, MOST_ALARMS).map(({ name }) => name);
  const more = never.length > named.length ? ', …' : '';
  const text = `Never acted on: ${String(never.length)} of ${counted(alarms.length, 'alarm')} (${named.join(', ')}${more}).`;
  return [
    '',
    ink(heading, 'dim'),
    ...lines.map((line) => ink(line)),
    ...(never.length === 0 ? [] : wrap(printable(text), width).map((line) => ink(line))),
  ];
};
