import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployedBy } from '../../lib/core/cost/deployed-by.ts';
import { monthlyCost } from '../../lib/core/cost/monthly-cost.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { costTable, deployedByTemplate } from '../../lib/stacks/cost-table.ts';
import { run } from '../cli/running.ts';
import { loaded } from '../config/loading.ts';

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

const fileOf = (name: string): Configuration =>
  loaded(readFileSync(join(import.meta.dirname, '../../examples', name), 'utf8'));

const full = fileOf('tocsin.full.yaml');
const ten = Object.entries(full.services)
  .slice(0, 5)
  .flatMap(([name, service]) => [[name, service] as const, [`${name}-too`, service] as const]);

describe('what check says that a deploy is paid for', () => {
  it.each<readonly [string, Configuration]>([
    ['the example', fileOf('tocsin.yaml')],
    ['the file with every key, and a digest', full],
    ['ten services', { ...full, services: Object.fromEntries(ten) }],
    ['no service at all', { ...fileOf('tocsin.yaml'), services: {} }],
  ])('is what its template says: %s', (_, configuration) => {
    expect(deployedBy(configuration)).toEqual(deployedByTemplate(configuration));
  });
});

describe('the price that check prints', () => {
  it.each(['tocsin.yaml', 'tocsin.full.yaml'])('is that of the template: %s', async (name) => {
    const price = monthlyCost(deployedByTemplate(fileOf(name))).reduce((sum, { dollars }) => sum + dollars, 0);
    const { out } = await run(['check', join(import.meta.dirname, '../../examples', name)]);
    expect(out).toContain(`About $${price.toFixed(2)} a month`);
  });
});

describe('what a month costs', () => {
  const deployed = {
    services: 0,
    foretoldServices: 0,
    forecastMetrics: 0,
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
