import type { Span } from '../../core/series/period-grid.ts';
import { DAY, epochOf, type Instant, later, spokenDuration } from '../../core/time.ts';
import { UsageError } from '../terminal/command-error.ts';
import { checkForm, type OutputForm } from '../terminal/output-form.ts';
import { timeOption } from '../terminal/time-option.ts';

export interface ReportOptions extends OutputForm {
  readonly since?: string;
  readonly until?: string;
  readonly compare?: true;
  readonly service?: string;
  readonly handoff?: true;
  readonly schedule?: string;
  readonly digest?: true;
  readonly local?: string | true;
  readonly stack?: string;
  readonly config?: string;
}

const DEFAULT_SINCE = '30d';
const LONGEST_MS = 366 * DAY;

/** Where a report ends: nothing is known of what is to come. @throws UsageError */
export const reportEnd = ({ until }: ReportOptions, now: Instant): Instant => {
  const end = until === undefined ? now : timeOption('--until', until, now);
  return end < now ? end : now;
};

/** What is reported on. @throws UsageError it cannot be meant. */
export const periodOf = (options: ReportOptions, now: Instant): Span => {
  const to = reportEnd(options, now);
  const from = timeOption('--since', options.since ?? DEFAULT_SINCE, to);
  if (from >= to) throw new UsageError(`--since (${from}) is not before --until (${to}): give an earlier one`);
  const length = epochOf(to) - epochOf(from);
  if (length > LONGEST_MS)
    throw new UsageError(
      `a report is of a year at most, and from ${from} to ${to} are ${spokenDuration(length)}: give a later --since, or an earlier --until with it`,
    );
  return { from, to };
};

/** As long, and up to its beginning. */
export const periodBefore = ({ from, to }: Span): Span => ({
  from: later(from, epochOf(from) - epochOf(to)),
  to: from,
});

/** @throws UsageError */
const checkUnfit = (unfit: Readonly<Record<string, unknown>>, why: string): void => {
  const [option] = Object.entries(unfit).find(([, value]) => value !== undefined) ?? [];
  if (option !== undefined) throw new UsageError(`${option}: not of ${why}; --json and --until are`);
};

/** @throws UsageError options that do not go together. */
export const checkOptions = (options: ReportOptions): void => {
  checkForm(options);
  const { handoff, digest, schedule, csv, compare, since, service } = options;
  const ofPeriods = { '--csv': csv, '--compare': compare, '--since': since };
  if (digest === true)
    checkUnfit({ '--handoff': handoff, ...ofPeriods, '--service': service }, 'a digest, which is of one week');
  if (handoff !== true) {
    if (schedule !== undefined) throw new UsageError('--schedule: whose shift --handoff tells of; add --handoff');
    return;
  }
  checkUnfit(ofPeriods, 'a hand-over, which is of one shift');
  if (schedule === undefined) throw new UsageError('--handoff: say of which schedule: --schedule <schedule>');
};
