import type { Configuration } from '../../lib/core/configuration.ts';
import { judgeReleases, type JudgingHost } from '../../lib/pipeline/judge-releases.ts';
import type { Telemetry } from '../../lib/ports/telemetry.ts';

export interface Judging {
  readonly host: JudgingHost;
  readonly telemetry: Telemetry;
  readonly configuration: Configuration;
}

/** Judges what is due, and says what it said. @throws where something failed, so that an alarm about the pager sees it. */
export const judgeAll = async ({ host, telemetry, configuration }: Judging, hasTime?: () => boolean): Promise<void> => {
  const { verdicts, waiting, failed, unknown } = await judgeReleases(host, configuration, hasTime);
  const failures = failed.length + unknown.length;
  if (verdicts.length + waiting.length + failures === 0) return;
  const said = verdicts.map(({ service, verdict: { id, verdict, why } }) => ({ service, id, verdict, why }));
  telemetry.log(failures > 0 ? 'error' : 'info', 'releases judged', { said, waiting, failed, unknown });
  if (failures > 0) throw new Error('not every release that is due could be judged: the line before names them');
};
