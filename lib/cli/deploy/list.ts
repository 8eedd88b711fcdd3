import { httpApiDeploys } from '../../adapters/http-api/http-api-deploys.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { homeTimeZone } from '../../core/report/voice.ts';
import type { Instant } from '../../core/time.ts';
import { usualConfiguration } from '../files/usual-configuration.ts';
import { stackApi } from '../stack/stack-api.ts';
import { UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import { deploysText } from './list-text.ts';
import { stackOf, type TargetOptions } from './target.ts';

export interface DeployListOptions extends TargetOptions {
  readonly service?: string;
  readonly unmapped?: true;
  readonly since: string;
  readonly config?: string;
  readonly json?: true;
}

/** @throws UsageError */
const sinceOf = ({ since }: DeployListOptions, now: Instant): Instant => {
  const from = timeOption('--since', since, now);
  if (from < now) return from;
  throw new UsageError(`--since: expected a time before now, got ${since}, which is ${from}`);
};

/** Whose deploys are asked for; null: nobody's; undefined: everybody's. @throws UsageError */
const whoseOf = ({ service, unmapped }: DeployListOptions): string | null | undefined => {
  if (service !== undefined && unmapped === true)
    throw new UsageError('--service, --unmapped: say one of them: what is unmapped is of no service');
  return unmapped === true ? null : service;
};

/** `tocsin deploy list`. */
export const listDeploys = async (shell: Shell, options: DeployListOptions): Promise<void> => {
  const stack = stackOf(options);
  const since = sinceOf(options, shell.now());
  const service = whoseOf(options);
  const configuration = await usualConfiguration(options.config, shell);
  const call = await stackApi(shell, stack);
  const listed = { ...(await httpApiDeploys(call, shell.now)({ service, since })), since };
  if (options.json === true) {
    shell.out(JSON.stringify(listed, undefined, 2));
    return;
  }
  const clock = localClock(configuration === undefined ? shell.timeZone : homeTimeZone(configuration));
  shell.out(deploysText(listed, clock, shell));
};
