import type { ReleaseVerdict } from '../../core/release/release-verdict.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { DAY, type Instant, later } from '../../core/time.ts';
import { FailedError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';
import type { ReportSource } from './source.ts';

/** So long a stack keeps what it was told of deploys. */
const KEPT_MS = 90 * DAY;
/** Asked for at once. */
const WINDOW_MS = 30 * DAY;

const windowsIn = ({ from, to }: Span, now: Instant): readonly Span[] => {
  const windows: Span[] = [];
  const kept = later(now, -KEPT_MS);
  for (let start = from < kept ? kept : from; start < to; start = later(start, WINDOW_MS)) {
    const end = later(start, WINDOW_MS);
    windows.push({ from: start, to: end < to ? end : to });
  }
  return windows;
};

/** Verdicts on the releases of a period; undefined: nobody here knows of any. What cannot be read is said on stderr. */
export const releasesIn = async (
  { deploys }: Pick<ReportSource, 'deploys'>,
  { span, service }: { readonly span: Span; readonly service: string | undefined },
  { now, err, ink }: Shell,
): Promise<readonly ReleaseVerdict[] | undefined> => {
  const windows = windowsIn(span, now());
  if (deploys === undefined || windows.length === 0) return undefined;
  const verdicts: ReleaseVerdict[] = [];
  try {
    for (const { from, to } of windows) {
      const known = await deploys({ since: from, until: to, service });
      if (known.isCut) err(ink(`deploys from ${from} to ${to}: there are so many that the oldest are in no figure`));
      verdicts.push(...known.deploys.flatMap(({ verdict }) => verdict ?? []));
    }
    return verdicts;
  } catch (error) {
    if (!(error instanceof FailedError)) throw error;
    err(ink(`release verdicts are in no figure: ${error.message}`));
    return undefined;
  }
};
