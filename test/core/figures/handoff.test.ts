import { describe, expect, it } from 'vitest';
import { handoffOf } from '../../../lib/core/figures/handoff.ts';
import { lastShift } from '../../../lib/core/figures/shift.ts';
import { reasonsToWatch } from '../../../lib/core/figures/to-watch.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { evolve } from '../../../lib/core/incident/evolve.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import { DAY } from '../../../lib/core/time.ts';
import { configurationOf } from '../../support/configurations.ts';
import { fact, firing, headAlarm, minute } from '../../support/incident-story.ts';
import { acknowledges, confirms, diagnoses, fires, opens, pages, resolves } from './figured.ts';

const scheduleOf = (layer: string) => {
  const { schedules } = configurationOf(`
version: 1
environment: prod
services: { web: { escalation: primary, workload: { kind: lambda, functionName: web } } }
responders: { alice: { name: Alice }, bob: { name: Bob } }
schedules: { web: { timeZone: America/New_York, layers: [${layer}] } }
escalations: { primary: { levels: [{ page: [schedule:web], escalateAfter: 15m }] } }
`);
  const schedule = schedules['web'];
  if (schedule === undefined) throw new Error('the schedule is described above');
  return schedule;
};

const weekly = scheduleOf('{ rotation: [alice, bob], every: 1 week, starting: 2023-07-31, handoff: "09:00" }');

/** Monday 7 August, 09:00 in New York. */
const HANDED_OVER = '2023-08-07T13:00:00.000Z';

describe('the last shift of a schedule', () => {
  const alices = { responder: 'alice', from: '2023-07-31T13:00:00.000Z', to: HANDED_OVER, next: 'bob' };

  it.each([
    ['just after it ended', '2023-08-07T13:05:00.000Z'],
    ['in the middle of the next', '2023-08-10T13:00:00.000Z'],
    ['two hours before the next one ends', '2023-08-14T10:59:59.000Z'],
    ['shortly before it ends', '2023-08-07T12:00:00.000Z'],
  ])('is the one that ended last, %s', (_when, at) => {
    expect(lastShift(weekly, at)).toEqual(alices);
  });

  it('is the one that runs, where none before it is known', () => {
    expect(lastShift(weekly, '2023-08-02T13:00:00.000Z')).toEqual(alices);
  });

  it('may be followed by nobody, and does not exist where nobody was on call', () => {
    const nights = scheduleOf(
      '{ rotation: [alice], every: 1 day, starting: 2023-07-31, handoff: "20:00", restrict: { from: "20:00", to: "08:00" } }',
    );
    expect(lastShift(nights, '2023-08-02T13:00:00.000Z')).toEqual({
      responder: 'alice',
      from: '2023-08-02T00:00:00.000Z',
      to: '2023-08-02T12:00:00.000Z',
      next: undefined,
    });
    expect(lastShift(weekly, '2023-07-30T00:00:00.000Z')).toBeUndefined();
  });

  it('of one who is always on call is the last month', () => {
    const always = scheduleOf('{ rotation: [alice], every: 1 week, starting: 2023-01-02, handoff: "09:00" }');
    const shift = lastShift(always, HANDED_OVER);
    expect(Date.parse(HANDED_OVER) - Date.parse(shift?.from ?? '')).toBe(31 * DAY);
  });
});

const headOf = (...timeline: readonly IncidentEvent[]): Incident => {
  const head = timeline.reduce<Incident | undefined>(evolve, undefined);
  if (head === undefined) throw new Error('the first fact opens the incident');
  return head;
};

const snoozes = fact(minute(5), { type: 'IncidentSnoozed', by: 'bob', until: minute(125) });
const muted = fact(minute(0), {
  type: 'AlarmJoined',
  alarm: headAlarm('latency', { silenced: true }),
  counts: { ...firing(0, 1), silent: 1 },
  silencedUntil: minute(600),
});

describe('what is still to watch of an incident', () => {
  const opened = opens('X', { isDiagnosed: true });

  it.each<readonly [string, readonly IncidentEvent[], readonly object[]]>([
    ['open', [opened, fires(0)], [{ why: 'open' }]],
    ['snoozed', [opened, fires(0), snoozes], [{ why: 'snoozed', by: 'bob', until: minute(125) }]],
    ['muted', [opened, muted], [{ why: 'open' }, { why: 'silent', alarms: 1, until: minute(600) }]],
    ['resolved', [opened, fires(0), resolves(30, 'bob')], [{ why: 'resolved', at: minute(30), by: 'bob' }]],
    ['recovered', [opened, fires(0), resolves(30)], [{ why: 'resolved', at: minute(30), by: null }]],
  ])('%s', (_stands, timeline, watches) => {
    expect(reasonsToWatch(headOf(...timeline), minute(60))).toEqual(watches);
  });

  it('ends a day after its resolution, but for a cause that nobody has confirmed', () => {
    const day = minute(30 + 24 * 60 + 1);
    const named = [opened, fires(0), diagnoses(1, 'memory-leak'), resolves(30)];
    expect(reasonsToWatch(headOf(opened, fires(0), resolves(30)), day)).toEqual([]);
    expect(reasonsToWatch(headOf(...named), day)).toEqual([{ why: 'unconfirmed' }]);
    expect(reasonsToWatch(headOf(...named, confirms(60, 'other')), day)).toEqual([]);
    expect(reasonsToWatch(headOf(opened, diagnoses(1, 'unknown'), resolves(30)), day)).toEqual([]);
  });
});

describe('a hand-over', () => {
  const shift = { responder: 'alice', from: minute(-60), to: minute(60), next: 'bob' };
  const asked = { shift, at: minute(90), homeTimeZone: 'Asia/Tokyo' };
  const during = [opens('A'), fires(0), pages(1), acknowledges(6), resolves(30, 'alice'), pages(120)];

  it('tells what was open, who was woken and what is to watch, as it was by then', () => {
    const handoff = handoffOf([during], asked);
    expect(handoff.wasOpen.map(({ head }) => head.incidentId)).toEqual(['A']);
    expect(handoff.toWatch).toHaveLength(1);
    expect(handoff.paged).toMatchObject([{ responder: 'alice', pages: 1, atNight: 1 }]);
  });

  it('knows nothing of what came later', () => {
    const before = handoffOf([during], { ...asked, at: minute(10) });
    expect(before.wasOpen[0]?.head.resolution).toBeUndefined();
    expect(handoffOf([during], { ...asked, at: minute(-1) }).wasOpen).toEqual([]);
  });

  it('leaves out what was over before the shift, and exercises', () => {
    const over = [opens('O', { at: minute(-100) }), resolves(-90)];
    const drill = [opens('D', { kind: 'drill' }), fires(0), pages(1)];
    expect(handoffOf([over, drill], asked)).toMatchObject({ wasOpen: [], paged: [], toWatch: [] });
  });

  it('is the oldest first, and of one service where one is asked for', () => {
    const older = [opens('B', { at: minute(-30), service: 'shop' })];
    const ids = (service?: string) =>
      handoffOf([during, older], { ...asked, service }).wasOpen.map((one) => one.head.incidentId);
    expect(ids()).toEqual(['B', 'A']);
    expect(ids('shop')).toEqual(['B']);
  });
});
