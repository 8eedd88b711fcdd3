import { describe, expect, it } from 'vitest';
import { LAMBDA, loaded, problemsOf, withService } from './loading.ts';

/** A file with one service and this digest, on line 14. */
const withDigest = (digest: string): string => `${withService(`workload: ${LAMBDA}`)}\ndigest: { ${digest} }\n`;

describe('the weekly digest', () => {
  it('goes to the channels that are named, by the clock of its zone', () => {
    expect(loaded(withDigest('to: [channel:ops], timeZone: Asia/Kolkata')).digest).toEqual({
      to: ['channel:ops'],
      timeZone: 'Asia/Kolkata',
    });
  });

  it('is one of UTC where no zone is given, and goes to nobody where it is not there', () => {
    expect(loaded(withDigest('to: [channel:ops]')).digest?.timeZone).toBe('UTC');
    expect(loaded(withService(`workload: ${LAMBDA}`)).digest).toBeUndefined();
  });

  it.each([
    ['to: [channel:opps]', '14:16 digest.to[0]: there is no channel "opps": did you mean "ops"?'],
    ['to: [responder:alice]', 'a responder cannot be named here, describe a channel for it'],
    ['to: [ops]', 'write channel:ops'],
    ['to: []', 'expected at least one target, got an empty list'],
    ['to: [channel:ops, channel:ops]', 'channel:ops is named twice'],
    ['timeZone: UTC', 'digest.to: missing'],
    ['to: [channel:ops], timeZone: Europe/Londn', 'did you mean Europe/London?'],
    ['to: [channel:ops], at: "08:00"', 'unknown key "at"'],
  ])('written as %s is refused', (digest, problem) => {
    expect(problemsOf(withDigest(digest)).join('\n')).toContain(problem);
  });
});
