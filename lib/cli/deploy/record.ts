import { putDeployEvent } from '../../adapters/eventbridge/put-deploy-event.ts';
import type { Instant } from '../../core/time.ts';
import { callersEventBridge } from '../../runtime/terminal-clients.ts';
import { askAws, callerOf } from '../stack/asking-aws.ts';
import { UsageError } from '../terminal/command-error.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import { namedStack, type TargetOptions } from './target.ts';

export interface DeployRecordOptions extends TargetOptions {
  readonly service: string;
  readonly revision: string;
  readonly status: string;
  readonly url?: string;
  readonly id?: string;
  readonly at?: string;
  readonly json?: true;
}

const LONGEST = 128;

const textIn = (name: string, text: string): string => {
  if (/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u.test(text) && text.trim() !== '' && Array.from(text).length <= LONGEST) return text;
  throw new UsageError(
    `${name}: expected 1 to ${String(LONGEST)} characters on one line, got ${JSON.stringify(text.slice(0, LONGEST))}`,
  );
};

const serviceIn = (text: string): string => {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/u.test(text)) return text;
  throw new UsageError(
    `--service: expected the name of a service of tocsin.yaml such as web, got ${JSON.stringify(text)}`,
  );
};

const addressIn = (text: string): string => {
  if (/^https:\/\/[!-~]{1,500}$/u.test(text)) return text;
  throw new UsageError(`--url: expected an address such as https://ci.example.com/77, got ${JSON.stringify(text)}`);
};

/** Nothing is deployed later than now. @throws UsageError */
const instantIn = (text: string | undefined, now: Instant): Instant => {
  const at = text === undefined ? now : timeOption('--at', text, now);
  if (at <= now) return at;
  throw new UsageError(`--at: expected a time that is past, got ${at}`);
};

/** @throws UsageError */
const detailOf = (options: DeployRecordOptions, now: Instant): Readonly<Record<string, string>> => {
  const { service, revision, status, url, id } = options;
  const stack = namedStack(options);
  return {
    ...(stack !== undefined && { stack }),
    service: serviceIn(service),
    revision: textIn('--revision', revision),
    id: textIn('--id', id ?? revision),
    status,
    at: instantIn(options.at, now),
    ...(url !== undefined && { url: addressIn(url) }),
  };
};

/** `tocsin deploy record`. */
export const recordDeploy = async (shell: Shell, options: DeployRecordOptions): Promise<void> => {
  const detail = detailOf(options, shell.now());
  const eventId = await askAws(shell, {
    action: 'events:PutEvents',
    doing: 'putting the event on the bus',
    call: () => putDeployEvent(callersEventBridge(callerOf(shell)), detail),
  });
  if (options.json === true) {
    shell.out(JSON.stringify({ eventId, detail }, undefined, 2));
    return;
  }
  const { stack = '<name>', service = '' } = detail;
  shell.out(
    printable(`Put on the event bus. In some seconds: npx tocsin deploy list --stack ${stack} --service ${service}`),
  );
};
