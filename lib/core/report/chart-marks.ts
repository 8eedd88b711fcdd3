import type { IncidentEvent } from '../incident/events.ts';
import { safeText } from '../safe-text.ts';
import type { Instant } from '../time.ts';

/** Something that happened while what is drawn was measured. */
export interface ChartMark {
  readonly at: Instant;
  readonly kind: 'onset' | 'deploy' | 'alarm' | 'acknowledgement';
  readonly what: string;
}

/** What a chart shows of time, and what was marked on it when it was made. */
interface Charted {
  readonly from: Instant;
  readonly to: Instant;
  readonly marks: readonly { readonly at: Instant; readonly what: string }[];
}

const MOST = 8;
const DEPLOY = 'deploy ';
/** As long as a stored chart has the name of an alarm: it is the same one. */
const LONGEST = 60;

const kindOf = (what: string): ChartMark['kind'] => {
  if (what === 'onset') return 'onset';
  return what.startsWith(DEPLOY) ? 'deploy' : 'alarm';
};

/** An alarm as often as it fired anew. */
const happenedIn = (event: IncidentEvent): readonly ChartMark[] => {
  if (event.type === 'IncidentAcknowledged') return [{ at: event.at, kind: 'acknowledgement', what: 'acknowledged' }];
  if (event.type !== 'AlarmJoined' && event.type !== 'AlarmReraised') return [];
  const { since, name, state } = event.alarm;
  return state === 'ALARM' ? [{ at: since, kind: 'alarm', what: safeText(name, LONGEST) }] : [];
};

const RANKS: Readonly<Record<ChartMark['kind'], number>> = { onset: 0, deploy: 1, acknowledgement: 2, alarm: 3 };

/**
 * The marks of a chart with what its incident went through, each once and oldest first. Where there are too many the
 * alarms that fired last are left out.
 */
export const chartMarks = ({ from, to, marks }: Charted, timeline: readonly IncidentEvent[]): readonly ChartMark[] => {
  const found = marks.map(({ at, what }): ChartMark => ({ at, kind: kindOf(what), what }));
  const within = [...found, ...timeline.flatMap(happenedIn)].filter(({ at }) => at >= from && at <= to);
  const each = [...new Map(within.map((mark) => [JSON.stringify(mark), mark])).values()];
  const byTime = (one: ChartMark, other: ChartMark): number => Number(one.at > other.at) - Number(one.at < other.at);
  return each
    .toSorted((one, other) => RANKS[one.kind] - RANKS[other.kind] || byTime(one, other))
    .slice(0, MOST)
    .toSorted(byTime);
};
