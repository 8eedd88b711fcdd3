import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkedLines, type Part, partsOf } from '../../../lib/core/page/links.ts';
import { defanged } from '../../../lib/core/page/plain-text.ts';
import { HOSTILE } from './hostile-corpus.ts';

const linksOf = (text: string): readonly string[] =>
  partsOf(text).flatMap((part) => ('link' in part ? [part.link] : []));

const shown = (parts: readonly Part[]): string =>
  parts.map((part) => ('link' in part ? part.link : part.text)).join('');

describe('a text of a colleague', () => {
  it('is split into words and links, in order', () => {
    expect(partsOf('See https://wiki.example/web, then http://grafana.example:3000/d/1?var=a&b#c.')).toEqual([
      { text: 'See ' },
      { link: 'https://wiki.example/web' },
      { text: ', then ' },
      { link: 'http://grafana.example:3000/d/1?var=a&b#c' },
      { text: '.' },
    ]);
  });

  it('without an address is one harmless text', () => {
    expect(partsOf('restart web-2, then wait')).toEqual([{ text: 'restart web-2, then wait' }]);
    expect(partsOf('  ')).toEqual([]);
  });

  it.each([
    ['(https://wiki.example/a)', 'https://wiki.example/a'],
    ['https://en.example/wiki/Leak_(memory)', 'https://en.example/wiki/Leak_(memory)'],
    ['(https://en.example/wiki/Leak_(memory)).', 'https://en.example/wiki/Leak_(memory)'],
    ['<https://wiki.example/a|Runbook>', 'https://wiki.example/a'],
    ['[Runbook](https://wiki.example/a)', 'https://wiki.example/a'],
    ['**https://wiki.example/a**!', 'https://wiki.example/a'],
    ['Https://go/web', 'Https://go/web'],
    [
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home#logsV2:logs-insights$3FqueryDetail$3D~(end~0~start~-3600~source~(~'web))",
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home#logsV2:logs-insights$3FqueryDetail$3D~(end~0~start~-3600~source~(~'web))",
    ],
  ])('has the address without the marks of its sentence: %s', (text, link) => {
    expect(linksOf(text)).toEqual([link]);
  });

  it('mentions nobody by an address', () => {
    expect(linksOf('https://chat.example/@channel')).toEqual(['https://chat.example/%40channel']);
  });

  it.each([
    ['names a user before the host', 'https://bank.example@evil.example/x'],
    ['names a user and a password', 'https://bank.example:443@evil.example/x'],
    ['has a backslash for a slash', 'https://bank.example\\@evil.example'],
    ['has another writing in its host', 'https://bаnk.example/x'],
    ['has no host', 'https:///x'],
    ['has a host of dots', 'https://..example/x'],
    ['has braces', 'https://wiki.example/{id}'],
    ['was cut', 'https://wiki.example/runbooks/we...'],
    ['is too long', `https://wiki.example/${'x'.repeat(1_024)}`],
    ['is of another scheme', 'javascript://wiki.example/%0aalert(1)'],
    ['has no scheme', 'wiki.example/x'],
  ])('has no link where an address %s', (_why, text) => {
    const parts = partsOf(`see ${text} now`);
    expect(linksOf(text)).toEqual([]);
    expect(shown(parts)).toBe(defanged(shown(parts)));
  });

  it('is cut without a link that leads elsewhere', () => {
    const long = `${'x'.repeat(4_080)} https://wiki.example/runbooks/web`;
    expect(linksOf(long)).toEqual([]);
  });
});

describe('whatever a text holds', () => {
  const PLAIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?([/?#][\x21-\x7e]*)?$/i;

  const expectHarmless = (text: string): void => {
    for (const part of partsOf(text)) {
      if ('link' in part) {
        expect(part.link).toMatch(PLAIN);
        expect(part.link).not.toMatch(/["<>@\\`|{}^\s]/);
        const { username, password } = new URL(part.link);
        expect(username + password).toBe('');
      } else {
        expect(part.text).toBe(defanged(part.text));
        expect(part.text).not.toMatch(/[\p{Control}\p{Format}\p{Surrogate}]/u);
      }
    }
  };

  it.each(HOSTILE)('has plain links and defanged words only: %j', expectHarmless);

  it('has plain links and defanged words only', () => {
    const pieces = fc.constantFrom(
      'https://',
      'http:',
      '//',
      'evil.example',
      '@',
      ':',
      '/',
      '\\',
      ' ',
      '(',
      ')',
      '.',
      '"',
      '<',
      '[',
      '\u202e',
      'a',
      '%',
      '#',
      '?',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (all) => {
        expectHarmless(all.join(''));
      }),
    );
  });

  it.each([`https://${'a-'.repeat(2_000)}`, `https://a.b/${')'.repeat(4_000)}`, 'https://a.b '.repeat(340)])(
    'is read before a test gives up, however hostile: %.20s',
    (text) => {
      expect(partsOf(text).length).toBeGreaterThan(0);
    },
    5_000,
  );
});

describe('a description in lines', () => {
  const words = (count: number): string =>
    Array.from({ length: count }, (_, index) => `word${String(index)}`).join(' ');
  const RUNBOOK = 'https://wiki.example/spaces/pay/pages/4711/dead-letters';

  it('stands whole where it has room', () => {
    expect(linkedLines('Description', `First see ${RUNBOOK}.`, 5).join(' ')).toBe(`Description: First see ${RUNBOOK}.`);
    expect(linkedLines('Note', '', 5)).toEqual([]);
  });

  it('keeps the links of what has no room, whole', () => {
    const lines = linkedLines('Description', `${words(100)} ${RUNBOOK}.`, 5);
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe(`... ${RUNBOOK}`);
  });

  it('never ends in half an address', () => {
    fc.assert(
      fc.property(fc.nat(120), fc.integer({ min: 1, max: 20 }), (before, links) => {
        const text = `${words(before)} ${Array.from({ length: links }, () => RUNBOOK).join(' ')}`;
        const lines = linkedLines('Description', text, 5);
        expect(lines.length).toBeLessThanOrEqual(5);
        expect(lines.join(' ').replaceAll(RUNBOOK, '')).not.toContain('https://');
      }),
    );
  });

  it('leaves a number with its unit', () => {
    const text = `${'x'.repeat(58)} 90 % of it, ${'x'.repeat(60)} in 3 of 5 min, ${'x'.repeat(50)} after 12 min`;
    expect(linkedLines('D', text, 9).filter((line) => /^(?:%|min|of)/u.test(line) || /\d$/u.test(line))).toEqual([]);
  });
});
