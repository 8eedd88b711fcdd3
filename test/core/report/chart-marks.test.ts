import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { chartMarks } from '../../../lib/core/report/chart-marks.ts';
import { minute } from '../../support/incident-spec.ts';

const fired = (name: string, minutes: number, state = 'ALARM'): IncidentEvent =>
  ({ v: 2, at: minute(minutes), type: 'AlarmJoined', alarm: { name, since: minute(minutes), state } }) as IncidentEvent;

const acknowledged = { v: 2, at: minute(9), type: 'IncidentAcknowledged', by: 'alice' } as IncidentEvent;

const chart = {
  from: minute(0),
  to: minute(10),
  marks: [
    { at: minute(3), what: 'onset' },
    { at: minute(2), what: 'deploy web-41' },
    { at: minute(5), what: 'latency-critical' },
  ],
};

describe('the marks of a chart', () => {
  it('are what was found and what its incident went through, oldest first', () => {
    expect(chartMarks(chart, [fired('memory-warning', 7), acknowledged])).toEqual([
      { at: minute(2), kind: 'deploy', what: 'deploy web-41' },
      { at: minute(3), kind: 'onset', what: 'onset' },
      { at: minute(5), kind: 'alarm', what: 'latency-critical' },
      { at: minute(7), kind: 'alarm', what: 'memory-warning' },
      { at: minute(9), kind: 'acknowledgement', what: 'acknowledged' },
    ]);
  });

  it('are there once, though both tell of it', () => {
    expect(chartMarks(chart, [fired('latency-critical', 5)])).toHaveLength(3);
  });

  it('are of the time that is drawn, and of alarms that fired', () => {
    expect(chartMarks(chart, [fired('later', 11), fired('calm', 6, 'INSUFFICIENT_DATA')])).toHaveLength(3);
  });

  it('are eight at most: the alarms that fired last are left out', () => {
    const storm = Array.from({ length: 20 }, (_, index) => fired(`alarm-${String(index)}`, 6 + index / 10));
    const marks = chartMarks(chart, [...storm, acknowledged]);
    expect(marks.map(({ what }) => what)).toEqual([
      'deploy web-41',
      'onset',
      'latency-critical',
      'alarm-0',
      'alarm-1',
      'alarm-2',
      'alarm-3',
      'acknowledged',
    ]);
  });
});
