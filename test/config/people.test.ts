import { describe, expect, it } from 'vitest';
import { loaded, PEOPLE, POLICY, problemsOf } from './loading.ts';

const WORKING = `${PEOPLE}${POLICY}`;
const withBob = (bob: string): string => WORKING.replace('{ name: Bob Osei }', bob);

describe('a responder', () => {
  it('lives in UTC unless the file knows better', () => {
    expect(loaded(WORKING).responders['bob']).toEqual({ name: 'Bob Osei', timeZone: 'UTC' });
  });

  it.each([
    ['{}', '3:3 responders.bob.name: missing: expected text'],
    ['{ name: "" }', '3:10 responders.bob.name: expected text, got ""'],
    [
      '{ name: "Bob\\r\\nBcc: x@example.com" }',
      '3:16 responders.bob.name: expected one line of text, without line breaks or control characters: write name: "Bob Bcc: x@example.com"',
    ],
    [`{ name: ${'b'.repeat(101)} }`, '3:16 responders.bob.name: expected at most 100 characters'],
    [
      '{ name: Bob, phone: 5 }',
      '3:21 responders.bob.phone: unknown key "phone": contact details stay out of this file, give them to the Subscribe… commands that a deploy prints',
    ],
    ['Bob', '3:8 responders.bob: expected a mapping, got "Bob": write bob: { name: Bob }'],
  ])('written as %s is refused', (bob, problem) => {
    expect(problemsOf(withBob(bob))).toEqual([problem]);
  });

  it('has a name of small letters, digits and hyphens', () => {
    const rule = 'expected a name of a–z, 0–9 and -, beginning with a letter or digit, at most 63 characters';
    expect(problemsOf(WORKING.replace('  bob:', '  Bob:'))).toEqual([
      `3:3 responders.Bob: ${rule}, got "Bob": write bob`,
    ]);
    expect(problemsOf(WORKING.replace('  bob:', '  "b b":'))).toEqual([
      `3:3 responders["b b"]: ${rule}, got "b b": write b-b`,
    ]);
    expect(problemsOf(WORKING.replace('  bob:', '  -bob:'))).toEqual([`3:3 responders.-bob: ${rule}, got "-bob"`]);
  });
});

describe('a channel', () => {
  it('has a kind', () => {
    expect(problemsOf(WORKING.replace('kind: chat', 'kind: slack'))).toEqual([
      '5:30 channels.ops.kind: expected one of chat, email, https, got "slack"',
    ]);
  });

  it('whose name is lost to a comment is told about quotes', () => {
    expect(problemsOf(WORKING.replace('{ name: "#ops", kind: chat }', '\n    kind: chat\n    name: #ops'))).toEqual([
      '7:5 channels.ops.name: expected text, got nothing (quote a value that begins with #, or leave the key out)',
    ]);
  });
});

describe('the watchdog', () => {
  it('is called over https only', () => {
    expect(loaded(`${WORKING}watchdog: { url: https://hc.example.com/1 }\n`).watchdog).toEqual({
      url: 'https://hc.example.com/1',
    });
    expect(problemsOf(`${WORKING}watchdog: { url: http://hc.example.com/1 }\n`)).toEqual([
      '10:18 watchdog.url: expected a URL beginning with https://, got "http://hc.example.com/1"',
    ]);
  });
});

describe('reserved concurrency', () => {
  it('is on or off', () => {
    expect(loaded(`${WORKING}reserveConcurrency: false\n`).reserveConcurrency).toBe(false);
    expect(problemsOf(`${WORKING}reserveConcurrency: no\n`)).toEqual([
      '10:21 reserveConcurrency: expected true or false, got "no": write reserveConcurrency: false',
    ]);
  });
});

describe('the diagnosis of a first page', () => {
  const within = (text: string): string => `${WORKING}diagnosis: { within: ${text} }\n`;

  it('is waited for as long as the file says', () => {
    expect(loaded(WORKING).diagnosis).toBeUndefined();
    expect(loaded(within('800ms')).diagnosis).toEqual({ withinMs: 800 });
    expect(loaded(within('3s')).diagnosis).toEqual({ withinMs: 3_000 });
  });

  it.each(['100ms', '3.1s', '5m'])(
    'is not waited for %s: less than a call takes, or more than a page can wait',
    (text) => {
      expect(problemsOf(within(text))).toEqual([
        `10:22 diagnosis.within: expected from 200ms to 3s, got "${text}": a page waits 5s at most, and the diagnosis has to be recorded in that time`,
      ]);
    },
  );
});
