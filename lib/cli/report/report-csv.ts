import { compared, type ComparedRow } from '../../core/figures/compared.ts';
import { type Row, rowsOf } from '../../core/figures/rows.ts';
import { csv } from '../terminal/csv.ts';
import type { ReportedFigures } from '../../core/figures/reported-figures.ts';
import type { ReportSource } from './source.ts';

const COLUMNS = ['figure', 'group', 'name', 'measure', 'value', 'unit'] as const satisfies readonly (keyof Row)[];
const COMPARED = [...COLUMNS, 'before', 'change'] as const satisfies readonly (keyof ComparedRow)[];

/** A number a line: what each is, docs/report.md says. */
export const reportCsv = ({ figures, before }: ReportedFigures, { voice }: ReportSource): string => {
  const rows = rowsOf(figures, (id) => voice.responder(id));
  if (before === undefined)
    return csv(
      COLUMNS,
      rows.map((row) => COLUMNS.map((column) => row[column])),
    );
  const both = compared(
    rows,
    rowsOf(before.figures, (id) => voice.responder(id)),
  );
  return csv(
    COMPARED,
    both.map((row) => COMPARED.map((column) => row[column])),
  );
};
