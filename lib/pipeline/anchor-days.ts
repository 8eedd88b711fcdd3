import { type Anchor, anchorsOf } from '../core/incident/anchor.ts';
import type { Incident } from '../core/incident/incident.ts';
import { DAY, epochOf, HOUR, type Instant, instantOf, later } from '../core/time.ts';
import type { AnchorLog } from '../ports/anchor-log.ts';
import type { Pipeline } from './pipeline.ts';
import { queryIncidents } from './query-incidents.ts';

/** What happened before midnight is recorded by then. */
const AFTER_MS = HOUR;
/** Heads read at once. */
const AT_ONCE = 16;
/** Days made up for in one run, the oldest first. */
const MOST_DAYS = 3;

type Anchoring = Pick<Pipeline, 'index' | 'store' | 'clock'>;

const startOf = (day: string): Instant => `${day}T00:00:00.000Z`;
const dayAfter = (day: string): string => later(startOf(day), DAY).slice(0, 10);

const headsOn = async ({ index, store }: Anchoring, day: string, done: ReadonlySet<string>) => {
  const query = { since: startOf(day), until: startOf(dayAfter(day)) };
  const ids: string[] = [];
  for await (const { entry } of queryIncidents(index, query))
    if (!done.has(entry.incidentId)) ids.push(entry.incidentId);
  const heads: Incident[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = await Promise.all(ids.slice(start, start + AT_ONCE).map((id) => store.head(id)));
    heads.push(...some.filter((head) => head !== undefined));
  }
  return heads;
};

/** A run that died between two parts is gone on with: what it anchored stays. */
const anchorDay = async (
  anchoring: Anchoring,
  anchors: AnchorLog,
  { day, last }: { readonly day: string; readonly last: Anchor | undefined },
): Promise<readonly Anchor[]> => {
  const begun = last?.day === day ? await anchors.since(day) : [];
  const done = new Set(begun.flatMap(({ incidents }) => incidents.map(({ incidentId }) => incidentId)));
  const made = anchorsOf({ day, last }, await headsOn(anchoring, day, done));
  for (const anchor of made) await anchors.keep(anchor);
  return made;
};

/** The first day that lacks its anchor: of a stack that has none yet, the last that is over. */
const firstLacking = (last: Anchor | undefined, over: string): string => {
  if (last === undefined) return over;
  return last.isLast ? dayAfter(last.day) : last.day;
};

/** Anchors the days that are over and have none yet, and says what it made; nothing pages by it. */
export class DailyAnchor {
  private readonly anchoring: Anchoring;
  private readonly anchors: AnchorLog;
  /** The last day that is known to be anchored. */
  private known = '';

  constructor(anchoring: Anchoring, anchors: AnchorLog) {
    this.anchoring = anchoring;
    this.anchors = anchors;
  }

  async run(): Promise<readonly Anchor[]> {
    const over = instantOf(epochOf(this.anchoring.clock()) - AFTER_MS - DAY).slice(0, 10);
    if (this.known >= over) return [];
    const made: Anchor[] = [];
    let last = await this.anchors.last();
    let day = firstLacking(last, over);
    for (let days = 0; days < MOST_DAYS && day <= over; days += 1) {
      made.push(...(await anchorDay(this.anchoring, this.anchors, { day, last })));
      last = made.at(-1);
      day = dayAfter(day);
    }
    if (day > over) this.known = over;
    return made;
  }
}
