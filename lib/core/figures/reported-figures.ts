import type { Span } from '../series/period-grid.ts';
import type { Figures } from './figures.ts';

/** The figures of a period. */
export interface PeriodFigures extends Span {
  readonly figures: Figures;
  /** Ids of incidents whose timelines cannot be read: they are in no figure. */
  readonly unread: readonly string[];
}

/** What was asked for, with the period before where it is compared. */
export interface ReportedFigures extends PeriodFigures {
  readonly service: string | undefined;
  readonly before: PeriodFigures | undefined;
}
