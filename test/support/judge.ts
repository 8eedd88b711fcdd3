import { isHeldBy } from '../../lib/core/incident/cover.ts';
import type { Cover, Incident, Member } from '../../lib/core/incident/incident.ts';
import { counts as isCounting, isCounted } from '../../lib/core/incident/member.ts';
import { MINUTE } from '../../lib/core/time.ts';
import { ALARMS, CRITICAL, type Lived, RandomWorld, type Schedule, type Seen, slackOf } from './random-world.ts';
import type { UnreliableWorld } from './unreliable-world.ts';

/** Seconds that a hold and the tick after it take. */
const SOON = 0.2;

const OF_PERSON: ReadonlySet<string> = new Set(['requested', 'reassigned', 'reopened']);

type Act = Extract<Seen, { kind: 'act' }>;

const actsOf = ({ seen }: Lived): readonly Act[] =>
  seen.filter((one) => one.kind === 'act').filter(({ done, response }) => done && response.type !== 'note');

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The last mute says until when. */
const mutesOf = ({ seen }: Lived, alarm: string): readonly Span[] => {
  const mutes = seen.filter((one) => one.kind === 'mute' && one.alarm === alarm).filter((one) => one.kind === 'mute');
  return mutes.map(({ at, until }, index) => ({ from: at + SOON, to: Math.min(until, mutes[index + 1]?.at ?? until) }));
};

/** When an alarm was trouble by what CloudWatch said last; `lost`: also while it has no data since. */
const troubleOf = (lived: Lived, alarm: string, lost: boolean): readonly Span[] => {
  const spans: Span[] = [];
  let since: number | undefined;
  const close = (to: number): void => {
    if (since !== undefined) spans.push({ from: since, to: Math.max(to, since + SOON) });
    since = undefined;
  };
  const acts = actsOf(lived);
  const all = [...lived.seen.filter((one) => one.kind === 'word' && one.alarm === alarm), ...acts].toSorted(
    (one, other) => one.at - other.at,
  );
  let isLost = false;
  for (const one of all) {
    const { at } = one;
    if (one.kind === 'act' && one.response.type === 'resolve' && isLost) close(at);
    if (one.kind !== 'word') continue;
    const { word, isLast } = one;
    if (word === 'ALARM' && (isLast || lost)) {
      isLost = !isLast && (since === undefined || isLost);
      since ??= at;
    } else if (isLast && (word === 'OK' || !lost)) close(at);
    else if (isLast) isLost = since !== undefined;
  }
  close(lived.endedAt + 2_000);
  return spans;
};

/** What is left of these spans without those. */
const without = (spans: readonly Span[], gone: readonly Span[]): readonly Span[] =>
  gone.reduce<readonly Span[]>(
    (left, { from, to }) =>
      left.flatMap((span) =>
        [
          { from: span.from, to: Math.min(span.to, from) },
          { from: Math.max(span.from, to), to: span.to },
        ].filter((one) => one.to > one.from),
      ),
    spans,
  );

const merged = (spans: readonly Span[]): readonly Span[] => {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
};

/** While something critical is in ALARM and not muted. */
const hot = (lived: Lived, lost = false): readonly Span[] =>
  merged(CRITICAL.flatMap((alarm) => without(troubleOf(lived, alarm, lost), mutesOf(lived, alarm))));

const EXCUSED_BY_NOTE = 30;

const EXCUSED: Readonly<Record<string, (act: Act) => number>> = {
  acknowledge: () => 30,
  resolve: () => 10,
  snooze: ({ response }) => (response.type === 'snooze' ? response.forMs / MINUTE : 0),
};

/** An owner's note runs their word on. Whose note it is the judge does not know: it looks away. */
const notesOf = ({ seen }: Lived): readonly Span[] =>
  seen.flatMap((one) =>
    one.kind === 'act' && one.response.type === 'note' ? [{ from: one.at, to: one.at + EXCUSED_BY_NOTE }] : [],
  );

const excusesOf = (lived: Lived, slack: number): readonly Span[] => [
  ...notesOf(lived),
  ...actsOf(lived).map((act) => ({ from: act.at, to: act.at + (EXCUSED[act.response.type]?.(act) ?? 0) + slack })),
  ...(lived.schedule.refused === undefined
    ? []
    : [{ from: lived.schedule.refused.from, to: lived.schedule.refused.to + 5 + slack }]),
];

/** A page of a level before that came late, just after the ending, changes nothing of its hour. */
const waitAfter = ({ pages }: Lived, at: number, slack: number): number =>
  (pages.some((one) => one.isLast && one.at <= at && one.at > at - 2 - slack) ? 60 : 20) + slack;

/** (i) Nobody is left asleep: while something critical fires and nobody has it, pages go out in their time. */
const silences = (lived: Lived, slack: number): readonly string[] => {
  const ends = lived.endedAt;
  const spans = without(hot(lived), excusesOf(lived, slack)).filter(({ from }) => from < ends);
  return spans.flatMap(({ from, to }) => {
    let last = from;
    const found: string[] = [];
    const until = Math.min(to, ends);
    const before = lived.pages.findLast(({ at }) => at <= from);
    let wait = waitAfter(lived, before?.at ?? 0, slack);
    const look = (at: number): void => {
      if (at - last > wait) found.push(`nobody was paged from ${String(last)} to ${String(at)}`);
    };
    for (const page of lived.pages.filter(({ at }) => at > from && at < until)) {
      look(page.at);
      last = page.at;
      wait = waitAfter(lived, page.at, slack);
    }
    look(until);
    return found;
  });
};

/** (ii) Nobody is woken for nothing. */
const wokenForNothing = (lived: Lived, slack: number): readonly string[] => {
  const reasons = hot(lived, true);
  const asked = actsOf(lived).filter(({ response }) => ['escalate', 'reassign', 'reopen'].includes(response.type));
  return lived.pages
    .filter(({ reason }) => !OF_PERSON.has(reason))
    .filter(({ at }) => !reasons.some(({ from, to }) => from <= at && at - slack <= to))
    .filter(({ at }) => !asked.some((act) => act.at <= at))
    .map(({ at, target, reason }) => `${target} was paged at ${String(at)} for nothing: ${reason}`);
};

/** When all had been OK for some minutes after that instant. */
const calmAfter = (lived: Lived, at: number): number => {
  const busy = merged(ALARMS.flatMap((alarm) => troubleOf(lived, alarm, true)));
  const ends = busy.filter(({ to }) => to >= at).map(({ to }) => to);
  const calm = ends.find((end) => !busy.some(({ from, to }) => from > end && from < end + 4 && to > end));
  return calm ?? Number.POSITIVE_INFINITY;
};

/** (ii) Nobody is woken for what they have. */
const wokenForTheirs = (lived: Lived, slack: number): readonly string[] => {
  const acts = actsOf(lived);
  const spans = hot(lived);
  return acts.flatMap((act, index) => {
    const isCritical = spans.some(({ from, to }) => from < act.at && act.at < to);
    // Where another has it, this one is recorded only, and the other's time runs.
    const isTaken = acts.slice(0, index).some(
      ({ response, at, by }) =>
        response.type === 'snooze' ||
        response.type === 'resolve' ||
        (response.type === 'acknowledge' && by !== act.by && at > act.at - 31 - slack) ||
        // Two at once may come in either order.
        at > act.at - slack,
    );
    if (act.response.type !== 'acknowledge' || !isCritical || isTaken) return [];
    const until = Math.min(act.at + 30, acts[index + 1]?.at ?? Infinity, calmAfter(lived, act.at)) - SOON;
    return lived.pages
      .filter(({ at }) => at > act.at + slack && at < until)
      .map(
        ({ at, target, reason }) =>
          `${target} was paged at ${String(at)}, acknowledged at ${String(act.at)}: ${reason}`,
      );
  });
};

/** (iii) Nobody is paged again and again at one level. */
const floods = (lived: Lived): readonly string[] => {
  const acts = actsOf(lived);
  const most = 6 + 2 * lived.world.crashed;
  const byTarget = Map.groupBy(
    lived.pages.filter(({ reason }) => !OF_PERSON.has(reason)),
    ({ target }) => target,
  );
  return [...byTarget].flatMap(([target, pages]) =>
    pages.flatMap((page, index) => {
      const other = pages[index + most];
      if (other === undefined || other.at - page.at >= 60) return [];
      const acted = acts.some(({ at }) => page.at <= at && at <= other.at);
      return acted ? [] : [`${target} had ${String(most + 1)} pages from ${String(page.at)} to ${String(other.at)}`];
    }),
  );
};

/** (iv) There is a way to end, and after it nobody is paged. */
const endless = async (lived: Lived, slack: number): Promise<readonly string[]> => {
  const { endedAt, schedule, pages, world } = lived;
  const over = endedAt + (schedule.ending === 'OKs' ? 0 : 12);
  const late = pages
    .filter(({ at }) => at > over + SOON + slack)
    .map(({ at }) => `paged at ${String(at)}, after all was over`);
  const open: string[] = [];
  for await (const { incidentId, status } of world.incidents.list({}))
    if (status !== 'resolved') open.push(`${incidentId} is ${status} a day after all was over`);
  return [...late, ...open];
};

/** (v) The counts are those of the members. */
const miscounted = (head: Incident, members: readonly Member[]): readonly string[] => {
  const under =
    (cover: Cover | undefined) =>
    (member: Member): boolean =>
      cover !== undefined &&
      isHeldBy(cover, member, { severity: member.severity, recoverAfterMs: head.recoverAfterMs });
  const live = members.filter(isCounted);
  const firing = live.filter(isCounting);
  const critical = firing.filter(({ severity }) => severity === 'critical');
  const expected = {
    firing: firing.length,
    silent: live.length - firing.length,
    critical: critical.length,
    owned: critical.filter(under(head.owner)).length,
    believed: critical.filter(under(head.believed)).length,
    uncovered: critical.filter((member) => !under(head.owner)(member) && !under(head.believed)(member)).length,
  };
  const { joined: _joined, ...actual } = head.counts;
  return JSON.stringify(actual) === JSON.stringify(expected)
    ? []
    : [`${head.incidentId} counts ${JSON.stringify(actual)}, its members say ${JSON.stringify(expected)}`];
};

const ordered = (head: Incident): Incident => {
  const { joined, firing, silent, critical, owned, believed, uncovered } = head.counts;
  return { ...head, counts: { joined, firing, silent, critical, owned, believed, uncovered } };
};

const live = async (schedule: Schedule): Promise<{ readonly lived: Lived; readonly faults: readonly string[] }> => {
  const faults: string[] = [];
  const count = async ({ incidents }: UnreliableWorld): Promise<void> => {
    for await (const { incidentId } of incidents.list({})) {
      const head = await incidents.head(incidentId);
      if (head !== undefined)
        faults.push(...miscounted(ordered(head), await incidents.members(incidentId, 'standing')));
    }
  };
  const lived = await new RandomWorld(schedule).live(count);
  return { lived, faults };
};

/** What no human wants, of one schedule: a judge that looks only at what CloudWatch said, people did, and was sent. */
export const judged = async (schedule: Schedule): Promise<readonly string[]> => {
  const { lived, faults } = await live(schedule);
  const slack = slackOf(schedule, lived.world.crashed);
  return [
    ...lived.world.unexpected.map(String),
    ...faults,
    ...silences(lived, slack),
    ...wokenForNothing(lived, slack),
    ...wokenForTheirs(lived, slack),
    ...floods(lived),
    ...(await endless(lived, slack)),
  ];
};
