import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/cli/terminal/command-error.ts';
import { timeOption } from '../../../lib/cli/terminal/time-option.ts';

const NOW = '2023-08-05T15:00:00.000Z';
const read = (text: string): string => timeOption('--from', text, NOW);

describe('a time on the command line', () => {
  it.each([
    ['2023-08-05T14:15:00Z', '2023-08-05T14:15:00.000Z'],
    ['2023-08-05T10:15-04:00', '2023-08-05T14:15:00.000Z'],
    ['2023-08-05', '2023-08-05T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['90m', '2023-08-05T13:30:00.000Z'],
    ['1 week', '2023-07-29T15:00:00.000Z'],
  ])('is an instant, a date in UTC or a duration back from now: %s', (text, at) => {
    expect(read(text)).toBe(at);
  });

  it.each(['2023-08-05T14:15', '2023-08-05 14:15', '2023-08-05-14', '2023-08-05 PM'])(
    'is never read as of the zone of this machine: %s',
    (text) => {
      expect(() => read(text)).toThrow('a time needs Z or an offset such as -04:00');
    },
  );

  it.each(['2023-02-30', '2023-02-29T10:00Z', '2023-13-01', 'yesterday', '', '-1d', '9999999999999d'])(
    'is refused where it is none: %j',
    (text) => {
      expect(() => read(text)).toThrow(UsageError);
    },
  );
});
