import { describe, expect, it } from 'vitest';
import { loaded, PEOPLE, POLICY, problemsOf } from './loading.ts';

const base = `${PEOPLE}${POLICY}`;
const logsOf = (text: string): unknown => loaded(`${base}${text}`).logs;

describe('what logs may cost', () => {
  it('is 20 GB a day where nothing is said', () => {
    expect(logsOf('')).toEqual({ scanPerDayBytes: 20e9 });
    expect(logsOf('logs: {}\n')).toEqual({ scanPerDayBytes: 20e9 });
  });

  it.each([
    ['500MB', 500e6],
    ['1.5 GB', 1.5e9],
    ['2TB', 2e12],
  ])('is what %s says', (text, bytes) => {
    expect(logsOf(`logs: { scanPerDay: ${text} }\n`)).toEqual({ scanPerDayBytes: bytes });
  });

  it('is nothing where nobody is to look', () => {
    expect(logsOf('logs: false\n')).toBe(false);
  });

  it.each([
    ['scanPerDay: 20', 'logs.scanPerDay: expected a size such as 20GB, got 20: write scanPerDay: 20GB'],
    ['scanPerDay: "20"', 'logs.scanPerDay: expected a size such as 20GB, got "20": write scanPerDay: 20GB'],
    ['scanPerDay: 20GiB', 'logs.scanPerDay: expected a size such as 20GB, got "20GiB": write scanPerDay: 20GB'],
    ['scanPerDay: 1MB', 'logs.scanPerDay: expected from 100MB to 10TB, got "1MB"'],
    ['scanPerDay: 99TB', 'logs.scanPerDay: expected from 100MB to 10TB, got "99TB"'],
  ])('as %s is refused', (text, problem) => {
    expect(problemsOf(`${base}logs: { ${text} }\n`).join()).toContain(problem);
  });

  it('is under no other name', () => {
    expect(problemsOf(`${base}logs: { perDay: 20GB }\n`).join()).toContain('perDay');
  });
});
