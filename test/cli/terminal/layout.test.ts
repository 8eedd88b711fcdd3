import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  cut,
  cutInside,
  headOf,
  labelled,
  table,
  toLeft,
  toRight,
  widthOf,
  wrap,
} from '../../../lib/cli/terminal/layout.ts';
import { printable } from '../../../lib/cli/terminal/printable.ts';

describe('text for a terminal', () => {
  it.each([
    ['\u001b[2J\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007', 'click'],
    ['one\r\ntwo\u0008', 'one two '],
    ['a\u202eb\u200bc\ud800', 'abc'],
    ['\u009b31mC1', 'C1'],
  ])('of %j is %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('a layout', () => {
  it('wraps at spaces and leaves long words whole', () => {
    expect(wrap('the first page says it', 10)).toEqual(['the first', 'page says', 'it']);
    expect(wrap('01H730TBN01EPH25AHHPGAXY95 is', 10)).toEqual(['01H730TBN01EPH25AHHPGAXY95', 'is']);
  });

  it('aligns columns and cuts the last', () => {
    expect(
      table(
        [
          ['ID', 'ALARM'],
          ['01H730', 'tocsin-prod-web-latency-critical'],
        ],
        24,
      ),
    ).toEqual(['ID      ALARM', '01H730  tocsin-prod-web…']);
  });

  it('cuts with a sign', () => {
    expect([cut('latency', 7), cut('latency', 5)]).toEqual(['latency', 'late…']);
  });
});

/** Text as it reaches a layout. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(fc.constantFrom('王', 'é', 'e\u0301', '👩🏽', '🇩🇪', 'ｶﾞ', '각', 'a', ' ', '-'), { maxLength: 60 })
      .map((all) => all.join('')),
  )
  .map(printable);

const charactersOf = (text: string): readonly string[] =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

describe('the width of text', () => {
  it.each([
    ['Alice', 5],
    ['', 0],
    ['王小明', 6],
    ['決済', 4],
    ['ｶﾞ', 2],
    ['각', 2],
    ['e\u0301', 1],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['│ ─ █ ⣀', 7],
  ])('of %j is %i columns', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  it('is what text is filled up to, on either side', () => {
    expect([toLeft('王小明', 8), toRight('王小明', 8), toLeft('e\u0301', 2)]).toEqual([
      '王小明  ',
      '  王小明',
      'e\u0301 ',
    ]);
    expect([toLeft('王小明', 4), toRight('王小明', 4)]).toEqual(['王小明', '王小明']);
  });
});

describe('text that is cut', () => {
  it('never ends in half a character', () => {
    expect([cut('決済サービス', 7), cut('決済サービス', 6)]).toEqual(['決済サ…', '決済…']);
    expect(cut('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
    expect(cut('👍🏽👍🏽👍🏽', 4)).toBe('👍🏽…');
    expect([headOf('決済サービス', 5), headOf('latency', 5)]).toEqual(['決済', 'laten']);
  });

  it('in the middle keeps both ends', () => {
    expect(cutInside('tocsin-prod-web-memory-critical', 16)).toBe('tocsin-p…ritical');
    expect(cutInside('決済サービスのアラーム', 10)).toBe('決済…ーム');
    expect(cutInside('latency', 7)).toBe('latency');
  });

  it('takes no more columns than it may, and what is left of it is whole characters of it', () => {
    fc.assert(
      fc.property(anyText, fc.nat(70), (text, columns) => {
        for (const shortened of [cut(text, columns), cutInside(text, columns), headOf(text, columns)])
          expect(stringWidth(shortened)).toBeLessThanOrEqual(columns);
        const [all, left] = [charactersOf(text), charactersOf(headOf(text, columns))];
        expect(left).toEqual(all.slice(0, left.length));
      }),
    );
  });
});

describe('text that is wrapped', () => {
  it('breaks where columns end, not UTF-16 units', () => {
    expect(wrap('王小明 acknowledged 決済', 13)).toEqual(['王小明', 'acknowledged', '決済']);
    expect(wrap('e\u0301te\u0301 e\u0301te\u0301', 7)).toEqual(['été été']);
  });

  it('goes on under its own indentation', () => {
    expect(wrap('  Threshold Crossed: 3 out of', 20)).toEqual(['  Threshold Crossed:', '  3 out of']);
    expect(wrap('', 20)).toEqual(['']);
  });

  it('breaks writing without spaces anywhere', () => {
    expect(wrap('次: データベースの接続数が上限に達しました now', 20)).toEqual([
      '次:',
      'データベースの接続数',
      'が上限に達しました',
      'now',
    ]);
  });

  it('leaves whole what may have to be copied: ids, names and URLs', () => {
    const url = 'https://wiki.example.com/決済/runbook';
    expect(wrap(`次: ${url} 王`, 20)).toEqual(['次:', url, '王']);
    expect(wrap('arn:aws:sns:eu-west-1:000000000000:tocsin', 20)).toEqual([
      'arn:aws:sns:eu-west-1:000000000000:tocsin',
    ]);
  });

  it('loses nothing, and is too wide only where a word is', () => {
    const pressed = (text: string): string => text.normalize().replaceAll(' ', '');
    fc.assert(
      fc.property(anyText, fc.integer({ min: 10, max: 70 }), (text, columns) => {
        const lines = wrap(text, columns);
        expect(pressed(lines.join(''))).toBe(pressed(text));
        expect(lines.filter((line) => stringWidth(line) > columns && line.trim().includes(' '))).toEqual([]);
      }),
    );
  });

  it('stands beside its label', () => {
    expect(
      labelled(
        [
          ['状態', 'triggered: nobody has answered'],
          ['by', '王小明'],
        ],
        24,
      ),
    ).toEqual(['状態  triggered: nobody', '      has answered', 'by    王小明']);
  });
});

describe('a table', () => {
  const rows = [
    ['WHO', 'STATE', 'ALARM'],
    ['王小明', 'ALARM', 'tocsin-prod-決済-memory-critical'],
    ['Zoe\u0301', 'OK', '👍🏽'],
    ['Alice Ferreira', 'OK', 'x'],
  ];

  it('has its columns where they are, whatever is in them', () => {
    expect(table(rows, 80)).toEqual([
      'WHO             STATE  ALARM',
      '王小明          ALARM  tocsin-prod-決済-memory-critical',
      'Zoe\u0301             OK     👍🏽',
      'Alice Ferreira  OK     x',
    ]);
  });

  it('cuts a column in the middle that may be cut, and the last at its end', () => {
    expect(table(rows, 34, [{ least: 6 }, {}, { least: 12 }])).toEqual([
      'WHO        STATE  ALARM',
      '王小明     ALARM  tocsin-prod-決…',
      'Zoe\u0301        OK     👍🏽',
      'Alic…eira  OK     x',
    ]);
  });

  it('leaves columns out by rank before it cuts others below their least', () => {
    const fits = [{ least: 14 }, { rank: 2 }, { rank: 1 }];
    expect(table(rows, 30, fits)[1]).toBe('王小明          ALARM');
    expect(table(rows, 20, fits)[1]).toBe('王小明');
    expect(table(rows, 10, fits)[3]).toBe('Alice Fer…');
  });

  it('is wider than the terminal only where nothing may be cut', () => {
    expect(table(rows, 10, [{}, {}, {}])[3]).toBe('Alice Ferreira  OK     x');
    const cells = fc.array(fc.tuple(anyText, anyText, anyText), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(cells, fc.integer({ min: 19, max: 90 }), fc.nat(30), (all, width, least) => {
        const lines = table(all, width, [{ least }, { least }, { least, rank: 1 }]);
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
