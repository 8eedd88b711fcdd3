import type { Configuration } from '../core/configuration.ts';
import { parseDeployEvent } from '../core/deploy/parse-deploy-event.ts';
import { servicesOf } from '../core/deploy/services-of.ts';
import { type KnownOfDeploy, type ToldDeploy, withKnown } from '../core/deploy/told-deploy.ts';
import type { Instant } from '../core/time.ts';
import type { DeployLog } from '../ports/deploy-log.ts';
import type { DeploySystems } from '../ports/deploy-systems.ts';
import type { SetAside } from '../ports/set-aside.ts';

/** What the recording of deploys works with. */
export interface RecordingHost {
  readonly log: DeployLog;
  readonly systems: DeploySystems;
  /** Rejects what a system takes too long to say. */
  readonly within: <T>(work: Promise<T>) => Promise<T>;
  readonly aside: SetAside;
  readonly configuration: Configuration;
  /** The stack that this is. */
  readonly stack: string;
  /** Told of what failed and can be done without. */
  readonly report: (trouble: string, error: unknown) => void;
}

export interface DeployMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receivedAt: Instant;
}

type Became =
  /** Services: none, if it is nobody's. */
  | { readonly outcome: 'recorded'; readonly id: string; readonly services: readonly string[] }
  | { readonly outcome: 'ignored' | 'set aside'; readonly reason: string }
  | { readonly outcome: 'failed'; readonly error: unknown };

/** What became of one message. */
export type RecordedDeploy = Became & { readonly messageId: string };

/** Of what is nobody's, only names are worth a question: by them it may be somebody's. */
const isWorthAsking = ({ names }: ToldDeploy, services: readonly string[]): boolean =>
  services.length > 0 || names.codedeployGroup !== undefined;

const askedFor = async (
  { systems, within, configuration, report }: RecordingHost,
  told: ToldDeploy,
): Promise<KnownOfDeploy> => {
  const { system } = told.word;
  const ask = Object.hasOwn(systems, system) ? systems[system] : undefined;
  if (ask === undefined || !isWorthAsking(told, servicesOf(told, configuration))) return {};
  try {
    return await within(ask(told));
  } catch (error) {
    report(`${system} did not say more of a deploy`, error);
    return {};
  }
};

const othersIn = ({ meantFor = {} }: ToldDeploy, { stack, configuration }: RecordingHost): string | undefined => {
  if (meantFor.stack !== undefined && meantFor.stack !== stack) return `it is meant for the stack ${meantFor.stack}`;
  const { environment } = meantFor;
  return environment === undefined || environment === configuration.environment
    ? undefined
    : `it is meant for the environment ${environment}`;
};

const keep = async (host: RecordingHost, told: ToldDeploy): Promise<Became> => {
  const others = othersIn(told, host);
  if (others !== undefined) return { outcome: 'ignored', reason: others };
  const known = await askedFor(host, told);
  if (known.isNothingNew === true)
    return { outcome: 'ignored', reason: 'what was live was put on an instance that was added' };
  const whole = withKnown(told, known);
  const services = servicesOf(whole, host.configuration);
  const whose = services.length === 0 ? [undefined] : services;
  await Promise.all(whose.map((service) => host.log.record({ service, word: whole.word })));
  return { outcome: 'recorded', id: whole.word.id, services };
};

const recordOne = async (host: RecordingHost, { body, receivedAt }: DeployMessage): Promise<Became> => {
  const parsed = parseDeployEvent(body, receivedAt);
  if (parsed.outcome === 'told') return keep(host, parsed.told);
  const { reason } = parsed;
  if (parsed.outcome === 'ignored') return { outcome: 'ignored', reason };
  await host.aside.put(body, reason);
  return { outcome: 'set aside', reason };
};

/**
 * Keeps what events tell of deploys, each by itself: one that cannot be kept is named, to be delivered again. A message
 * that comes twice leaves the same words.
 */
export const recordDeploys = (
  host: RecordingHost,
  messages: readonly DeployMessage[],
): Promise<readonly RecordedDeploy[]> =>
  Promise.all(
    messages.map(async (message): Promise<RecordedDeploy> => {
      const { messageId } = message;
      try {
        return { messageId, ...(await recordOne(host, message)) };
      } catch (error) {
        return { messageId, outcome: 'failed', error };
      }
    }),
  );
