import { responderOf, type Target } from '../../core/configuration.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import { epochOf, type Instant, SECOND } from '../../core/time.ts';

/** What became of one test page. */
export interface TestedTarget {
  readonly target: Target;
  /** `unknown`: SNS did not answer in time, it may have gone out. `waiting`: nothing became of it yet. */
  readonly outcome: 'accepted' | 'failed' | 'unknown' | 'waiting';
  /** Since it was asked for. */
  readonly afterSeconds?: number;
  readonly at?: Instant;
  readonly error?: string;
}

export interface Acknowledged {
  readonly by: string;
  /** Since SNS took the page of theirs, or the first page of all. */
  readonly afterSeconds: number;
}

export interface DrillOutcome {
  readonly targets: readonly TestedTarget[];
  readonly acknowledged: readonly Acknowledged[];
}

type Outcome = TestedTarget['outcome'];

const OUTCOMES: Readonly<Partial<Record<IncidentEvent['type'], Outcome>>> = {
  PageSent: 'accepted',
  PageUnconfirmed: 'unknown',
  PageFailed: 'failed',
};

const secondsBetween = (from: Instant, to: Instant): number => Math.max(0, epochOf(to) - epochOf(from)) / SECOND;

const testedIn = (timeline: readonly IncidentEvent[]): readonly TestedTarget[] =>
  timeline.flatMap((requested): readonly TestedTarget[] => {
    if (requested.type !== 'PageRequested') return [];
    const { target, pageId } = requested;
    const end = timeline.find(
      (event) => OUTCOMES[event.type] !== undefined && 'pageId' in event && event.pageId === pageId,
    );
    const outcome = end && OUTCOMES[end.type];
    if (end === undefined || outcome === undefined) return [{ target, outcome: 'waiting' }];
    const error = end.type === 'PageFailed' ? { error: end.error } : {};
    return [{ target, outcome, at: end.at, afterSeconds: secondsBetween(requested.at, end.at), ...error }];
  });

const acknowledgedIn = (
  timeline: readonly IncidentEvent[],
  targets: readonly TestedTarget[],
): readonly Acknowledged[] => {
  const first = new Map<string, Instant>();
  for (const event of timeline)
    if (event.type === 'TestPageAcknowledged' && !first.has(event.by)) first.set(event.by, event.at);
  return [...first].map(([by, at]) => {
    const own = targets.find(({ target }) => target === `responder:${by}`)?.at;
    const since = own ?? targets.find((one) => one.at !== undefined)?.at ?? at;
    return { by, afterSeconds: secondsBetween(since, at) };
  });
};

/** What a drill came to so far, by its timeline: the clock of the stack alone counts. */
export const drillOutcome = (timeline: readonly IncidentEvent[]): DrillOutcome => {
  const targets = testedIn(timeline);
  return { targets, acknowledged: acknowledgedIn(timeline, targets) };
};

/** Something became of each page. */
export const isSettled = ({ targets }: DrillOutcome): boolean => targets.every(({ outcome }) => outcome !== 'waiting');

/** Responders whose page may be before them and who have not acknowledged; of channels alone anybody may. */
export const stillAwaited = ({ targets, acknowledged }: DrillOutcome): readonly string[] => {
  const reached = targets.filter(({ outcome }) => outcome !== 'failed').map(({ target }) => target);
  const responders = reached.flatMap((target) => responderOf(target) ?? []);
  if (responders.length === 0) return acknowledged.length === 0 ? reached : [];
  return responders.filter((id) => !acknowledged.some(({ by }) => by === id));
};
