import { describe, expect, it } from 'vitest';
import { loaded, PEOPLE, POLICY, problemsOf } from './loading.ts';

/** A schedule whose one layer stands on line 14. */
const withLayer = (layer: string, timeZone = 'Europe/London'): string =>
  `${PEOPLE}${POLICY}schedules:\n  rota:\n    timeZone: ${timeZone}\n    layers:\n      - { ${layer} }\n`;
const layerOf = (layer: string): unknown => loaded(withLayer(layer)).schedules['rota']?.layers[0];
const SOUND = 'rotation: [alice], starting: 2023-07-31';

describe('a layer of a schedule', () => {
  it('turns weekly at nine unless it says otherwise', () => {
    expect(layerOf(SOUND)).toEqual({ rotation: ['alice'], everyDays: 7, starting: '2023-07-31', handoff: '09:00' });
  });

  it.each([
    ['1 week', 7],
    ['2 weeks', 14],
    ['3d', 3],
    ['1 day', 1],
  ])('every %s is %i days', (every, everyDays) => {
    expect(layerOf(`${SOUND}, every: ${every}`)).toMatchObject({ everyDays });
  });

  it('reads a time of day with or without quotes', () => {
    expect(layerOf(`${SOUND}, handoff: 08:30`)).toMatchObject({ handoff: '08:30' });
    expect(layerOf(`${SOUND}, handoff: "08:30"`)).toMatchObject({ handoff: '08:30' });
  });

  it('covers certain hours where it says so', () => {
    expect(layerOf(`${SOUND}, restrict: { days: [mon, fri], from: "20:00", to: "08:00" }`)).toMatchObject({
      restrict: { days: ['mon', 'fri'], from: '20:00', to: '08:00' },
    });
  });

  it.each([
    ['every: 12h', '14:59 schedules.rota.layers[0].every: expected whole days or weeks such as 1 week, got "12h"'],
    [
      'every: 1.5 days',
      '14:59 schedules.rota.layers[0].every: expected whole days or weeks such as 1 week, got "1.5 days"',
    ],
    [
      'every: 0 days',
      '14:59 schedules.rota.layers[0].every: expected whole days or weeks such as 1 week, got "0 days": a turn lasts at least a day',
    ],
    [
      'every: 53 weeks',
      '14:59 schedules.rota.layers[0].every: expected whole days or weeks such as 1 week, got "53 weeks": a turn lasts at most 366 days',
    ],
    [
      'every: 7',
      '14:59 schedules.rota.layers[0].every: expected whole days or weeks such as 1 week, got 7: write every: 7 days or 7 weeks',
    ],
    [
      'handoff: 9:00',
      '14:61 schedules.rota.layers[0].handoff: expected a time of day such as "09:00", got "9:00": write handoff: 09:00',
    ],
    [
      'handoff: 24:00',
      '14:61 schedules.rota.layers[0].handoff: expected a time of day such as "09:00", got "24:00": write handoff: 00:00, which is the end of the day',
    ],
    [
      'restrict: { from: "08:00" }',
      '14:52 schedules.rota.layers[0].restrict.to: missing: expected a time of day such as "09:00"',
    ],
    [
      'restrict: { days: [], from: "08:00", to: "20:00" }',
      '14:64 schedules.rota.layers[0].restrict.days: expected at least one day, got an empty list: leave days out to mean every day',
    ],
    [
      'restrict: { days: [tues], from: "08:00", to: "20:00" }',
      '14:71 schedules.rota.layers[0].restrict.days[0]: expected one of mon, tue, wed, thu, fri, sat, sun, got "tues": did you mean tue?',
    ],
  ])('with %s is refused', (written, problem) => {
    expect(problemsOf(withLayer(`${SOUND}, ${written}`))).toEqual([problem]);
  });

  it.each([
    ['2023-02-30', '"2023-02-30": the calendar has no such day'],
    ['2023-13-01', '"2023-13-01": the calendar has no such day'],
    ['1999-01-01', '"1999-01-01": the year is from 2000 to 2199'],
    ['31.07.2023', '"31.07.2023": write starting: 2023-07-31'],
    ['2023', '2023'],
  ])('starting on %s is refused', (date, got) => {
    expect(problemsOf(withLayer(`rotation: [alice], starting: ${date}`))).toEqual([
      `14:40 schedules.rota.layers[0].starting: expected a date such as 2023-07-31, got ${got}`,
    ]);
  });

  it('rotates among somebody, known to the file', () => {
    expect(problemsOf(withLayer('rotation: [], starting: 2023-07-31'))).toEqual([
      '14:11 schedules.rota.layers[0].rotation: expected at least one responder, got an empty list',
    ]);
    expect(problemsOf(withLayer('rotation: [alice, bbo], starting: 2023-07-31'))).toEqual([
      '14:29 schedules.rota.layers[0].rotation[1]: there is no responder "bbo": did you mean "bob"?',
    ]);
  });
});

describe('a time zone', () => {
  it.each(['Europe/London', 'UTC', 'US/Eastern', 'Asia/Calcutta', 'Etc/UTC', 'Japan'])('%s is known', (zone) => {
    expect(problemsOf(withLayer(SOUND, zone))).toEqual([]);
  });

  it.each([
    ['Europe/Lundon', '"Europe/Lundon": did you mean Europe/London?'],
    ['europe/berlin', '"europe/berlin": did you mean Europe/Berlin?'],
    ['America/New York', '"America/New York": did you mean America/New_York?'],
    ['Tokyo', '"Tokyo": did you mean Asia/Tokyo?'],
    ['us/eastern', '"us/eastern": did you mean America/New_York?'],
    ['utc', '"utc": did you mean UTC?'],
    ['Mars/Olympus', '"Mars/Olympus"'],
    ['5', '5'],
  ])('%s is not', (zone, got) => {
    expect(problemsOf(withLayer(SOUND, zone))).toEqual([
      `12:15 schedules.rota.timeZone: expected an IANA time zone such as Europe/London or UTC, got ${got}`,
    ]);
  });

  const adviceOn = (zone: string): string => {
    const [problem = '', ...more] = problemsOf(withLayer(SOUND, zone));
    expect(more).toEqual([]);
    return problem.replace(/^.*?got "[^"]*": /u, '');
  };

  it.each([
    ['EST', 'America/New_York'],
    ['EST5EDT', 'America/New_York'],
    ['MST', 'America/Denver'],
    ['PST8PDT', 'America/Los_Angeles'],
    ['HST', 'Pacific/Honolulu'],
    ['GMT', 'Europe/London'],
    ['BST', 'Europe/London'],
    ['CET', 'Europe/Berlin'],
    ['CEST', 'Europe/Berlin'],
    ['IST', 'Asia/Kolkata'],
    ['jst', 'Asia/Tokyo'],
  ])('is no abbreviation: %s', (zone, place) => {
    expect(adviceOn(zone)).toBe(`an abbreviation, which says nothing of summer time: write ${place}`);
  });

  it.each([
    ['UTC+2', 'Europe/Athens or Africa/Johannesburg'],
    ['GMT+1', 'Europe/Berlin or Africa/Lagos'],
    ['+01:00', 'Europe/Berlin or Africa/Lagos'],
    ['"+5:30"', 'Asia/Kolkata'],
    ['Etc/GMT+5', 'America/New_York or America/Chicago'],
    ['Etc/GMT-9', 'Asia/Tokyo or Asia/Seoul'],
  ])('is no fixed offset: %s', (zone, places) => {
    expect(adviceOn(zone)).toBe(
      `a fixed offset, which knows no summer time: write the zone of a place, such as ${places}`,
    );
  });

  it.each(['UTC+0', 'Z', '+00:00', 'Etc/GMT+0'])('that is UTC is written so: %s', (zone) => {
    expect(adviceOn(zone)).toBe('write UTC');
  });

  it.each(['SST', 'NET', 'SystemV/EST5'])('that ICU alone understands is none: %s', (zone) => {
    expect(problemsOf(withLayer(SOUND, zone))).toHaveLength(1);
  });
});
