import { describe, expect, it } from 'vitest';
import { hoursIn } from '../../../lib/core/figures/hours.ts';

const spoken = (timeZone: string, at: string): string => {
  const { isNight, isOffHours } = hoursIn(timeZone)(at);
  if (isNight) return 'night';
  return isOffHours ? 'off hours' : 'work';
};

describe('the hours of a person', () => {
  it.each([
    ['2023-08-04T13:00:00.000Z', 'work', 'Friday 09:00'],
    ['2023-08-04T12:59:59.999Z', 'off hours', 'before 09:00'],
    ['2023-08-04T21:59:59.999Z', 'work', 'before 18:00'],
    ['2023-08-04T22:00:00.000Z', 'off hours', '18:00'],
    ['2023-08-05T02:00:00.000Z', 'night', '22:00'],
    ['2023-08-05T10:59:59.999Z', 'night', 'before 07:00'],
    ['2023-08-05T11:00:00.000Z', 'off hours', 'Saturday 07:00'],
    ['2023-08-06T16:00:00.000Z', 'off hours', 'Sunday noon'],
    ['2023-08-07T16:00:00.000Z', 'work', 'Monday noon'],
  ])('at %s in New York are %s: %s', (at, hours) => {
    expect(spoken('America/New_York', at)).toBe(hours);
  });

  it('are by the clock on the wall, also on the day that it changes', () => {
    expect(spoken('America/New_York', '2023-03-12T10:59:00.000Z')).toBe('night');
    expect(spoken('America/New_York', '2023-03-12T11:00:00.000Z')).toBe('off hours');
    expect(spoken('America/New_York', '2023-11-05T11:59:00.000Z')).toBe('night');
  });

  it('are those of UTC where a zone is not known', () => {
    expect(spoken('Mars/Olympus', '2023-08-04T09:00:00.000Z')).toBe('work');
  });
});
