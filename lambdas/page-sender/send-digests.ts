import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { sendDigest } from '../../lib/pipeline/send-digest.ts';
import type { DigestLog } from '../../lib/ports/digest-log.ts';
import type { DigestMessage } from '../../lib/ports/queues.ts';
import type { AfterPages } from './after-pages.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';

export interface DigestPorts {
  readonly pipeline: Pick<Pipeline, 'pager' | 'clock' | 'configuration'>;
  readonly telemetry: Telemetry;
  readonly digests: DigestLog;
  /** The stack that this is, as commands name it: `--stack Tocsin`. */
  readonly where: string;
}

const sendOne = async ({ pipeline, telemetry, digests, where }: DigestPorts, message: DigestMessage): Promise<void> => {
  const { pager, clock, configuration } = pipeline;
  try {
    const sent = await sendDigest({ pager, clock, configuration, digests, where }, message);
    const outcome = sent?.outcome ?? 'not wanted';
    telemetry.log(outcome === 'failed' ? 'error' : 'info', 'digest', { ...message, ...sent, outcome });
  } catch (error) {
    telemetry.log('error', 'a digest could not be sent now', { ...message, error: errorText(error) });
  }
};

/**
 * Sends what was asked for. Whatever keeps a digest from being sent now, its message is done with: the reconciler asks
 * again, and no page waits behind it or is counted with it.
 */
export const sendDigests = async (
  ports: DigestPorts,
  messages: readonly DigestMessage[],
  { isAmongPages, hasTime = () => true }: AfterPages,
): Promise<void> => {
  for (const message of messages) {
    if (!isAmongPages && hasTime()) await sendOne(ports, message);
    else ports.telemetry.log('info', 'a digest waits: pages go first', { ...message });
  }
};
