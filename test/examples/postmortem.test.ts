import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEMO_POSTMORTEM, demoForms } from '../support/demo-postmortem.ts';
import { demoPostmortem } from '../support/postmortem-gallery.ts';
import { linesOf, partsOf } from '../support/told-postmortem.ts';

const postmortem = await demoPostmortem();

/** What the team's own postmortem of 5 August 2023 tells, and by which words ours does. */
const REFERENCE = [
  ['10:15', 'latency alarm', /latency-critical is in ALARM/u],
  ['10:15', 'the on-call engineer is paged', /Paged Alice Ferreira/u],
  ['10:20', 'on-call looks', /Alice Ferreira acknowledged/u],
  ['10:30', 'the database is suspected, wrongly', /Suspect the database/u],
  ['10:45', 'memory growth is seen', /Memory of the web service has been growing/u],
  ['11:00', 'the leak is identified', /Memory leak identified: the page cache has no bound/u],
  ['11:15', 'escalated', /Alice Ferreira escalated it/u],
  ['11:15', 'to the team lead', /Paged Development team lead/u],
  ['11:30', 'fixed and rebooted', /Fixed and rebooted/u],
  ['11:45', 'restored', /resolved it/u],
] as const;

describe('the postmortem of the reference incident', () => {
  it.each(['markdown', 'html'] as const)('is in examples/ as it is made now: npm run postmortem (%s)', async (form) => {
    expect(readFileSync(DEMO_POSTMORTEM[form], 'utf8')).toBe((await demoForms())[form]);
  });

  it.each(REFERENCE)('tells at %s, as the team did: %s', (time, _what, words) => {
    const at = partsOf(postmortem, 'Timeline').filter((part) => part.kind === 'entry' && part.time === time);
    expect(at.filter(({ text }) => words.test(text))).toHaveLength(1);
  });

  it('says when, in the offset of that summer', () => {
    expect(linesOf(postmortem, 'Duration')[0]).toBe(
      '1 h 30 min, from 10:15 to 11:45, on 5 August 2023 (UTC-04:00). #1 #41',
    );
  });

  it('names the cause that the team found in the end: a surge, a leak, a cache without a bound', () => {
    const told = linesOf(postmortem, 'Root Cause').join('\n');
    for (const words of [
      /surge of traffic, x4\.0/u,
      /memory leak/iu,
      /the page cache has no bound/u,
      /Not the dependency: DB normal/u,
    ])
      expect(told).toMatch(words);
  });

  it('does not invent the quarter of the users that the team knew of: it gives requests, with their basis, and asks', () => {
    const told = linesOf(postmortem, 'Impact').join('\n');
    expect(told).toMatch(/50 % of the requests to web were slower than usual, from 09:27 to 11:15\. #36\nBasis: /u);
    expect(told).toContain('To answer: How many users is that');
    expect(told).not.toMatch(/quarter|25 %/u);
  });

  it('proposes the alarm that would have paged before, a leak test and a load-test routine', () => {
    const told = linesOf(postmortem, 'Corrective and Preventative Measures').join('\n');
    for (const words of [/memoryGrowth in tocsin\.yaml/u, /A leak test/u, /A load-test routine: x4\.0/u])
      expect(told).toMatch(words);
    expect(linesOf(postmortem, 'Tasks to Address the Issue')).toEqual([
      'Find what holds the memory, and give it a bound #4',
      'See that the memory-growth alarm is on (memoryGrowth in tocsin.yaml), and backtest it #3 #4',
      'Put the leak test into the build #4',
      'Run the load test at x4.0 of the usual traffic (2000 a minute against 500) once a release #4',
      'To answer: Who does each of these, and by when?',
    ]);
  });
});
