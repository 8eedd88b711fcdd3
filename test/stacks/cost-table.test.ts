import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { costTable } from '../../lib/stacks/cost-table.ts';
import { monthlyCost } from '../../lib/stacks/monthly-cost.ts';

const cells = (markdown: string): string[][] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, first = '']) => !first.startsWith('-'));

describe('the cost table of the documentation', () => {
  it('is what the template costs: npm run cost', async () => {
    const documented = readFileSync(join(import.meta.dirname, '../../docs/cost.md'), 'utf8');
    expect(cells(documented)).toEqual(cells(await costTable()));
  });
});

describe('what a month costs', () => {
  const deployed = {
    services: 0,
    serviceAlarmMetrics: 0,
    compositeAlarms: 0,
    opsAlarmMetrics: 0,
    keys: 0,
    polledQueues: 0,
    polledFifoQueues: 0,
    steadyMetrics: 0,
  };
  const together = (more: Partial<typeof deployed>): number =>
    monthlyCost({ ...deployed, ...more }).reduce((sum, { dollars }) => sum + dollars, 0);

  it('grows by ten cents for each metric that an alarm looks at', () => {
    expect(together({ serviceAlarmMetrics: 7 }) - together({})).toBeCloseTo(0.7, 10);
  });

  it('grows by half a dollar for each composite alarm', () => {
    expect(together({ compositeAlarms: 2 }) - together({})).toBeCloseTo(1, 10);
  });

  it('is below ten cents a day for a pager that watches nothing', () => {
    expect(together({}) / 30).toBeLessThan(0.1);
  });
});
