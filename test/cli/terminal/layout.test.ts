import { describe, expect, it } from 'vitest';
import { cut, table, wrap } from '../../../lib/cli/terminal/layout.ts';
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
