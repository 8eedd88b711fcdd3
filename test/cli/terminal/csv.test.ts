import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, csv } from '../../../lib/cli/terminal/csv.ts';

/** What a reader of RFC 4180 makes of it. */
const read = (text: string): string[][] =>
  `${text}\n`
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );

/** The one cell that a text becomes. */
const cell = (value: Cell): string | undefined => read(csv(['a'], [[value]]))[1]?.[0];

describe('a table for spreadsheets', () => {
  it('has a header line, commas, and the line ends of RFC 4180 once the shell has printed it', () => {
    expect(csv(['name', 'n'], [['web', 1]])).toBe('name,n\r\nweb,1\r');
  });

  it('is its header alone where there is nothing to list', () => {
    expect(csv(['name'], [])).toBe('name\r');
  });

  it('quotes what holds a comma, a quotation mark, or blanks at an end', () => {
    expect(csv(['a', 'b', 'c'], [['x,y', 'say "hi"', ' z']])).toBe('a,b,c\r\n"x,y","say ""hi"""," z"\r');
  });

  it('leaves numbers numbers, a minus in front too, and nothing empty', () => {
    expect(csv(['a', 'b', 'c', 'd', 'e'], [[-1.5, 0, true, null, undefined]])).toBe('a,b,c,d,e\r\n-1.5,0,true,,\r');
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '＝1',
    '＠x',
    '\u200b=1',
    "=cmd|' /C calc'!A0",
  ])('shows %j as text', (text) => {
    expect(cell(text)).toMatch(/^'/);
  });

  it.each(['web', 'a=b', 'a-b', '5 min', '王小明', ''])('leaves %j as it is', (text) => {
    expect(cell(text)).toBe(text);
  });

  it('cannot move the cursor of a terminal, or begin another line', () => {
    expect(cell('web\u001b[2J\r\nother\u202e')).toBe('web other');
  });

  it('keeps its rows and columns whatever the texts, none of which a spreadsheet carries out', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', 'a', ' ') }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const cells = read(csv(['a', 'b'], rows));
        expect(cells).toHaveLength(rows.length + 1);
        for (const row of cells) {
          expect(row).toHaveLength(2);
          for (const one of row) expect(one).not.toMatch(/^\s*[=+\-@]|^[\t\r\n]/);
        }
      }),
    );
  });
});
