import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogPatterns } from '../../../lib/core/context.ts';
import { logPatternsIn } from '../../../lib/core/logs/log-patterns.ts';
import { readOf, stretchesOf } from '../../../lib/core/logs/stretches.ts';
import { toldContext } from '../../../lib/core/report/told-context.ts';
import { epochOf, HOUR, later, MINUTE } from '../../../lib/core/time.ts';
import { minute } from '../../support/incident-spec.ts';

const times = (count: number, text: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${text} ${String(index)}`);

/** Ten minutes of a trouble against an hour before. */
const compared = (
  before: readonly string[] | undefined,
  now: readonly string[],
  lacks: readonly string[] = [],
): LogPatterns =>
  logPatternsIn({
    window: { from: minute(0), to: minute(10), texts: now },
    quiet: before && { from: minute(-62), to: minute(-2), texts: before },
    lacks,
  });

const said = ({ patterns }: LogPatterns): readonly string[] =>
  patterns.map(({ change, template, before, now }) => `${change} ${template} ${String(before)} -> ${String(now)}`);

describe('what a log says since something is wrong', () => {
  it('is what was never there before, and what comes more often by its rate', () => {
    const before = [...times(60, 'request served'), ...times(6, 'slow query')];
    const now = [...times(10, 'request served'), ...times(12, 'slow query'), ...times(4, 'pool is empty')];
    expect(said(compared(before, now))).toEqual(['new pool is empty # 0 -> 4', 'grown slow query # 6 -> 12']);
  });

  it('is not what comes as often as before, though its count differs with the length', () => {
    expect(said(compared(times(600, 'request served'), times(100, 'request served')))).toEqual([]);
  });

  it('is not what grew with everything else: a surge is no news line by line', () => {
    const kinds = ['get page', 'get cart', 'put order', 'log in', 'look around', 'say goodbye'];
    const before = kinds.flatMap((kind) => times(60, kind));
    const now = kinds.flatMap((kind) => times(40, kind));
    expect(said(compared(before, now))).toEqual([]);
    expect(said(compared(before, [...now, ...times(90, 'put order')]))).toEqual(['grown put order # 60 -> 130']);
  });

  it('is a failure from its first line, anything else from the third', () => {
    expect(said(compared(times(150, 'ok'), [...times(25, 'ok'), 'panic: nil map', 'a new greeting']))).toEqual([
      'new panic: nil map 0 -> 1',
    ]);
  });

  it('is every new message where next to nothing is logged', () => {
    expect(said(compared(times(3, 'ok'), ['a new greeting', 'ok 4']))).toEqual(['new a new greeting 0 -> 1']);
  });

  it('begins with what failed, and is a handful', () => {
    const now = Array.from({ length: 8 }, (_, index) => times(9, 'step '.repeat(index + 1))).flat();
    const { patterns, others } = compared(times(60, 'ok'), [...now, ...times(3, 'query failed')]);
    expect(patterns).toHaveLength(5);
    expect(patterns[0]?.template).toBe('query failed #');
    expect(others).toBe(4);
  });

  it('is not known to be new where the time before could not be looked at', () => {
    const patterns = compared(
      undefined,
      [...times(50, 'ok'), ...times(2, 'query failed')],
      ['the time before: denied'],
    );
    expect(patterns.quiet).toBeNull();
    expect(said(patterns)).toEqual(['new query failed # null -> 2']);
    expect(patterns.lacks).toEqual(['the time before: denied']);
  });

  it('says so where nothing was logged before', () => {
    expect(compared([], times(5, 'query failed')).lacks).toEqual(['nothing was logged in the quiet time before']);
  });

  it('is harmless: no link can be followed, no secret of a usual shape read', () => {
    const { patterns } = compared([], ['error: see https://evil.example.com/x?token=hunter2 \u202e\u0007']);
    expect(patterns[0]?.example).toBe('error: see hxxps://evil[.]example[.]com/x?token=***');
  });

  it('is small, and read again as it was, whatever was logged', () => {
    const line = fc.oneof(fc.string({ unit: 'binary', maxLength: 700 }), fc.constantFrom('error a', 'b failed 1'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), (before, now) => {
        const context = compared(before, now, ['x'.repeat(9_999), '\u{1F600}'.repeat(999)]);
        expect(Buffer.byteLength(JSON.stringify(context))).toBeLessThan(4_096);
        const stored = JSON.parse(JSON.stringify(context)) as LogPatterns;
        expect(toldContext({ source: 'logs', context: stored })).toEqual({ source: 'logs', context });
      }),
    );
  });
});

describe('the stretches that are looked at', () => {
  it('are the time since it began, half an hour at most and five minutes at least, and an hour before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), (minutes) => {
        const { window, quiet } = stretchesOf(minute(-minutes), minute(0));
        const length = epochOf(window.to) - epochOf(window.from);
        expect(length).toBeGreaterThanOrEqual(5 * MINUTE);
        expect(length).toBeLessThanOrEqual(30 * MINUTE);
        expect(epochOf(quiet.to) - epochOf(quiet.from)).toBe(HOUR);
        expect(quiet.to < minute(-minutes) && quiet.to < window.from).toBe(true);
      }),
    );
  });

  it('begin at the oldest message where there were too many, which is said', () => {
    const messages = [minute(9), minute(8)].map((at) => ({ at, text: 'x' }));
    const span = { from: minute(0), to: minute(10) };
    expect(readOf('since', span, { messages, matched: 900 })).toEqual({
      stretch: { from: minute(8), to: minute(10), texts: ['x', 'x'] },
      lacks: ['since: the newest 2 of 900 messages'],
    });
    expect(readOf('since', span, { messages, matched: 2 })).toMatchObject({ stretch: { from: minute(0) }, lacks: [] });
    const { lacks } = readOf('since', span, { messages, matched: 2, stopped: 'bytes' });
    expect(lacks).toEqual(['since: read in part, stopped because it scanned as much as it may']);
    expect(later(minute(0), MINUTE)).toBe(minute(1));
  });
});
