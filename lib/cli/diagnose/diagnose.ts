import type { Diagnosis } from '../../core/diagnosis/verdict/diagnosis.ts';
import { recordedSituation } from '../../adapters/recording/recorded-situation.ts';
import { type Recording, spanOf } from '../../adapters/recording/recording.ts';
import type { Service } from '../../core/configuration.ts';
import { diagnosedOf } from '../../core/diagnosis/diagnose.ts';
import { factsOf } from '../../core/diagnosis/facts/facts.ts';
import type { Situation } from '../../core/diagnosis/facts/situation.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { alarmsOf } from '../../core/service/service-alarms.ts';
import { usualMetricIn } from '../../core/service/usual-metric.ts';
import { epochOf, type Instant, spokenDuration } from '../../core/time.ts';
import { enumerated } from '../../core/words.ts';
import { LONGEST_MS } from '../../simulator/evaluate-alarms.ts';
import { configurationFrom, recordingFrom } from '../files/load-files.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { firingAlarms } from './firing-alarms.ts';

/** What `tocsin diagnose` takes, as it was given. */
export interface DiagnoseOptions {
  readonly at?: string;
  readonly service?: string;
  readonly config?: string;
  readonly stack?: string;
  readonly json?: true;
}

/** A recording as it is asked about. */
interface Asked {
  readonly file: string;
  readonly recording: Recording;
  readonly options: DiagnoseOptions;
  readonly shell: Shell;
}

/** @throws UsageError */
const checkService = ({ file, recording, options: { service } }: Asked): void => {
  if (service === undefined || service === recording.service) return;
  throw new UsageError(
    `--service: ${file} is of the service ${JSON.stringify(recording.service)}, not of ${JSON.stringify(service)}: leave --service out, or name another recording`,
  );
};

/** @throws UsageError */
const heldBy = ({ file, recording }: Asked): Span => {
  const held = spanOf(recording);
  if (held === undefined) throw new UsageError(`${file}: there is not one value in it`);
  const ms = epochOf(held.to) - epochOf(held.from);
  if (ms <= LONGEST_MS) return held;
  throw new UsageError(
    `${file}: it goes from ${held.from} to ${held.to}, ${spokenDuration(ms)}: at most ${spokenDuration(LONGEST_MS)} can be looked at; is a timestamp mistyped?`,
  );
};

/** @throws UsageError */
const instantIn = ({ from, to }: Span, { file, options, shell }: Asked): Instant => {
  if (options.at === undefined) return to;
  const at = timeOption('--at', options.at, shell.now());
  if (at > from && at <= to) return at;
  throw new UsageError(`--at: ${file} goes from ${from} to ${to}, and ${at} is not within: name a time of it`);
};

interface Configured {
  readonly service: Service;
  readonly environment: string;
}

/** @throws UsageError */
const configuredIn = async (config: string, { recording, shell }: Asked): Promise<Configured> => {
  const { services, environment } = await configurationFrom(config, shell);
  const { service: name } = recording;
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service !== undefined) return { service, environment };
  const known = enumerated(Object.keys(services)) || 'none';
  throw new UsageError(
    `${config}: the recording is of the service ${JSON.stringify(name)}, which it does not describe (it describes: ${known}): describe it under services, or leave --config out`,
  );
};

const situationOf = async (asked: Asked): Promise<Situation> => {
  checkService(asked);
  const { recording, options } = asked;
  const held = heldBy(asked);
  const at = instantIn(held, asked);
  const about = { at, service: recording.service, timeZone: 'UTC' };
  if (options.config === undefined) return recordedSituation(recording, about);
  const { service, environment } = await configuredIn(options.config, asked);
  const situation = recordedSituation(recording, { ...about, usualOf: usualMetricIn(service.workload) });
  const alarms = alarmsOf(recording.service, service, environment);
  return { ...situation, alarms: firingAlarms(alarms, situation.lookup, { from: held.from, to: at }) };
};

/** @throws UsageError */
const recorded = async (shell: Shell, file: string, options: DiagnoseOptions): Promise<Situation> => {
  if (options.stack !== undefined)
    throw new UsageError(`--stack: ${file} is a recording, which has its own deploys: leave --stack out`);
  const recording = await recordingFrom(file);
  return situationOf({ file, recording, options, shell });
};

/** @throws UsageError */
const live = async (
  shell: Shell,
  { service, config = 'tocsin.yaml', ...asked }: DiagnoseOptions,
): Promise<Situation> => {
  if (service === undefined)
    throw new UsageError('expected a recording, or --service with a service of the account: got neither');
  const { liveSituation } = await import('./live-situation.ts');
  return liveSituation(shell, { ...asked, service, config });
};

/** The format has no word for what came in part only: the rest did not come in time. */
const inFormat = (diagnosis: Diagnosis): Diagnosis => {
  const { data } = diagnosis;
  const missing = data.missing.map((one) => (one.reason === 'partial' ? { ...one, reason: 'timeout' as const } : one));
  return { ...diagnosis, data: { ...data, missing } };
};

/** `tocsin diagnose`: what was wrong at an instant, by which numbers. */
export const runDiagnose = async (shell: Shell, file: string | undefined, options: DiagnoseOptions): Promise<void> => {
  const facts = factsOf(await (file === undefined ? live(shell, options) : recorded(shell, file, options)));
  const { diagnosis } = diagnosedOf(facts);
  shell.out(
    options.json === true
      ? JSON.stringify(inFormat(diagnosis), undefined, 2)
      : diagnosisText({ diagnosis, facts }, shell),
  );
};
