import { describe, expect, it } from 'vitest';
import { postmortemMarkdown } from '../../../lib/core/postmortem/markdown.ts';
import type { Postmortem } from '../../../lib/core/postmortem/postmortem.ts';
import { corpusPostmortem, demoPostmortem } from '../../support/postmortem-gallery.ts';
import { linesOf, unfounded } from '../../support/told-postmortem.ts';

/** Real runs, each with a line of what is proposed where its cause is found. */
const RUNS = [
  ['leak-cache-1', 'memory-growth'],
  ['leak-deploy-1', 'memory-growth'],
  ['leak-fast-1', 'memory-growth'],
  ['deploy-slow-1', 'verdict on the release'],
  ['deploy-failing-1', 'verdict on the release'],
  ['dependency-slow-1', 'timeout and a bounded pool'],
  ['dependency-failing-1', 'timeout and a bounded pool'],
  ['dependency-held-1', 'timeout and a bounded pool'],
  ['surge-hurting-3', 'refused'],
  ['surge-processor-3', 'refused'],
  ['one-task-slow-1', 'look for its cause'],
] as const;

const demo = await demoPostmortem();
const told: ReadonlyMap<string, Postmortem> = new Map(
  await Promise.all(RUNS.map(async ([run]) => [run, await corpusPostmortem(run)] as const)),
);
const all = [demo, ...told.values()];

describe('postmortems of twelve incidents', () => {
  it('say nothing that rests on no event', () => {
    expect(all.flatMap(unfounded)).toEqual([]);
  });

  it('are twelve texts: each section but the wording of its questions is its own', () => {
    expect(new Set(all.map(postmortemMarkdown)).size).toBe(all.length);
    for (const heading of ['Duration', 'Impact', 'Root Cause', 'Timeline'])
      expect(new Set(all.map((one) => linesOf(one, heading).join('\n'))).size).toBe(all.length);
  });

  it.each(RUNS)('propose what the cause asks for: %s', (run, expected) => {
    const postmortem = told.get(run);
    expect(postmortem && linesOf(postmortem, 'Tasks to Address the Issue').join('\n')).toContain(expected);
  });

  it('are the same of the same facts, to the byte', async () => {
    expect(JSON.stringify(await demoPostmortem())).toBe(JSON.stringify(demo));
  });

  it('have every section, in the order of the reference', () => {
    for (const { sections } of all) {
      expect(sections.map(({ heading }) => heading)).toEqual([
        'Duration',
        'Impact',
        'Root Cause',
        'Timeline',
        'Root Cause and Resolution',
        'Corrective and Preventative Measures',
        'Tasks to Address the Issue',
      ]);
      expect(sections.filter(({ parts }) => parts.length === 0)).toEqual([]);
    }
  });
});
