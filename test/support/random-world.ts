import fc from 'fast-check';
import type { Configuration } from '../../lib/core/configuration.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import { epochOf, type Instant, instantOf, MINUTE, SECOND } from '../../lib/core/time.ts';
import { configurationWith, eventBody, type Word } from './played-world.ts';
import { changingDiagnoser, failingDiagnoser } from './changing-diagnoser.ts';
import { type CrashPlan, UnreliableWorld, type WorldOptions } from './unreliable-world.ts';

/** What happens in the world, so many minutes after what happened before. */
export type Happening =
  | {
      readonly what: 'word';
      readonly alarm: string;
      readonly word: Word;
      readonly after: number;
      readonly late: number;
    }
  | { readonly what: 'mute'; readonly alarm: string; readonly minutes: number; readonly after: number }
  | { readonly what: 'act'; readonly by: string; readonly response: Response; readonly after: number };

export interface Schedule {
  readonly happenings: readonly Happening[];
  readonly cooldownMinutes: number;
  /** Several faults in one run. */
  readonly crashes: CrashPlan;
  readonly losesTicks: boolean;
  readonly deliveries: number;
  /** Minutes in which no page can be sent. */
  readonly refused: { readonly from: number; readonly to: number } | undefined;
  readonly ending: 'OKs' | 'Resolve';
  /** Who looks for causes. */
  readonly diagnosis: keyof typeof DIAGNOSERS;
}

const DIAGNOSERS = {
  nobody: () => undefined,
  changing: changingDiagnoser,
  failing: () => failingDiagnoser,
  killing: () => 'kills',
} satisfies Readonly<Record<string, () => WorldOptions['diagnoser']>>;

export const CRITICAL = ['latency', 'errors', 'memory'] as const;
export const ALARMS = [...CRITICAL, 'cpu'] as const;
const PEOPLE = ['alice', 'bob', 'carol'] as const;

const minutes = fc.constantFrom(0, 1, 2, 4, 6, 9, 12, 16, 31);

const word: fc.Arbitrary<Happening> = fc.record({
  what: fc.constant('word' as const),
  alarm: fc.constantFrom(...ALARMS),
  word: fc.constantFrom<Word>('ALARM', 'ALARM', 'ALARM', 'OK', 'OK', 'ND', 'DEL'),
  after: minutes,
  late: fc.constantFrom(0, 0, 0, 0, 1, 8),
});

const mute: fc.Arbitrary<Happening> = fc.record({
  what: fc.constant('mute' as const),
  alarm: fc.constantFrom(...ALARMS),
  minutes: fc.constantFrom(10, 40),
  after: minutes,
});

const response: fc.Arbitrary<Response> = fc.oneof(
  fc.constantFrom<Response>(
    { type: 'acknowledge' },
    { type: 'acknowledge' },
    { type: 'escalate' },
    { type: 'resolve' },
    { type: 'reopen' },
    { type: 'note', text: 'looking' },
  ),
  fc.constantFrom<Response>(
    { type: 'snooze', forMs: 40 * MINUTE },
    { type: 'snooze', forMs: 480 * MINUTE },
    { type: 'reassign', to: 'bob' },
  ),
);

const act: fc.Arbitrary<Happening> = fc.record({
  what: fc.constant('act' as const),
  by: fc.constantFrom(...PEOPLE),
  response,
  after: minutes,
});

const crashes: fc.Arbitrary<CrashPlan> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 600 }), fc.constantFrom<'before' | 'after'>('before', 'after')), {
    maxLength: 3,
  })
  .map((plan) => new Map(plan));

const refused = fc.option(
  fc.record({ from: fc.integer({ min: 0, max: 90 }), for: fc.constantFrom(1, 5, 30) }).map((one) => ({
    from: one.from,
    to: one.from + one.for,
  })),
  { nil: undefined, freq: 4 },
);

const happening = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 1, arbitrary: mute },
  { weight: 3, arbitrary: act },
);

/** Something fires first: else nothing happens. */
const first: fc.Arbitrary<Happening> = fc.constantFrom(...ALARMS).map((alarm) => ({
  what: 'word',
  alarm,
  word: 'ALARM',
  after: 0,
  late: 0,
}));

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  happenings: fc.tuple(first, fc.array(happening, { maxLength: 14 })).map(([one, others]) => [one, ...others]),
  cooldownMinutes: fc.constantFrom(0, 10, 10, 60, 720),
  crashes,
  losesTicks: fc.boolean(),
  deliveries: fc.constantFrom(1, 1, 2),
  refused,
  ending: fc.constantFrom('OKs', 'Resolve'),
  diagnosis: fc.constantFrom('nobody', 'changing', 'failing', 'killing'),
});

/** What the judge sees: what was said when, in minutes; `done` is whether a response was taken. */
export type Seen =
  | {
      readonly at: number;
      readonly kind: 'word';
      readonly alarm: string;
      readonly word: Word;
      readonly isLast: boolean;
    }
  | { readonly at: number; readonly kind: 'mute'; readonly alarm: string; readonly until: number }
  | {
      readonly at: number;
      readonly kind: 'act';
      readonly by: string;
      readonly response: Response;
      readonly done: boolean;
    };

export interface Page {
  readonly at: number;
  readonly target: string;
  readonly reason: string;
  /** The unanswered ending, or what is asked where a whole pass was not heard: the next is an hour later. */
  readonly isLast: boolean;
}

export interface Lived {
  readonly schedule: Schedule;
  readonly world: UnreliableWorld;
  readonly seen: readonly Seen[];
  readonly pages: readonly Page[];
  /** When everything was said to be OK, or was resolved. */
  readonly endedAt: number;
  readonly timelines: readonly (readonly IncidentEvent[])[];
}

const START: Instant = '2026-03-01T03:00:00.000Z';
const startMs = epochOf(START);
const minuteOf = (at: Instant): number => (epochOf(at) - startMs) / MINUTE;
const msOf = (minute: number): number => startMs + Math.round(minute * MINUTE);

const severityOf = (alarm: string): string => (alarm === 'cpu' ? 'warning' : 'critical');

const configurationOf = (schedule: Schedule): Configuration =>
  configurationWith({}, { service: { recoverAfterMs: 5 * MINUTE, cooldownMs: schedule.cooldownMinutes * MINUTE } });

/** Lives through a schedule, faults and all, until long after everything has ended. */
export class RandomWorld {
  readonly seen: Seen[] = [];
  private readonly schedule: Schedule;
  private readonly world: UnreliableWorld;
  private readonly words = new Map<string, { readonly word: Word; readonly at: number }>();
  private readonly mutes = new Map<string, number>();
  private count = 0;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    const { crashes: plan, losesTicks, refused: window } = schedule;
    this.world = new UnreliableWorld({
      configuration: configurationOf(schedule),
      start: START,
      crashes: plan,
      losesTicks,
      diagnoser: DIAGNOSERS[schedule.diagnosis](),
      refuses: (_target, at) => {
        const minute = minuteOf(at);
        return window !== undefined && minute >= window.from && minute < window.to ? 'for-now' : undefined;
      },
    });
  }

  async live(afterEach: (world: UnreliableWorld) => Promise<void>): Promise<Lived> {
    const { incidents } = this.world;
    const append = incidents.append.bind(incidents);
    incidents.append = async (written) => {
      await append(written);
      await afterEach(this.world);
    };
    let at = 0;
    for (const one of this.schedule.happenings) {
      at += one.after;
      this.plan(one, at);
    }
    // Long enough for what was late, refused, or died.
    const endedAt = at + 200;
    this.planEnd(endedAt);
    await this.world.run(instantOf(msOf(endedAt + 1_600)));
    const timelines = await this.timelines();
    const pages = timelines.flat().flatMap((event) =>
      event.type === 'PageSent' && event.kind === 'page'
        ? [
            {
              at: minuteOf(event.at),
              target: event.target.replace(/^\w+:/u, ''),
              reason: event.reason ?? '',
              isLast: event.isUnanswered === true || event.reason === 'nobodyReached',
            },
          ]
        : [],
    );
    const inOrder = pages.toSorted((one, other) => one.at - other.at);
    return { schedule: this.schedule, world: this.world, seen: this.seen, pages: inOrder, endedAt, timelines };
  }

  private plan(one: Happening, at: number): void {
    if (one.what === 'word')
      this.world.time.at(msOf(at), 0, () => this.say(one.alarm, one.word, { at, late: one.late }));
    else if (one.what === 'mute') this.world.time.at(msOf(at), 0, () => this.mute(one.alarm, at, one.minutes));
    else this.world.time.at(msOf(at), 0, () => this.act(one.by, one.response, at));
  }

  /** All that was muted is over by then. */
  private planEnd(at: number): void {
    this.world.time.at(msOf(at), 0, async () => {
      this.mutes.clear();
      for (const [alarm, { word }] of this.words) {
        if (this.schedule.ending === 'OKs' || word === 'ALARM') await this.say(alarm, 'OK', { at, late: 0 });
      }
    });
    if (this.schedule.ending === 'Resolve')
      this.world.time.at(msOf(at + 12), 0, () => this.act('carol', { type: 'resolve' }, at + 12));
  }

  private say(alarm: string, word: Word, { at, late }: { readonly at: number; readonly late: number }): Promise<void> {
    const known = this.words.get(alarm);
    if (known?.word === word && late === 0) return Promise.resolve();
    if (known === undefined && word !== 'ALARM') return Promise.resolve();
    const said = at - late;
    const isLast = known === undefined || said >= known.at;
    if (isLast) this.words.set(alarm, { word, at: said });
    this.seen.push({ at, kind: 'word', alarm, word, isLast });
    this.deliver(alarm, word, said);
    return Promise.resolve();
  }

  private mute(alarm: string, at: number, length: number): Promise<void> {
    const known = this.words.get(alarm);
    if (known?.word !== 'ALARM') return Promise.resolve();
    const until = at + length;
    this.mutes.set(alarm, until);
    this.seen.push({ at, kind: 'mute', alarm, until });
    this.words.set(alarm, { word: 'ALARM', at });
    this.deliver(alarm, 'ALARM', at);
    return Promise.resolve();
  }

  private deliver(alarm: string, word: Word, said: number): void {
    this.count += 1;
    const until = this.mutes.get(alarm);
    const mutedUntil = until !== undefined && until > minuteOf(this.world.now) ? instantOf(msOf(until)) : undefined;
    const body = eventBody({
      name: alarm,
      word,
      at: instantOf(msOf(said) + this.count),
      id: String(this.count),
      severity: severityOf(alarm),
      mutedUntil,
    });
    // A tick that is sent on twice each time would be two to the power of the hours.
    for (let times = 0; times < this.schedule.deliveries; times += 1)
      this.world.deliver(body, epochOf(this.world.now) + times * 700);
  }

  private async act(by: string, response_: Response, at: number): Promise<void> {
    const incidentId = await this.newestId();
    if (incidentId === undefined) return;
    const key = `${String(at)} ${by} ${String(this.seen.length)}`;
    const before = await this.world.incidents.head(incidentId);
    const done = (before?.resolution === undefined) !== (response_.type === 'reopen');
    this.seen.push({ at, kind: 'act', by, response: response_, done });
    if (done) this.world.respond({ incidentId, by, response: response_, key });
  }

  private async newestId(): Promise<string | undefined> {
    for await (const { incidentId } of this.world.incidents.list({})) return incidentId;
    return undefined;
  }

  private async timelines(): Promise<readonly (readonly IncidentEvent[])[]> {
    const all: (readonly IncidentEvent[])[] = [];
    for await (const { incidentId } of this.world.incidents.list({}))
      all.push((await this.world.incidents.timeline(incidentId)).map(eventOf));
    return all;
  }
}

/** How much later anything may come in a run with these faults, in minutes. */
export const slackOf = ({ losesTicks }: Schedule, crashed: number): number =>
  (5 * SECOND) / MINUTE + (losesTicks ? 1.6 : 0.6) + 4 * crashed;
