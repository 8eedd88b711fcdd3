import type { PeriodFigures, ReportedFigures } from '../../core/figures/reported-figures.ts';
import { homeTimeZone } from '../../core/report/voice.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { Shell } from '../terminal/shell.ts';
import { showDigest } from './digest.ts';
import { handOver } from './handoff.ts';
import { checkOptions, periodBefore, periodOf, type ReportOptions } from './options.ts';
import { releasesIn } from './releases.ts';
import { reportCsv } from './report-csv.ts';
import { reportJson } from './report-json.ts';
import { reportText } from './report-text.ts';
import { figuresIn } from '../../pipeline/measure-incidents.ts';
import { checkService, newestOf, type ReportSource, reportSourceOf, tellOfLacks } from './source.ts';

const reportedOn = async (source: ReportSource, options: ReportOptions, shell: Shell): Promise<ReportedFigures> => {
  const { service, compare } = options;
  const { configuration } = source;
  const zone = configuration === undefined ? shell.timeZone : homeTimeZone(configuration);
  const of = async (span: Span): Promise<PeriodFigures> => {
    const releases = await releasesIn(source, { span, service }, shell);
    return figuresIn(source.incidents, { span, service, configuration, homeTimeZone: zone, releases });
  };
  const span = periodOf(options, shell.now());
  const now = await of(span);
  return { ...now, service, before: compare === true ? await of(periodBefore(span)) : undefined };
};

/** `tocsin report`. @throws UsageError */
export const report = async (shell: Shell, options: ReportOptions): Promise<void> => {
  checkOptions(options);
  if (options.handoff === true) {
    await handOver(shell, options);
    return;
  }
  if (options.digest === true) {
    await showDigest(shell, options);
    return;
  }
  periodOf(options, shell.now());
  const source = await reportSourceOf(shell, options);
  await checkService(source, options.service);
  const reported = await reportedOn(source, options, shell);
  if (options.json === true) shell.out(JSON.stringify(reportJson(reported, source), undefined, 2));
  else if (options.csv === true) shell.out(reportCsv(reported, source));
  else shell.out(reportText(reported, { ...source, newest: await newestOf(source) }, shell));
  await tellOfLacks(source, [...new Set([...reported.unread, ...(reported.before?.unread ?? [])])], shell);
};
