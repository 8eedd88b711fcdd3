import { CAUSE_PHRASES } from '../../core/cause.ts';
import type { LogPatterns, SimilarIncidents } from '../../core/context.ts';
import {
  beforeInWords,
  lookedAtInWords,
  othersInWords,
  similarInWords,
  sourceName,
} from '../../core/report/context-words.ts';
import { toldAround } from '../../core/report/told-context.ts';
import { labelled, wrap } from '../terminal/layout.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ShownIncident } from './show-diagnosis.ts';

const logLines = (
  logs: LogPatterns,
  { target: { voice } }: ShownIncident,
  { ink, width }: Shell,
): readonly string[] => {
  const rows = logs.patterns.map(
    (pattern) => [`${beforeInWords(pattern)} -> ${String(pattern.now)}`, printable(pattern.example)] as const,
  );
  const more = [othersInWords(logs), ...logs.lacks].filter((text) => text !== undefined);
  return [
    '',
    ink('Logs', 'bold'),
    ...wrap(printable(lookedAtInWords(logs, voice)), width).map((line) => ink(line)),
    ...labelled(rows, width).map((line) => ink(line)),
    ...more.flatMap((text) => wrap(printable(text), width).map((line) => ink(line))),
  ];
};

const similarLines = (
  { cause, incidents }: SimilarIncidents,
  { target: { voice, clock } }: ShownIncident,
  { ink, width }: Shell,
): readonly string[] => {
  const rows = incidents.map(
    (one) => [clock.stamp(one.openedAt), printable(`${similarInWords(one, voice)} (${one.incidentId})`)] as const,
  );
  return ['', ink(`Seen before: ${CAUSE_PHRASES[cause]}`, 'bold'), ...labelled(rows, width).map((line) => ink(line))];
};

const unknownLines = (source: string, reason: string | undefined, { ink, width }: Shell): readonly string[] =>
  reason === undefined
    ? []
    : ['', ...wrap(printable(`Nothing from ${sourceName(source)}: ${reason}.`), width).map((line) => ink(line))];

/** What is known beside the cause: what the logs say that they did not before, and how similar incidents went. */
export const aroundLines = (shown: ShownIncident, shell: Shell): readonly string[] => {
  const { logs, noLogs, similar, noSimilar } = toldAround(shown.timeline);
  return [
    ...(logs === undefined ? [] : logLines(logs, shown, shell)),
    ...unknownLines('logs', noLogs, shell),
    ...(similar === undefined ? [] : similarLines(similar, shown, shell)),
    ...unknownLines('similar', noSimilar, shell),
  ];
};
