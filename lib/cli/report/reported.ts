import { type Figures, type FiguresAsked, figuresOf } from '../../core/figures/figures.ts';
import { type IncidentFigures, incidentFiguresOf } from '../../core/figures/incident-figures.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { type Incidents, readTimelines } from '../../pipeline/read-timelines.ts';

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

/** Timelines are let go of one by one: what is kept of each is a record. */
export const figuresIn = async (incidents: Incidents, asked: FiguresAsked): Promise<PeriodFigures> => {
  const measures: IncidentFigures[] = [];
  const unread: string[] = [];
  for await (const { incidentId, timeline, isDeployImplicated } of readTimelines(incidents, asked)) {
    const measured = timeline && incidentFiguresOf(timeline, { isDeployImplicated });
    if (measured === undefined) unread.push(incidentId);
    else measures.push(measured);
  }
  return { ...asked.span, figures: figuresOf(measures, asked), unread };
};
