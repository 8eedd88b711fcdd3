import type { Configuration } from '../../lib/core/configuration.ts';
import { judgeReleases, type JudgingHost } from '../../lib/pipeline/judge-releases.ts';
import type { Telemetry } from '../../lib/ports/telemetry.ts';

export interface Judging {
  readonly host: JudgingHost;
  readonly telemetry: Telemetry;
  readonly configuration: Configuration;
}

/** Judges what is due, and says what it said. Nobody is woken for a verdict that is late or missing: it is seen to be. */
export const judgeAll = async ({ host, telemetry, configuration }: Judging, hasTime?: () => boolean): Promise<void> => {
  const { verdicts, left, unknown } = await judgeReleases(host, configuration, hasTime);
  if (verdicts.length + left.length + unknown.length === 0) return;
  const said = verdicts.map(({ service, verdict: { id, verdict, why } }) => ({ service, id, verdict, why }));
  telemetry.log(left.length + unknown.length > 0 ? 'warn' : 'info', 'releases judged', { said, left, unknown });
};
