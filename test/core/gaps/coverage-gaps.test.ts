import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coverageGaps } from '../../../lib/core/gaps/coverage-gaps.ts';
import { pathText } from '../../../lib/config/yaml/problem.ts';
import { loaded } from '../../config/loading.ts';

const NOW = '2026-11-27T12:00:00.000Z';

const gapsOf = (text: string, now = NOW): readonly string[] =>
  coverageGaps(loaded(text), now).map(({ path, message }) => `${pathText(path)}: ${message}`);

interface Part {
  readonly layers: readonly string[];
  readonly zone?: string;
  /** Further levels, as YAML. */
  readonly levels?: string;
  readonly more?: string;
}

/** Alice and Bob, and one schedule that level 1 pages. */
const onCallBy = ({ layers, zone = 'Europe/Berlin', levels = '', more = '' }: Part): string => `
responders: { alice: { name: Alice }, bob: { name: Bob } }
schedules:
  main:
    timeZone: ${zone}
    layers: [${layers.join(', ')}]
escalations:
  primary:
    levels: [{ page: [schedule:main] }${levels}]
${more}`;

const always = '{ rotation: [alice, bob], starting: 2025-01-06 }';
const within = (from: string, to: string, days = ''): string =>
  `{ rotation: [alice, bob], starting: 2025-01-06, restrict: { ${days === '' ? '' : `days: [${days}], `}from: "${from}", to: "${to}" } }`;

const NEXT = 'level 1 of primary has nobody then; the next level is asked at once';
const NONE =
  'level 1 of primary has nobody then; where no level of primary has anybody, unanswered is paged, or else everybody';

describe('a configuration that leaves nothing open', () => {
  it.each(['tocsin.yaml', 'tocsin.full.yaml'])('has no gap: examples/%s', (name) => {
    expect(gapsOf(readFileSync(join(import.meta.dirname, '../../../examples', name), 'utf8'))).toEqual([]);
  });

  it('may have hours by several layers, or by several schedules of one level', () => {
    expect(gapsOf(onCallBy({ layers: [within('09:00', '21:00'), within('21:00', '09:00')] }))).toEqual([]);
    const sun = `
responders: { alice: { name: Alice }, bob: { name: Bob } }
schedules:
  day: { timeZone: UTC, layers: [${within('09:00', '21:00')}] }
  night: { timeZone: UTC, layers: [${within('21:00', '09:00')}] }
escalations: { primary: { levels: [{ page: [schedule:day, schedule:night] }] } }`;
    expect(gapsOf(sun)).toEqual([]);
  });
});

describe('hours of the week without anybody', () => {
  it('are named by weekday and clock, and where nobody else is asked', () => {
    const layers = [within('00:00', '00:00', 'mon, tue, wed, thu, fri'), within('09:00', '17:00', 'sat')];
    expect(gapsOf(onCallBy({ layers }))).toEqual([
      `schedules.main.layers: nobody is on call each week Sat 00:00 – 09:00, Sat 17:00 – Mon 00:00 (Europe/Berlin): ${NONE}`,
    ]);
  });

  it('are told together where they are alike, and with the level that is asked instead', () => {
    const levels = ', { page: [responder:bob] }';
    expect(gapsOf(onCallBy({ layers: [within('09:00', '17:00', 'mon, tue, wed, thu, fri')], levels }))).toEqual([
      `schedules.main.layers: nobody is on call each week Mon, Tue, Wed and Thu 17:00 – 09:00, Fri 17:00 – Mon 09:00 (Europe/Berlin): ${NEXT}`,
    ]);
    expect(gapsOf(onCallBy({ layers: [within('08:00', '20:00')], levels, zone: 'America/New_York' }))).toEqual([
      `schedules.main.layers: nobody is on call every day 20:00 – 08:00 (America/New_York): ${NEXT}`,
    ]);
  });

  it('may come but for some weeks of the year, where two zones change their clocks apart', () => {
    const two = `
responders: { alice: { name: Alice }, bob: { name: Bob } }
schedules:
  berlin: { timeZone: Europe/Berlin, layers: [${within('08:00', '20:00')}] }
  york: { timeZone: America/New_York, layers: [${within('14:00', '02:00')}] }
escalations: { primary: { levels: [{ page: [schedule:berlin, schedule:york] }] } }`;
    const [gap, ...others] = gapsOf(two);
    expect(others).toEqual([]);
    expect(gap).toContain(
      'escalations.primary.levels[0]: nobody is on call from 2027-03-15 07:00 to 2027-03-15 08:00, and 19',
    );
    expect(gap).toContain('times more within a year (Europe/Berlin)');
  });
});

describe('a schedule that begins in the future', () => {
  it('has nobody before, and says when that ends', () => {
    expect(gapsOf(onCallBy({ layers: ['{ rotation: [alice, bob], starting: 2033-01-03 }'] }))).toEqual([
      'schedules.main.layers[0].starting: the schedule begins at 2033-01-03 09:00 (Europe/Berlin): nobody is on call before',
    ]);
  });

  it('is told of a layer where that leaves hours open, and of no other', () => {
    const later = '{ rotation: [bob], starting: 2027-02-01 }';
    expect(gapsOf(onCallBy({ layers: [always, later] }))).toEqual([
      expect.stringContaining('alice is never on call by this schedule') as string,
    ]);
    expect(gapsOf(onCallBy({ layers: [within('08:00', '20:00'), later] }))).toContainEqual(
      'schedules.main.layers[1].starting: this layer begins at 2027-02-01 09:00 (Europe/Berlin): until then nobody is on call every day 20:00 – 08:00 (Europe/Berlin)',
    );
  });

  it('is none once it has begun', () => {
    const text = onCallBy({ layers: ['{ rotation: [alice, bob], starting: 2033-01-03 }'] });
    expect(gapsOf(text, '2033-01-03T07:59:59.999Z')).toHaveLength(1);
    expect(gapsOf(text, '2033-01-03T08:00:00.000Z')).toEqual([]);
  });
});

describe('somebody in a rotation who is never on call', () => {
  it('has turns on days only that the layer does not cover', () => {
    const daily =
      '{ rotation: [alice, bob], every: 1 day, starting: 2025-01-06, restrict: { days: [mon], from: "09:00", to: "17:00" } }';
    expect(gapsOf(onCallBy({ layers: [always, daily] }))).toEqual([]);
    const weekly = daily.replace('[alice, bob]', '[alice, alice, alice, alice, alice, alice, bob]');
    const gaps = gapsOf(onCallBy({ layers: [weekly], levels: ', { page: [responder:alice] }' }));
    expect(gaps[0]).toBe(
      'schedules.main.layers[0].rotation[6]: bob is never on call by this schedule: restrict, or a layer below, takes every turn of theirs',
    );
  });

  it('has turns only that a layer below takes', () => {
    const gaps = gapsOf(onCallBy({ layers: [always, always.replace('alice, bob', 'bob')] }));
    expect(gaps).toEqual([
      expect.stringContaining('schedules.main.layers[0].rotation[0]: alice is never on call') as string,
    ]);
  });
});

describe('what nothing comes to', () => {
  it('is named once, by what is to be changed', () => {
    const more = `
  other: { levels: [{ page: [schedule:main] }], notify: [] }
channels: { old: { name: Old, kind: chat } }
services: { bare: { escalation: primary, workload: { kind: custom, metrics: {} } } }`;
    const text = onCallBy({ layers: [always], more })
      .replace('levels: [', 'notify: [], levels: [')
      .replace('bob: { name: Bob }', 'bob: { name: Bob }, carol: { name: Carol }')
      .replace(
        '  primary:\n    notify: [], levels: [{ page: [schedule:main] }]',
        '  primary: { notify: [], levels: [{ page: [schedule:main] }] }',
      )
      .replace(
        'schedules:\n',
        'schedules:\n  spare: { timeZone: UTC, layers: [{ rotation: [bob], starting: 2025-01-06 }] }\n',
      );
    expect(gapsOf(text)).toEqual([
      'services.bare: no alarm watches it: name more under workload, or route alarms to it',
      'responders.carol: never paged, and never on call: in no level, and in no rotation',
      'channels.old: nothing pages or tells it: in no level, and in no notify',
      'schedules.spare: nobody is paged by it: in no level of a policy',
      'escalations.other: pages for nothing: no service and no rule has it, nor has unrouted',
    ]);
  });
});
