import { describe, expect, it } from 'vitest';
import { gsm7Of, septetsOf } from '../../../lib/core/page/gsm-7.ts';
import { asciiOf, oneLine, wrapped } from '../../../lib/core/page/plain-text.ts';
import { cutAtWord } from '../../../lib/core/words.ts';

describe('one line of a hostile text', () => {
  it.each([
    ['x\r\nBcc: all@example.com', 'x Bcc: all@example.com'],
    ['\u202eevil\u202c \u2066a\u2069', 'evil a'],
    ['a\u200bb\u200dc\ufeffd\u00ade', 'abcde'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007', 'click'],
    ['a\u0000b\u0007c\u007fd', 'a b c d'],
    ['\ud83d alone', '\ufffd alone'],
    ['a\u2028b\u2029c', 'a b c'],
    ['ｗｅｂ', 'web'],
  ])('keeps no control over its reader: %j', (text, line) => {
    expect(oneLine(text, 100)).toBe(line);
  });

  it.each([
    ['ACK: http://evil.example/a?b', 'ACK: hxxp://evil[.]example/a?b'],
    ['hTTps://user@evil.example:8443', 'hxxps://user@evil[.]example:8443'],
    ['evil.example/a', 'evil[.]example/a'],
    ['www.evil.example', 'www[.]evil.example'],
    ['http：／／evil.example', 'hxxp://evil[.]example'],
    ['ht\u200btp://evil.example', 'hxxp://evil[.]example'],
    ['slack://evil.example', 'slack[:]//evil[.]example'],
    ['[x](javascript:alert(1))', '[x](javascript[:]alert(1))'],
  ])('has no link to click: %j', (text, line) => {
    expect(oneLine(text, 100)).toBe(line);
    expect(oneLine(line, 100)).toBe(line);
  });

  it.each([
    'web.latency.p99 above 1.5 s',
    'no data: since 10:15',
    'app/web/50dc6c495c0c9188',
    'AWS/ECS MemoryUtilization',
    'élan, 数据',
  ])('leaves an honest name alone: %s', (name) => {
    expect(oneLine(name, 100)).toBe(name);
  });

  it('is cut at a word, and never inside a character', () => {
    expect(oneLine('the quick brown fox jumps', 20)).toBe('the quick brown...');
    expect(oneLine('🔥'.repeat(20), 10)).toBe('🔥🔥🔥...');
    expect(cutAtWord('abcdef', 3)).toBe('');
  });
});

describe('an ASCII text', () => {
  it('spells what it can and marks what it cannot', () => {
    expect(asciiOf('Größe → naïve “p99” ≥ 1 µs… 数据 🔥 end')).toBe('Grosse -> naive "p99" >= 1 us... ? ? end');
  });

  it('has no link that only accents had hidden', () => {
    expect(asciiOf('ht\u0301tp://evil.example')).toBe('hxxp://evil[.]example');
  });
});

describe('a GSM-7 text', () => {
  it('keeps its alphabet and spells the rest', () => {
    expect(gsm7Of('Größe é Ω `x` “q” ő 数据 🔥')).toBe('Größe é Ω \'x\' "q" o ? ?');
  });

  it('has no link that only accents had hidden', () => {
    expect(gsm7Of('ht\u0301tp://evil.example')).toBe('hxxp://evil[.]example');
  });

  it('counts a character of the extension twice', () => {
    expect(septetsOf('a€[b]')).toBe(8);
  });
});

describe('a wrapped text', () => {
  it('breaks at spaces and cuts the last line', () => {
    expect(wrapped('one two three four five six', 2, 10)).toEqual(['one two', 'three...']);
  });
});
