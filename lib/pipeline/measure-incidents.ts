import { type FiguresAsked, figuresOf } from '../core/figures/figures.ts';
import { type IncidentFigures, incidentFiguresOf } from '../core/figures/incident-figures.ts';
import type { PeriodFigures } from '../core/figures/reported-figures.ts';
import { type Incidents, type ReadIncident, readTimelines } from './read-timelines.ts';

/** Timelines are let go of one by one: what is kept of each is a record. */
export const measuring = async (
  timelines: AsyncIterable<ReadIncident>,
  asked: FiguresAsked,
): Promise<PeriodFigures> => {
  const measures: IncidentFigures[] = [];
  const unread: string[] = [];
  for await (const { incidentId, timeline, isDeployImplicated } of timelines) {
    const measured = timeline && incidentFiguresOf(timeline, { isDeployImplicated });
    if (measured === undefined) unread.push(incidentId);
    else measures.push(measured);
  }
  return { ...asked.span, figures: figuresOf(measures, asked), unread };
};

/** The figures of what was open in a span. */
export const figuresIn = (incidents: Incidents, asked: FiguresAsked): Promise<PeriodFigures> =>
  measuring(readTimelines(incidents, asked), asked);
