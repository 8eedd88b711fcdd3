import type { Configuration, Schedule } from '../../core/configuration.ts';
import { type Handoff, handoffOf } from '../../core/figures/handoff.ts';
import { lastShift, type Shift } from '../../core/figures/shift.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import { homeTimeZone } from '../../core/report/voice.ts';
import { later } from '../../core/time.ts';
import { enumerated } from '../../core/words.ts';
import { readTimelines } from '../../pipeline/read-timelines.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { handoffJson } from './handoff-json.ts';
import { handoffText } from './handoff-text.ts';
import { reportEnd, type ReportOptions } from './options.ts';
import { checkService, type ReportSource, reportSourceOf, tellOfLacks } from './source.ts';

const scheduleIn = ({ schedules }: Configuration, name: string): Schedule => {
  const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
  if (schedule !== undefined) return schedule;
  const names = enumerated(Object.keys(schedules));
  throw new UsageError(
    `--schedule: there is no schedule ${JSON.stringify(name)}${names === '' ? ': tocsin.yaml has none' : `: expected one of ${names}`}`,
  );
};

interface Asked {
  readonly configuration: Configuration;
  readonly shift: Shift;
  readonly at: string;
  readonly service: string | undefined;
}

const readHandoff = async (
  source: ReportSource,
  asked: Asked,
): Promise<Handoff & { readonly unread: readonly string[] }> => {
  const { shift, at, service, configuration } = asked;
  const timelines: (readonly IncidentEvent[])[] = [];
  const unread: string[] = [];
  // Until the next millisecond: what opened at that instant is known by then.
  const span = { from: shift.from, to: later(at, 1) };
  for await (const { incidentId, timeline } of readTimelines(source.incidents, { span, service }))
    if (timeline === undefined) unread.push(incidentId);
    else timelines.push(timeline);
  return { ...handoffOf(timelines, { ...asked, homeTimeZone: homeTimeZone(configuration) }), unread };
};

/** `tocsin report --handoff`. @throws UsageError; FailedError nobody was on call. */
export const handOver = async (shell: Shell, options: ReportOptions): Promise<void> => {
  const { service, schedule = '', json } = options;
  const at = reportEnd(options, shell.now());
  const source = await reportSourceOf(shell, options);
  const { configuration } = source;
  if (configuration === undefined)
    throw new UsageError('--handoff: schedules stand in tocsin.yaml: name it with --config <file>');
  const shift = lastShift(scheduleIn(configuration, schedule), at);
  await checkService(source, service);
  if (shift === undefined)
    throw new FailedError(`nobody was on call in ${schedule} in the two months before ${source.clock.stamp(at)}`);
  const { unread, ...handoff } = await readHandoff(source, { configuration, shift, at, service });
  if (json === true) shell.out(JSON.stringify(handoffJson(handoff, schedule), undefined, 2));
  else shell.out(handoffText(handoff, { ...source, schedule }, shell));
  await tellOfLacks(source, unread, shell);
};
