import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNeverActedOn } from '../../../lib/core/figures/alarm-figures.ts';
import { compared } from '../../../lib/core/figures/compared.ts';
import { distributionOf } from '../../../lib/core/figures/distribution.ts';
import { rowsOf } from '../../../lib/core/figures/rows.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import type { ReleaseVerdict } from '../../../lib/core/release/release-verdict.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import { configurationOf } from '../../support/configurations.ts';
import { minute } from '../../support/incident-story.ts';
import {
  acknowledges,
  confirms,
  diagnoses,
  figured,
  fires,
  firesAgain,
  notifies,
  opens,
  pages,
  raises,
  reopens,
  resolves,
  span,
} from './figured.ts';

type Timeline = readonly IncidentEvent[];

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('how long something took', () => {
  it('is told by median, p90 and mean, with how many there are', () => {
    const minutes = numbers(11).map((n) => n * MINUTE);
    expect(distributionOf(minutes, 12)).toEqual({
      n: 11,
      of: 12,
      medianSeconds: 360,
      p90Seconds: 600,
      meanSeconds: 360,
      isTooFewToCompare: false,
    });
  });

  it('lies between the two nearest where none is in place', () => {
    expect(distributionOf([0, 10_000], 2)).toMatchObject({ medianSeconds: 5, p90Seconds: 9, meanSeconds: 5 });
  });

  it('is of too few to compare below ten', () => {
    expect(distributionOf(numbers(9), 9).isTooFewToCompare).toBe(true);
    expect(distributionOf(numbers(10), 10).isTooFewToCompare).toBe(false);
  });

  it('is nothing of none', () => {
    expect(distributionOf([], 0)).toMatchObject({ n: 0, medianSeconds: null, p90Seconds: null, meanSeconds: null });
  });
});

/** Detected after 10 minutes, paged after 1, acknowledged after 5, resolved after 30. */
const usual = (id = 'X'): Timeline => [
  opens(id),
  fires(0),
  diagnoses(0, 'memory-leak', 10),
  pages(1),
  acknowledges(6),
  resolves(30, 'alice'),
];

/** Nobody is paged for the warning at 0; critical at 28, paged at 29, acknowledged at 51, resolved by itself at 60. */
const warnedFirst: Timeline = [
  opens('W', { severity: 'warning', service: 'shop' }),
  fires(0, 'traffic', { severity: 'warning' }),
  notifies(0),
  raises(28),
  fires(28, 'latency'),
  pages(29),
  acknowledges(51),
  resolves(60),
];

describe('a report', () => {
  it('counts incidents by service, severity and cause', () => {
    const { incidents } = figured([usual(), warnedFirst, [...usual('Y'), confirms(40, 'memory-leak')], [opens('Z')]]);
    expect(incidents).toEqual({
      total: 4,
      open: 1,
      byService: [
        { group: 'web', n: 3 },
        { group: 'shop', n: 1 },
      ],
      bySeverity: [{ group: 'critical', n: 4 }],
      byCause: [
        { group: 'memory-leak', n: 2, confirmed: 1 },
        { group: 'unknown', n: 2, confirmed: 0 },
      ],
    });
  });

  it('times each step from the one that it waits for', () => {
    const { times } = figured([usual(), warnedFirst]);
    expect(times.detect).toMatchObject({ n: 1, of: 2, medianSeconds: 600 });
    expect(times.firstPage).toMatchObject({ n: 2, of: 2, medianSeconds: 60 });
    expect(times.acknowledge).toMatchObject({ n: 2, of: 2, meanSeconds: (300 + 22 * 60) / 2 });
    expect(times.resolve).toMatchObject({ n: 2, of: 2, meanSeconds: 45 * 60 });
  });

  it('counts an alarm before the onset as detected at once', () => {
    expect(figured([[opens('X'), fires(0), diagnoses(5, 'memory-leak', 1)]]).times.detect.medianSeconds).toBe(0);
  });

  it('counts runs of a reopened incident each by itself, and the time between nowhere', () => {
    const reopened = [...usual(), reopens(50), firesAgain(50), pages(51), acknowledges(52), resolves(60)];
    const { incidents, times } = figured([reopened]);
    expect(incidents.total).toBe(1);
    expect(times.resolve).toMatchObject({ n: 2, meanSeconds: 20 * 60 });
    expect(times.acknowledge).toMatchObject({ n: 2, meanSeconds: 180 });
    expect(times.firstPage).toMatchObject({ n: 2, medianSeconds: 60 });
  });

  it('says of how many pages nobody answered', () => {
    const unanswered: Timeline = [opens('U'), fires(0), pages(1), resolves(40)];
    expect(figured([usual(), unanswered]).times.acknowledge).toMatchObject({ n: 1, of: 2 });
  });

  it('takes a resolution by a person for an answer, and a page after an acknowledgement for none that waited', () => {
    expect(figured([[opens('X'), pages(1), resolves(3, 'bob')]]).times.acknowledge).toMatchObject({
      n: 1,
      medianSeconds: 120,
    });
    expect(figured([[opens('X'), acknowledges(1), pages(2)]]).times.acknowledge).toMatchObject({ n: 0, of: 0 });
  });

  it('has no drill and no canary in any figure', () => {
    const exercises = (['drill', 'canary'] as const).map((kind) => [opens(kind, { kind }), ...usual().slice(1)]);
    expect(figured(exercises)).toEqual(figured([]));
    expect(figured([usual(), ...exercises])).toEqual(figured([usual()]));
  });

  it('counts what began in it: incidents that opened, runs that began, pages that went out', () => {
    const before: Timeline = [opens('B'), fires(0), pages(1), resolves(30), reopens(70), pages(71), resolves(80)];
    const later = { from: minute(60), to: minute(120) };
    const figures = figured([before], { span: later });
    expect(figures.incidents.total).toBe(0);
    expect(figures.times.resolve).toMatchObject({ n: 1, of: 1, medianSeconds: 600 });
    expect(figures.responders).toMatchObject([{ responder: 'alice', pages: 1 }]);
  });

  it('is of one service where one is asked for', () => {
    const figures = figured([usual(), warnedFirst], { service: 'shop' });
    expect(figures.incidents.byService).toEqual([{ group: 'shop', n: 1 }]);
    expect(figures.alarms.map(({ name }) => name)).toEqual(['alarm latency', 'alarm traffic']);
  });

  it('shows alarms by how often they fired, and which nobody ever acted on', () => {
    const ignored: Timeline = [opens('N'), fires(0, 'cpu'), firesAgain(5, 'cpu'), firesAgain(9, 'cpu'), resolves(20)];
    const { alarms } = figured([usual(), ignored]);
    expect(alarms).toEqual([
      { alarmId: 'cpu', name: 'alarm cpu', service: 'web', firings: 3, incidents: 1, runs: 1, actedOn: 0 },
      { alarmId: 'latency', name: 'alarm latency', service: 'web', firings: 1, incidents: 1, runs: 1, actedOn: 1 },
    ]);
    expect(alarms.filter(isNeverActedOn).map(({ alarmId }) => alarmId)).toEqual(['cpu']);
  });

  it('says how many began with a deploy, and of how many nobody knows', () => {
    const deployed: Timeline = [opens('D'), diagnoses(1, 'deploy-regression')];
    expect(figured([deployed, usual(), [opens('Z')]]).begunByDeploy).toEqual({ n: 1, of: 3, ofUnknownCause: 1 });
  });

  it('says how often a person confirmed what the first page said', () => {
    const [right, wrong] = [confirms(40, 'memory-leak'), confirms(40, 'dependency')];
    const { firstPageCause } = figured([[...usual('A'), right], [...usual('B'), wrong], usual('C'), [opens('Z')]]);
    expect(firstPageCause).toEqual({ right: 1, wrong: 1, abstained: 0, unconfirmed: 1 });
  });

  it('counts the verdicts on releases of its time, and does not know of any where none are given', () => {
    const verdict = (deployedAt: string, says: ReleaseVerdict['verdict']): ReleaseVerdict => ({
      id: 'd',
      deployedAt,
      at: deployedAt,
      verdict: says,
      why: '',
      against: null,
      daysBefore: 0,
      compared: [],
    });
    const releases = [verdict(minute(1), 'worse'), verdict(minute(2), 'same'), verdict(minute(-600), 'worse')];
    expect(figured([], { releases }).releases).toEqual({ better: 0, same: 1, worse: 1, 'cannot-tell': 0 });
    expect(figured([]).releases).toBeNull();
  });
});

const team = configurationOf(`
version: 1
environment: prod
services:
  web:
    escalation: primary
    workload: { kind: lambda, functionName: web }
  shop:
    escalation: managers
    workload: { kind: lambda, functionName: shop }
unrouted: { escalation: primary, severity: critical }
responders:
  alice: { name: Alice, timeZone: America/New_York }
  bob: { name: Bob, timeZone: Asia/Tokyo }
schedules:
  web: { timeZone: UTC, layers: [{ rotation: [alice, bob], every: 1 day, starting: 2023-08-05, handoff: "12:00" }] }
  all: { timeZone: UTC, layers: [{ rotation: [alice], every: 1 week, starting: 2023-07-31, handoff: "00:00" }] }
escalations:
  primary: { levels: [{ page: [schedule:web], escalateAfter: 15m }] }
  managers: { levels: [{ page: [responder:bob], escalateAfter: 15m }] }
`);

describe('the people of a report', () => {
  const day = { from: '2023-08-05T00:00:00.000Z', to: '2023-08-07T00:00:00.000Z' };

  it('are paged by the clock of each: 14:16 UTC on a Saturday is off hours in New York, night in Tokyo', () => {
    const timeline = [opens('X'), pages(1), pages(2, 'responder:bob'), pages(60 * 48)];
    const { responders } = figured([timeline], { configuration: team, span: { ...day, to: minute(60 * 72) } });
    expect(responders).toMatchObject([
      { responder: 'alice', pages: 2, atNight: 0, offHours: 1 },
      { responder: 'bob', pages: 1, atNight: 1, offHours: 1 },
    ]);
  });

  it('are on call for so many hours, two schedules at once counting once', () => {
    const { responders } = figured([], { configuration: team, span: day });
    expect(responders.map(({ responder, hoursOnCall }) => [responder, hoursOnCall])).toEqual([
      ['alice', 48],
      ['bob', 12],
    ]);
  });

  it('are on call for a service by the schedules that its levels page', () => {
    const hours = (service: string) =>
      figured([], { configuration: team, span: day, service }).responders.map((one) => [
        one.responder,
        one.hoursOnCall,
      ]);
    expect(hours('web')).toEqual([
      ['alice', 24],
      ['bob', 12],
    ]);
    expect(hours('shop')).toEqual([]);
    expect(hours('constructor')).toEqual([]);
  });

  it('keep unknown hours where there is no configuration, and the home zone', () => {
    const { responders } = figured([[opens('X'), pages(1)]], { homeTimeZone: 'Asia/Tokyo' });
    expect(responders).toEqual([{ responder: 'alice', pages: 1, atNight: 1, offHours: 1, hoursOnCall: null }]);
  });
});

const rows = (timelines: readonly Timeline[]) => rowsOf(figured(timelines), (id) => id.toUpperCase());

describe('two periods, compared', () => {
  it('have no change where they are the same', () => {
    const same = rows(numbers(12).map((n) => usual(String(n))));
    for (const row of compared(same, same)) expect(row.value === null || row.change === 0).toBe(true);
  });

  it('differ by numbers, and by nothing that is of too few', () => {
    const changes = compared(rows([usual(), warnedFirst]), rows([usual()]));
    const change = (figure: string, measure: string, group = 'all') =>
      changes.find((row) => row.figure === figure && row.measure === measure && row.group === group)?.change;
    expect(change('incidents', 'n')).toBe(1);
    expect(change('incidents_by_service', 'n', 'shop')).toBe(1);
    expect(change('time_to_resolve', 'n')).toBe(1);
    expect(change('time_to_resolve', 'median')).toBeNull();
  });

  it('name what was there before only', () => {
    const gone = compared(rows([]), rows([usual()])).filter(({ before, value }) => before === 1 && value === 0);
    expect(gone.map(({ figure, name }) => `${figure}: ${name}`)).toEqual(
      expect.arrayContaining(['incidents_by_service: web', 'pages: ALICE', 'alarms: alarm latency']),
    );
  });
});

describe('any report', () => {
  const timeline = fc
    .record({
      id: fc.uuid(),
      service: fc.constantFrom('web', 'shop', '__proto__', '=1+1'),
      kind: fc.constantFrom('real' as const, 'real' as const, 'drill' as const),
      severity: fc.constantFrom('critical' as const, 'warning' as const, 'silent' as const),
      steps: fc.array(
        fc.constantFrom(fires, firesAgain, pages, acknowledges, resolves, reopens, raises, notifies, (n: number) =>
          confirms(n, 'other'),
        ),
        { maxLength: 12 },
      ),
    })
    .map(({ id, steps, ...opening }): Timeline => [opens(id, opening), ...steps.map((step, at) => step(at))]);

  it('has the sum of its groups for its total', () => {
    fc.assert(
      fc.property(fc.array(timeline), (timelines) => {
        const { incidents, firstPageCause } = figured(timelines);
        for (const groups of [incidents.byService, incidents.bySeverity, incidents.byCause])
          expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(incidents.total);
        expect(incidents.open).toBeLessThanOrEqual(incidents.total);
        expect(Object.values<number>(firstPageCause).reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(
          incidents.total,
        );
      }),
    );
  });

  it('has as many as there could have been at most, and of two halves what the whole has', () => {
    const halves = [
      { from: span.from, to: minute(6) },
      { from: minute(6), to: span.to },
    ];
    fc.assert(
      fc.property(fc.array(timeline), (timelines) => {
        const whole = figured(timelines);
        const { detect, firstPage, acknowledge, resolve } = whole.times;
        for (const { n, of } of [detect, firstPage, acknowledge, resolve]) expect(n).toBeLessThanOrEqual(of);
        const sum = (of: (figures: typeof whole) => number): number =>
          halves.reduce((total, half) => total + of(figured(timelines, { span: half })), 0);
        expect(sum(({ incidents }) => incidents.total)).toBe(whole.incidents.total);
        expect(sum(({ times }) => times.resolve.of)).toBe(whole.times.resolve.of);
        const pagesIn = ({ responders }: typeof whole): number => responders.reduce((all, one) => all + one.pages, 0);
        expect(sum(pagesIn)).toBe(pagesIn(whole));
      }),
    );
  });
});
