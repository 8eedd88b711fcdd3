import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/running.ts';
import { fullExample, threeLevels } from '../support/configurations.ts';
import { example, synthesize } from './synthesized.ts';
import type { Resource } from './synthesized.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = 'docs/runbooks/';

const descriptions = (alarms: readonly Resource[]): string[] =>
  alarms.map(({ Properties }) => String(Properties['AlarmDescription']));

const linkOf = (description: string): string => / Runbook: (\S+)$/u.exec(description)?.[1] ?? description;

/** Services of every kind that name no runbook of their own. */
const withoutRunbooks = {
  ...fullExample,
  services: Object.fromEntries(
    Object.entries(fullExample.services).map(([name, { runbook: _, ...service }]) => [name, service]),
  ),
};

describe('the runbooks', () => {
  let linked: readonly string[] = [];

  beforeAll(() => {
    linked = descriptions(synthesize(withoutRunbooks).alarms).map(linkOf);
  });

  it('are there for every alarm that the app creates', () => {
    expect(linked.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('are each of an alarm that the app creates', () => {
    const files = readdirSync(join(ROOT, FOLDER)).map((file) => `${FOLDER}${file}`);
    expect(files.toSorted()).toEqual([...new Set(linked)].toSorted());
  });

  it.each(readdirSync(join(ROOT, FOLDER)))('%s says what it is, where to look and what to do', (file) => {
    const sections = readFileSync(join(ROOT, FOLDER, file), 'utf8').match(/^## .*$/gmu);
    expect(sections).toEqual(['## Description', '## Investigation', '## Resolution']);
  });

  it('name only outputs that the stack has', () => {
    const outputs = Object.keys(synthesize(threeLevels).template.findOutputs('*'));
    for (const file of readdirSync(join(ROOT, FOLDER))) {
      const named = readFileSync(join(ROOT, FOLDER, file), 'utf8').matchAll(/\$\(output (\w+)\)/gu);
      for (const [, output] of named) expect(outputs).toContain(output);
    }
  });
});

describe('a runbook', () => {
  it.each(readdirSync(join(ROOT, FOLDER)))('%s names only commands that there are', async (file) => {
    const named = readFileSync(join(ROOT, FOLDER, file), 'utf8').matchAll(/npx tocsin (\w+(?: [a-z]+)?)/gu);
    for (const [, words = ''] of named) expect(await run([...words.split(' '), '--help'])).toMatchObject({ code: 0 });
  });
});

describe('the description of an alarm', () => {
  it('fits the 1,024 characters of CloudWatch, link included', () => {
    const { alarms } = synthesize(example(), { runbookBase: `https://wiki.example.com/${'deep/'.repeat(20)}` });
    for (const description of descriptions(alarms)) expect(description.length).toBeLessThanOrEqual(1_024);
  });

  it('ends with the runbook of the service where tocsin.yaml names one, else with a link below the given address', () => {
    const { alarms } = synthesize(example(), { runbookBase: 'https://git.example.com/tocsin/docs/runbooks' });
    const links = descriptions(alarms).map(linkOf);
    expect(links).toContain('https://wiki.example.com/runbooks/web');
    expect(links).toContain('https://git.example.com/tocsin/docs/runbooks/ops-reconciler-silent.md');
  });
});
