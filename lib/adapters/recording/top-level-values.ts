/** Where a value of a JSON object stands, in bytes from the start of the file. `end` is behind the last byte. */
export interface ValueSpan {
  /** Of the key, quotes included. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Of an element when the value is a list: each is told alone, the list itself is not. */
  readonly index?: number;
  /** Of a list without elements, which is told itself; its place is of no use. */
  readonly isEmptyList?: true;
  readonly start: number;
  readonly end: number;
}

/** What makes the text no JSON object; `end` of the file or a byte that is out of place. */
export class JsonFormError extends Error {
  override readonly name = 'JsonFormError';
}

export interface TopLevelValues {
  push(chunk: Uint8Array): void;
  /** @throws JsonFormError when the object is not complete. */
  end(): void;
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const WHITESPACE = [0x20, 0x09, 0x0a, 0x0d];

const tableOf = (...bytes: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => (bytes.includes(byte) ? 1 : 0));

const IN_STRING = tableOf(QUOTE, BACKSLASH);
const IN_VALUE = tableOf(QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT);
const OPENING = tableOf(OPEN_LIST, OPEN_OBJECT);
const BLANK = tableOf(...WHITESPACE);

/** The place of the first byte from `from` on that the table holds, else the length. */
const nextOf = (table: Uint8Array, chunk: Uint8Array, from: number): number => {
  let at = from;
  while (at < chunk.length && table[chunk[at] ?? 0] === 0) at += 1;
  return at;
};

/** What comes next outside strings and nested values. */
type Place = 'start' | 'first-key' | 'key' | 'colon' | 'value' | 'element' | 'after-list' | 'end';

interface Scan {
  readonly found: (span: ValueSpan) => void;
  place: Place;
  inString: boolean;
  isEscaped: boolean;
  /** Open brackets of the value that is being read. */
  nested: number;
  /** Bytes of the chunks before. */
  passed: number;
  keyStart: number;
  keyEnd: number;
  /** Of the value that is being read; -1 before its first byte. */
  start: number;
  end: number;
  index: number;
}

const fail = (at: number, expected: string): never => {
  throw new JsonFormError(`expected ${expected} at byte ${String(at)}`);
};

const finish = (scan: Scan, at: number): void => {
  const { place, keyStart, keyEnd, index, start, end } = scan;
  if (start < 0) fail(at, 'a value');
  scan.found(place === 'element' ? { keyStart, keyEnd, index, start, end } : { keyStart, keyEnd, start, end });
  scan.start = -1;
};

const close = (scan: Scan, byte: number, at: number): void => {
  const isList = scan.place === 'element';
  if (byte !== (isList ? CLOSE_LIST : CLOSE_OBJECT)) fail(at, isList ? ']' : '}');
  const isEmptyList = isList && scan.index === 0 && scan.start < 0;
  if (isEmptyList) {
    const { keyStart, keyEnd } = scan;
    scan.found({ keyStart, keyEnd, isEmptyList, start: at, end: at });
  } else finish(scan, at);
  scan.place = isList ? 'after-list' : 'end';
};

const next = (scan: Scan, at: number): void => {
  finish(scan, at);
  if (scan.place === 'value') scan.place = 'key';
  else scan.index += 1;
};

const begin = (scan: Scan, byte: number, at: number): void => {
  if (byte === OPEN_LIST && scan.place === 'value' && scan.start < 0) {
    scan.place = 'element';
    scan.index = 0;
    return;
  }
  if (scan.start < 0) scan.start = at;
  if (byte === QUOTE) scan.inString = true;
  else scan.nested += OPENING[byte] ?? 0;
  scan.end = at + 1;
};

const onValue = (scan: Scan, byte: number, at: number): void => {
  if (byte === COMMA) next(scan, at);
  else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) close(scan, byte, at);
  else begin(scan, byte, at);
};

const onKey = (scan: Scan, byte: number, at: number): void => {
  if (byte === CLOSE_OBJECT && scan.place === 'first-key') scan.place = 'end';
  else if (byte !== QUOTE) fail(at, 'a key');
  else {
    scan.inString = true;
    scan.keyStart = at;
  }
};

const ON_BYTE: Readonly<Record<Place, (scan: Scan, byte: number, at: number) => void>> = {
  start: (scan, byte, at) => {
    if (byte === OPEN_OBJECT) scan.place = 'first-key';
    else if (BYTE_ORDER_MARK[at] !== byte) fail(at, 'a JSON object {…}');
  },
  'first-key': onKey,
  key: onKey,
  colon: (scan, byte, at) => {
    if (byte !== COLON) fail(at, 'a colon');
    scan.place = 'value';
  },
  value: onValue,
  element: onValue,
  'after-list': (scan, byte, at) => {
    if (byte !== COMMA && byte !== CLOSE_OBJECT) fail(at, 'a comma or }');
    scan.place = byte === COMMA ? 'key' : 'end';
  },
  end: (_scan, _byte, at) => fail(at, 'nothing more'),
};

const throughString = (scan: Scan, chunk: Uint8Array, from: number): number => {
  if (scan.isEscaped) {
    scan.isEscaped = false;
    return from + 1;
  }
  const at = nextOf(IN_STRING, chunk, from);
  if (at === chunk.length) return at;
  scan.isEscaped = chunk[at] === BACKSLASH;
  scan.inString = scan.isEscaped;
  if (scan.inString || scan.nested > 0) return at + 1;
  if (scan.place === 'key' || scan.place === 'first-key') {
    scan.keyEnd = scan.passed + at + 1;
    scan.place = 'colon';
  } else scan.end = scan.passed + at + 1;
  return at + 1;
};

const throughNested = (scan: Scan, chunk: Uint8Array, from: number): number => {
  const at = nextOf(IN_VALUE, chunk, from);
  if (at === chunk.length) return at;
  const byte = chunk[at] ?? 0;
  if (byte === QUOTE) scan.inString = true;
  else scan.nested += OPENING[byte] === 1 ? 1 : -1;
  if (scan.nested === 0) scan.end = scan.passed + at + 1;
  return at + 1;
};

const advance = (scan: Scan, chunk: Uint8Array, at: number): number => {
  if (scan.inString) return throughString(scan, chunk, at);
  if (scan.nested > 0) return throughNested(scan, chunk, at);
  const byte = chunk[at] ?? 0;
  if (BLANK[byte] === 0) ON_BYTE[scan.place](scan, byte, scan.passed + at);
  return at + 1;
};

/**
 * Finds the values of one JSON object, of its lists each element, in one pass over the bytes, split anywhere: only
 * strings and brackets are looked at, so that what is found still has to be parsed.
 */
export const topLevelValues = (found: (span: ValueSpan) => void): TopLevelValues => {
  const scan: Scan = {
    found,
    place: 'start',
    inString: false,
    isEscaped: false,
    nested: 0,
    passed: 0,
    keyStart: 0,
    keyEnd: 0,
    start: -1,
    end: 0,
    index: 0,
  };
  return {
    push: (chunk) => {
      for (let at = 0; at < chunk.length;) at = advance(scan, chunk, at);
      scan.passed += chunk.length;
    },
    end: () => {
      if (scan.place === 'start') throw new JsonFormError('expected a JSON object {…}, got nothing');
      if (scan.place !== 'end')
        throw new JsonFormError(`the file ends at byte ${String(scan.passed)}, before its last bracket`);
    },
  };
};
