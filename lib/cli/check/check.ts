import type { Configuration } from '../../core/configuration.ts';
import { alarmsOf } from '../../core/service/service-alarms.ts';
import { configurationFrom } from '../files/load-files.ts';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Checked } from './checked.ts';

export interface CheckOptions {
  readonly alarms?: string;
  readonly tags?: string;
  readonly json?: true;
}

const deployedBy = ({ services, environment, responders, channels }: Configuration): Checked['deployed'] => ({
  alarms: Object.entries(services).flatMap(([name, service]) => alarmsOf(name, service, environment)).length,
  topics: Object.keys(responders).length + Object.keys(channels).length,
});

const routingOf = async (
  configuration: Configuration,
  { alarms, tags }: CheckOptions,
): Promise<Pick<Checked, 'routing' | 'withoutArn' | 'isCut'>> => {
  if (alarms === undefined) return { routing: undefined, withoutArn: 0, isCut: false };
  const [{ alarmDump, dumpedTags }, { checkedRouting }] = await Promise.all([
    import('./alarm-dump.ts'),
    import('./routed-alarms.ts'),
  ]);
  const { alarms: dumped, ...dump } = await alarmDump(alarms);
  const known = tags === undefined ? undefined : await dumpedTags(tags);
  return { routing: checkedRouting(configuration, { alarms: dumped, tags: known }), ...dump };
};

const troublesIn = ({ routing }: Checked): boolean =>
  routing !== undefined &&
  (routing.unmatchedRules.length > 0 ||
    routing.alarms.some(({ how, dependsOnTags }) => how === 'unrouted' && !dependsOnTags));

/**
 * Checks a tocsin.yaml, and where the alarms of a dump would go by it.
 *
 * @throws UsageError a file cannot be read, or the configuration has errors: all of them.
 * @throws FailedError after it is printed: a rule matches nothing, or an alarm no rule.
 */
export const check = async (shell: Shell, file: string, options: CheckOptions): Promise<void> => {
  if (options.tags !== undefined && options.alarms === undefined)
    throw new UsageError('--tags: says what the alarms of a dump are tagged with: give the dump with --alarms');
  const configuration = await configurationFrom(file, shell);
  const checked: Checked = {
    file,
    environment: configuration.environment,
    services: Object.keys(configuration.services).length,
    deployed: deployedBy(configuration),
    ...(await routingOf(configuration, options)),
  };
  if (options.json === true) shell.out(JSON.stringify(checked, undefined, 2));
  else {
    const { checkText } = await import('./check-text.ts');
    shell.out(checkText(checked, shell));
  }
  if (troublesIn(checked))
    throw new FailedError('not every rule and alarm of the dump meets another: see the lists above');
};
