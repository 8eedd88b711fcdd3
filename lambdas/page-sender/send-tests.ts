import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import type { ReceivedPage } from '../../lib/pipeline/send-pages.ts';
import { sendTestPages } from '../../lib/pipeline/send-test-pages.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import type { AfterPages } from './after-pages.ts';

interface TestPorts {
  readonly pipeline: Pipeline;
  readonly telemetry: Telemetry;
}

/**
 * Sends test pages. Whatever keeps one from being sent now, its message is done with: the clock of its drill hands it over
 * again, and no page waits behind it or is counted with it.
 */
export const sendTests = async (
  { pipeline, telemetry }: TestPorts,
  messages: readonly ReceivedPage[],
  { isAmongPages, hasTime = () => true }: AfterPages,
): Promise<void> => {
  if (messages.length === 0) return;
  const incidentIds = [...new Set(messages.map(({ incidentId }) => incidentId))];
  if (isAmongPages) {
    telemetry.log('info', 'test pages wait: pages go first', { incidentIds });
    return;
  }
  const { refused, failed, unconfirmed } = await sendTestPages(pipeline, messages, hasTime);
  telemetry.log(refused.length + failed.length + unconfirmed > 0 ? 'error' : 'info', 'test pages', {
    incidentIds,
    refused,
    unconfirmed,
    failed: failed.map(({ error }) => errorText(error)),
  });
};
