import type { Figures } from '../../core/figures/figures.ts';
import type { Instant } from '../../core/time.ts';
import type { PeriodFigures, ReportedFigures } from '../../core/figures/reported-figures.ts';
import type { ReportSource } from './source.ts';

interface PeriodJson {
  readonly from: Instant;
  readonly to: Instant;
  readonly figures: Figures;
  readonly unread: readonly string[];
}

/** schema/report.schema.json. */
interface ReportJson extends PeriodJson {
  readonly schema: 'report/1';
  readonly service: string | null;
  /** Whose hours count where a responder's are not known. */
  readonly timeZone: string;
  readonly before: PeriodJson | null;
}

const periodJson = ({ from, to, figures, unread }: PeriodFigures): PeriodJson => ({ from, to, figures, unread });

export const reportJson = (reported: ReportedFigures, { clock }: ReportSource): ReportJson => ({
  schema: 'report/1',
  service: reported.service ?? null,
  timeZone: clock.timeZone,
  ...periodJson(reported),
  before: reported.before === undefined ? null : periodJson(reported.before),
});
