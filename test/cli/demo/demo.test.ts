import { readFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { milestonesOf } from '../../../lib/cli/demo/milestones.ts';
import { demo } from '../../../lib/cli/demo/command.ts';
import { plainInk } from '../../../lib/cli/terminal/shell.ts';
import { latency, memory, replaying, slowFromTen, team } from '../../simulator/replaying.ts';

const demoAt = async (width: number): Promise<{ code: number; text: string; err: readonly string[] }> => {
  const out: string[] = [];
  const err: string[] = [];
  const code = await demo({
    width,
    ink: plainInk,
    out: (lines) => out.push(lines),
    err: (lines) => err.push(lines),
    env: {},
    now: () => '2026-01-01T00:00:00.000Z',
    pause: () => Promise.resolve(),
    timeZone: 'UTC',
  });
  return { code, text: out.join('\n'), err };
};

describe('the demo', () => {
  it('tells both replays and the minutes between their first pages', async () => {
    const { code, text, err } = await demoAt(80);
    expect([code, err]).toEqual([0, []]);
    expect(text).toMatch(/^10:15 +\+0 min  paged Alice Ferreira/m);
    expect(text).toMatch(/^09:\d\d +the first page with the/m);
    expect(text).toMatch(/^10:15  \+\d+ min +the first page of the/m);
    expect(text).toMatch(/^10:30  \+\d+ min +Alice Ferreira: Suspect/m);
    expect(text).toMatch(/^11:00  \+1 h/m);
    expect(text).toContain('npx tocsin incidents list --local');
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('has room on a narrow terminal, but for commands, ids and names', async () => {
    for (const width of [60, 40]) {
      const { text } = await demoAt(width);
      const tooWide = text
        .split('\n')
        .filter((line) => stringWidth(line) > width && /\S .*\S/u.test(line.replace('│', '')));
      expect(tooWide.filter((line) => !/^npx tocsin|^ {2}--config/.test(line))).toEqual([]);
    }
  });

  it('prints what the README shows of it', async () => {
    const { text } = await demoAt(100);
    const readme = readFileSync('README.md', 'utf8');
    const shown = readme.split('\n```').filter((block) => /2\. The same minutes|\[CRITICAL\] web/.test(block));
    const lines = shown
      .flatMap((block) => block.split('\n'))
      .filter((line) => /^( {2}|\d\d:\d\d|\[CRIT|Alarm:)/.test(line));
    expect(lines.length).toBeGreaterThan(25);
    for (const line of lines) expect(text).toContain(line.trimEnd());
  });
});

describe('the milestones of two replays', () => {
  it('are read from their pages and notes', async () => {
    const note = (at: string, text: string) => ({ at, action: 'note', by: 'bob', text }) as const;
    const notes = [note('+4m', 'The database?'), note('+20m', 'Memory it is.'), note('+30m', 'Still memory.')];
    const { output: asItWas } = await replaying(latency(slowFromTen, notes));
    const alarms =
      '{ memory: { critical: 90, for: 3 of 5 }, memoryGrowth: false, slowLeak: false, latency: false, errors: false, traffic: false, saturation: false }';
    const { output: other } = await replaying(
      memory([
        [4, 40],
        [60, 95],
      ]),
      team({ alarms }),
    );
    expect(
      milestonesOf(asItWas, other).map(({ at, text }) => `${at.slice(11, 16)} ${text.split(':')[0] ?? ''}`),
    ).toEqual([
      '14:07 the first page with the default alarms',
      '14:13 the first page of the one alarm that there was',
      '14:17 bob',
      '14:33 bob',
    ]);
  });

  it('leave out what never happened', async () => {
    const { output } = await replaying(latency([[30, 0.1]]));
    expect(milestonesOf(output, output)).toEqual([]);
  });
});
