import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { About, PageReason, Passed } from '../../../lib/core/incident/incident.ts';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { minimalMessage } from '../../../lib/core/page/minimal-message.ts';
import type { AlarmFacts, IncidentFacts, PagedFacts, PageFacts } from '../../../lib/core/page/page-facts.ts';
import { whyOf } from '../../../lib/core/page/why.ts';
import { tagOf } from '../../../lib/core/page/wording.ts';
import { ABOUT, SKIPPED, WHY_PAGED } from '../../../lib/core/report/reasons.ts';
import { UNROUTED } from '../../../lib/core/configuration.ts';
import { alice, latencyAlarm, latencyIncident } from './latency-incident.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const flat = (text: string): string => text.replaceAll(/\s+/gu, ' ');

/** What stands under each heading: the words of its table. */
const SECTIONS = new Map(
  read('docs/words-of-a-page.md')
    .split(/^## /mu)
    .slice(1)
    .map((section) => {
      const cells = [...section.matchAll(/^\| (`.*?) +\|/gmu)].map(([, cell = '']) => cell);
      const words = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/gu)].map(([, word = '']) => word));
      return [section.split('\n', 1)[0] ?? '', words] as const;
    }),
);

const wordsUnder = (...headings: readonly string[]): readonly string[] =>
  headings.flatMap((heading) => SECTIONS.get(heading) ?? []);

/** `…` stands for what differs. */
const patternOf = (words: string): RegExp => new RegExp(words.split('…').map(RegExp.escape).join('.{1,90}?'), 'u');

const CODE = globSync('lib/{core,cli}/**/*.ts', { cwd: ROOT }).map(read).join('\n');

/** Of what only a rare message says, the parts that do not differ. */
const isInCode = (words: string): boolean => words.split('…').every((part) => CODE.includes(part.trim()));

const bob = { name: 'Bob Osei', isReader: false };
const you = { name: 'Alice Ferreira', isReader: true };
const NAMES = [latencyAlarm.name];

const alarm = (changed: Partial<AlarmFacts>): Pick<IncidentFacts, 'alarms'> => ({
  alarms: [{ ...latencyAlarm, ...changed }],
});

type Changed = Partial<Omit<PagedFacts, 'kind' | 'reason'>>;

const PASSED = (Object.keys(SKIPPED) as readonly Passed[]).map((passed): Changed => ({ level: 2, passed }));

/** How an incident may stand when somebody is paged or told: what changes the words of a message. */
const STANDS: readonly Changed[] = [
  {},
  ...PASSED,
  { level: 0 },
  { level: 2, round: 2 },
  { level: 2, acknowledgedBefore: true },
  { level: 2, owner: alice },
  { isUnanswered: true },
  { isChannel: true },
  { isChannel: true, isUnanswered: true },
  { flaps: 3, names: NAMES },
  { names: NAMES, actor: bob },
  { actor: you, isChannel: true },
  { actor: you },
  { hasNeed: false, severity: 'warning', owner: { ...alice, kind: 'snooze' } },
  { hasNeed: false, severity: 'warning', ...alarm({ state: 'INSUFFICIENT_DATA', severity: 'warning' }) },
  { hasNeed: false, severity: 'silent', owner: { ...alice, isReader: true, after: undefined } },
  { names: NAMES, ...alarm({ symptom: 'p99 latency: its alarm was deleted' }), service: UNROUTED },
  { hasNeed: false, recoverAt: '2023-08-05T14:20:00.000Z', ...alarm({ untagged: 'throttled' }), note: 'restarted it' },
  { status: 'resolved', resolution: { at: '2023-08-05T14:40:00.000Z', stillFiring: 0 } },
  {
    status: 'resolved',
    resolution: {
      at: '2023-08-05T14:40:00.000Z',
      by: 'Bob Osei',
      stillFiring: 1,
      reopensAt: '2023-08-05T14:50:00.000Z',
      isPaging: true,
    },
  },
];

const REASONS = Object.keys(WHY_PAGED) as readonly PageReason[];
const ABOUTS = Object.keys(ABOUT) as readonly About[];

const MESSAGES: readonly PageFacts[] = STANDS.flatMap((stands) => [
  ...REASONS.map((reason): PageFacts => ({ ...latencyIncident, ...stands, kind: 'page', reason })),
  ...ABOUTS.map((about): PageFacts => ({ ...latencyIncident, ...stands, kind: 'notification', about })),
]);

const LETTERS = MESSAGES.map((facts) => composeMessage([facts]));

/** Everything that a page says here, and all that docs/pages.md shows, which another test holds to the code. */
const SAID = flat(
  [
    read('docs/pages.md').split('<!-- Generated')[1] ?? '',
    ...LETTERS.flatMap(({ subject, sms, text }) => [subject, sms, text]),
    ...LETTERS.slice(0, 1).map(() => minimalMessage(MESSAGES.slice(0, 1)).text),
    ...LETTERS.slice(0, 1).map(() => minimalMessage(MESSAGES.filter(({ kind }) => kind !== 'page').slice(0, 1)).text),
  ].join('\n'),
);

const OF_PAGES = wordsUnder('The first word', 'Why you get it', 'What is wrong', 'The cause', 'Below');

const isExplained = (sentence: string): boolean => OF_PAGES.some((words) => patternOf(words).test(sentence));

describe('docs/words-of-a-page.md', () => {
  it.each([...SECTIONS.keys()])('has words under "%s"', (heading) => {
    expect(wordsUnder(heading).length).toBeGreaterThan(8);
  });

  it.each(OF_PAGES)('explains what a page says: %s', (words) => {
    expect(patternOf(words).test(SAID) || isInCode(words)).toBe(true);
  });

  it.each(wordsUnder('In the timeline, on screens and in lists'))('explains what is in the code: %s', (words) => {
    expect(isInCode(words)).toBe(true);
  });

  it('explains every first word', () => {
    const tags = new Set(MESSAGES.map(tagOf));
    expect([...tags].filter((tag) => !wordsUnder('The first word').includes(tag))).toEqual([]);
    expect(tags.size).toBeGreaterThan(8);
  });

  it.each([...REASONS, ...ABOUTS])('explains every sentence that says why: %s', (why) => {
    const mine = MESSAGES.filter((facts) => (facts.kind === 'page' ? facts.reason : facts.about) === why);
    const sentences = mine.flatMap((facts) => whyOf(facts).split(/(?<=[.?]) (?=[A-Z])/u));
    expect([...new Set(sentences)].filter((sentence) => !isExplained(sentence))).toEqual([]);
  });

  it('explains every line of a letter that has a name', () => {
    const named = LETTERS.flatMap(({ text }) => [...text.matchAll(/^([A-Z][a-z]+): /gmu)].map(([, name = '']) => name));
    const known = wordsUnder('Below', 'The cause', 'Why you get it').map((words) => words.split(':', 1)[0]);
    expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([]);
  });
});
