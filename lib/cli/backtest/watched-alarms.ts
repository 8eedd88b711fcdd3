import type { MetricAlarm } from '../../core/alarm/definition.ts';
import { type DescribedAlarm, describedAlarms } from '../../core/cloudwatch/described/described-alarms.ts';
import { alarmsOf } from '../../core/service/service-alarms.ts';
import type { Configuration, Service } from '../../core/configuration.ts';
import { enumerated } from '../../core/words.ts';
import { USUAL_RECOVER_AFTER_MS } from '../../simulator/backtest/time-in-alarm.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import { liveHistory } from '../files/live-history.ts';
import { configurationFor, configurationFrom } from '../files/load-files.ts';
import type { Shell } from '../terminal/shell.ts';
import { jsonFile } from '../files/json-file.ts';
import { type BacktestOptions, LIVE } from './options.ts';

const DEFAULT_CONFIG = 'tocsin.yaml';
const WANTED = 'what `aws cloudwatch describe-alarms` prints';

/** What is backtested. */
export interface WatchedAlarms {
  readonly alarms: readonly DescribedAlarm[];
  /** With those that were not asked for. */
  readonly all: readonly DescribedAlarm[];
  /** How long an incident of this alarm waits before it resolves itself; undefined: the alarm pages nobody. */
  readonly recoverAfterMs: (alarmName: string) => number | undefined;
  /** Whether a deploy of tocsin.yaml makes them: a recording rarely holds every metric of a service. */
  readonly areOwn: boolean;
  /** Of tocsin.yaml, by name: their memory can be foretold. */
  readonly services: Configuration['services'];
}

/** @throws UsageError a file that holds no alarms. @throws FailedError an account without. @throws MetricHistoryError */
const describedFrom = async (source: string, shell: Shell): Promise<readonly DescribedAlarm[]> => {
  const read = describedAlarms(source === LIVE ? await liveHistory(shell).alarms() : await jsonFile(source, WANTED));
  if ('problem' in read) throw new UsageError(`${source}: ${read.problem}`);
  if (read.alarms.length > 0) return read.alarms;
  if (source === LIVE)
    throw new FailedError(
      'there are no alarms in the account and Region of these AWS credentials: see AWS_PROFILE and AWS_REGION',
    );
  throw new UsageError(`${source}: there are no alarms; expected ${WANTED}`);
};

/** @throws UsageError */
const servicesIn = (
  { services }: Configuration,
  wanted: string | undefined,
  { file, asker }: { readonly file: string; readonly asker: string },
): readonly (readonly [string, Service])[] => {
  if (wanted === undefined) return Object.entries(services);
  const service = Object.hasOwn(services, wanted) ? services[wanted] : undefined;
  if (service !== undefined) return [[wanted, service]];
  const known = enumerated(Object.keys(services));
  throw new UsageError(
    `${asker}: ${file} describes no service ${JSON.stringify(wanted)} (it describes: ${known}): name one with --service, another file with --config, or alarms with --alarms`,
  );
};

/** The alarms that a deploy of tocsin.yaml would create. @throws UsageError */
const configuredAlarms = async (
  { config = DEFAULT_CONFIG, service, metrics }: BacktestOptions,
  recorded: string | undefined,
  shell: Shell,
): Promise<Omit<WatchedAlarms, 'all'>> => {
  const configuration = await (metrics === undefined
    ? configurationFrom(config, shell)
    : configurationFor(metrics, config, shell));
  const asker = service === undefined ? (metrics ?? '--service') : '--service';
  const services = servicesIn(configuration, service ?? recorded, { file: config, asker });
  const recoverAfter = new Map<string, number>();
  const alarms = services.flatMap(([name, described]) => {
    const definitions = alarmsOf(name, described, configuration.environment);
    for (const { name: alarmName, severity } of definitions)
      if (severity === 'critical') recoverAfter.set(alarmName, described.recoverAfterMs);
    return definitions;
  });
  if (alarms.length === 0) throw new UsageError(`${config}: every alarm of ${service ?? 'its services'} is turned off`);
  return {
    alarms,
    recoverAfterMs: (alarmName) => recoverAfter.get(alarmName),
    areOwn: true,
    services: Object.fromEntries(services),
  };
};

/** Of the alarms only the one that was asked for, with what its evaluation needs. @throws UsageError */
const picked = (alarms: readonly DescribedAlarm[], name: string | undefined): readonly DescribedAlarm[] => {
  if (name === undefined) return alarms;
  const found = alarms.find((alarm) => alarm.name === name);
  if (found !== undefined) return 'rule' in found ? alarms : [found];
  const names = alarms.map((alarm) => alarm.name);
  const shown = enumerated(names);
  throw new UsageError(`--alarm: there is no alarm ${JSON.stringify(name)}; there are: ${shown}`);
};

/** `recorded`: the service that a recording is of. @throws UsageError */
export const watchedAlarms = async (
  options: BacktestOptions,
  shell: Shell,
  recorded: string | undefined,
): Promise<WatchedAlarms> => {
  const { alarms: source, alarm } = options;
  const watched: Omit<WatchedAlarms, 'all'> =
    source === undefined
      ? await configuredAlarms(options, recorded, shell)
      : {
          alarms: await describedFrom(source, shell),
          recoverAfterMs: () => USUAL_RECOVER_AFTER_MS,
          areOwn: false,
          services: {},
        };
  return { ...watched, all: watched.alarms, alarms: picked(watched.alarms, alarm) };
};

/** Those that look at metrics. */
export const metricAlarms = (alarms: readonly DescribedAlarm[]): readonly MetricAlarm[] =>
  alarms.filter((alarm) => 'signal' in alarm);
