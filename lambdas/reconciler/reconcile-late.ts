import type { DailyAnchor } from '../../lib/pipeline/anchor-days.ts';
import type { WeeklyDigest } from '../../lib/pipeline/weekly-digest.ts';
import type { Reconciliation } from '../../lib/pipeline/reconcile.ts';
import { errorText, type Telemetry } from '../../lib/ports/telemetry.ts';
import type { PagerHealth } from '../../lib/ports/pager-health.ts';
import { RECONCILER_METRICS } from './contract.ts';

export interface Reconciling {
  /** Of the pager as a whole: while something is wrong, the watchdog is not called. */
  readonly health: PagerHealth;
  /** The process's own: it remembers what it has looked at. */
  readonly reconciler: Reconciliation;
  readonly telemetry: Telemetry;
  /** The process's own: it remembers which day it has anchored. */
  readonly anchor: Pick<DailyAnchor, 'run'>;
  /** The process's own: it remembers which week is done with. */
  readonly digest: Pick<WeeklyDigest, 'run' | 'isWrong'>;
  /** Looks up what known alarms are tagged with, where their events do not say. */
  readonly tags: (hasTime?: () => boolean) => Promise<{ readonly lookedUp: number }>;
  /** Tells whoever watches from outside that all is well; undefined: nobody does. */
  readonly watchdog: (() => Promise<void>) | undefined;
}

/** A line of a log holds 256 KB. */
const MOST_NAMED = 200;

/** Nobody waits for it: what fails is tried again a minute later. */
const anchorDays = async ({ anchor, telemetry }: Reconciling): Promise<void> => {
  try {
    for (const { day, part, incidents, hash } of await anchor.run())
      telemetry.log('info', 'anchored', { day, part, incidents: incidents.length, hash });
  } catch (error) {
    telemetry.log('error', 'a day could not be anchored', { error: errorText(error) });
  }
};

/** After all else, and with what time is left of it. */
const digestWeek = async ({ digest, telemetry }: Reconciling, hasTime?: () => boolean): Promise<void> => {
  try {
    const asked = await digest.run(hasTime);
    if (asked !== undefined) telemetry.log('info', 'the digest was handed over', { ...asked });
  } catch (error) {
    telemetry.log('error', 'the digest could not be made or handed over', { error: errorText(error) });
  }
  if (digest.isWrong()) telemetry.count({ [RECONCILER_METRICS.digestUnsent]: 1 });
};

/** Nobody waits for it either: an alarm whose tags are not known is looked up when it changes. */
const lookUp = async ({ tags, telemetry }: Reconciling, hasTime?: () => boolean): Promise<void> => {
  try {
    const { lookedUp } = await tags(hasTime);
    if (lookedUp > 0) telemetry.log('info', 'tags of alarms looked up', { lookedUp });
  } catch (error) {
    telemetry.log('error', 'tags of alarms could not be looked up', { error: errorText(error) });
  }
};

/** Its address may hold a key: of an error only the kind is said. */
const call = async ({ watchdog, telemetry }: Reconciling): Promise<number> => {
  try {
    await watchdog?.();
    return 0;
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown';
    telemetry.log('error', 'the watchdog could not be called', { error: kind });
    return 1;
  }
};

/** Not, where that cannot be asked. */
const isWell = async ({ health, telemetry }: Reconciling): Promise<boolean> => {
  try {
    const troubles = await health.troubles();
    if (troubles.length > 0) telemetry.log('error', 'the pager is not well: the watchdog is not called', { troubles });
    return troubles.length === 0;
  } catch (error) {
    const fields = { error: errorText(error) };
    telemetry.log('error', 'nobody knows how the pager is: the watchdog is not called', fields);
    return false;
  }
};

/**
 * Ticks what is late and says that it ran. The watchdog is told only when everything passed: its silence is the alarm
 * that needs nothing of AWS.
 *
 * @throws Error what is late could not be read: `ReconcilerRan` is missing then; or, after all else, an incident could
 * not be ticked: nobody may be paged for it, and the alarm on errors of this function has to say so.
 */
export const reconcileLate = async (reconciling: Reconciling, hasTime?: () => boolean): Promise<void> => {
  const { reconciler, telemetry } = reconciling;
  const { ticked, lookedAt, failed, left } = await reconciler.run(hasTime);
  const troubles = failed.length + left.length;
  telemetry.log(troubles > 0 ? 'error' : 'info', 'reconciled', {
    ticked: ticked.slice(0, MOST_NAMED),
    lookedAt: lookedAt.slice(0, MOST_NAMED),
    left: left.length,
    failed: failed.slice(0, MOST_NAMED).map(({ incidentId, error }) => ({ incidentId, error: errorText(error) })),
  });
  const watchdogFailed = (await isWell(reconciling)) && troubles === 0 ? await call(reconciling) : 0;
  const counts = {
    [RECONCILER_METRICS.late]: ticked.length + troubles,
    [RECONCILER_METRICS.failed]: failed.length,
    [RECONCILER_METRICS.watchdogFailed]: watchdogFailed,
  };
  // A metric costs by the month in which it is sent: what is zero, as nearly always, is not sent.
  telemetry.count({
    [RECONCILER_METRICS.ran]: 1,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
  });
  await anchorDays(reconciling);
  await lookUp(reconciling, hasTime);
  await digestWeek(reconciling, hasTime);
  if (failed.length > 0) {
    throw new Error(`incidents that could not be ticked: ${String(failed.length)}; the line "reconciled" names them`);
  }
};
