import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Response } from '../../../lib/core/incident/response.ts';
import { type Fields, readResponse } from '../../../lib/core/response/read-response.ts';
import { inputOf, meantFor, RESPONSE_TYPES, RESPONSES } from '../../../lib/core/response/responses.ts';
import { HOUR, MINUTE } from '../../../lib/core/time.ts';

const refusalOf = (fields: Fields): object => {
  const read = readResponse(fields);
  return 'refusal' in read ? { field: read.field, ...read.refusal } : read;
};

describe('what somebody wants to do', () => {
  it.each<readonly [Fields, Response]>([
    [{ action: 'acknowledge' }, { type: 'acknowledge' }],
    [{ action: 'escalate' }, { type: 'escalate' }],
    [{ action: 'resolve' }, { type: 'resolve' }],
    [{ action: 'reopen' }, { type: 'reopen' }],
    [
      { action: 'note', text: '  restarting web-2 ' },
      { type: 'note', text: 'restarting web-2' },
    ],
    [
      { action: 'note', text: 'as a browser\r\nsends it' },
      { type: 'note', text: 'as a browser\nsends it' },
    ],
    [
      { action: 'snooze', for: '45m' },
      { type: 'snooze', forMs: 45 * MINUTE },
    ],
    [
      { action: 'snooze', for: '24 hours' },
      { type: 'snooze', forMs: 24 * HOUR },
    ],
    [
      { action: 'reassign', to: 'bob' },
      { type: 'reassign', to: 'bob' },
    ],
    [
      { action: 'resolve', cause: ' memory-leak ' },
      { type: 'resolve', cause: 'memory-leak' },
    ],
    [
      { action: 'resolve', cause: 'other' },
      { type: 'resolve', cause: 'other' },
    ],
    [
      { action: 'resolve', cause: 'unknown' },
      { type: 'resolve', cause: 'unknown' },
    ],
    [{ action: 'resolve', cause: undefined }, { type: 'resolve' }],
    [{ action: 'acknowledge', for: '2h', to: 'bob', cause: 'nonsense' }, { type: 'acknowledge' }],
  ])('is read from %j', (fields, response) => {
    expect(readResponse(fields)).toEqual({ response });
  });

  it('carries what is said beside it, whatever it is', () => {
    for (const action of RESPONSE_TYPES.filter((type) => type !== 'note')) {
      const fields = { action, for: '2h', to: 'bob', text: ' restarted\r\nweb-2 ' };
      expect(readResponse(fields)).toMatchObject({ response: { type: action }, note: 'restarted\nweb-2' });
    }
    expect(readResponse({ action: 'resolve', text: '  ' })).toEqual({ response: { type: 'resolve' } });
  });

  it('is refused with a note that no timeline can hold', () => {
    expect(refusalOf({ action: 'resolve', text: 'x'.repeat(4_001) })).toMatchObject({
      field: 'text',
      given: '4001 characters',
    });
  });

  it.each<readonly [Fields, object]>([
    [{}, { field: 'action', error: 'the action is unknown', given: 'missing' }],
    [{ action: 'delete' }, { field: 'action', given: '"delete"' }],
    [{ action: 'constructor' }, { field: 'action' }],
    [{ action: ['acknowledge'] }, { field: 'action', given: 'a list' }],
    [{ action: 'note' }, { field: 'text', error: 'a note needs a text', given: 'missing' }],
    [
      { action: 'note', text: ' '.repeat(70) },
      { field: 'text', expected: '1 to 4000 characters' },
    ],
    [
      { action: 'note', text: ' \n ' },
      { field: 'text', expected: '1 to 4000 characters' },
    ],
    [
      { action: 'note', text: 'x'.repeat(4_001) },
      { field: 'text', given: '4001 characters' },
    ],
    [
      { action: 'snooze', for: 'a while' },
      { field: 'for', error: 'a snooze needs a duration', given: '"a while"' },
    ],
    [
      { action: 'snooze', for: '25h' },
      { field: 'for', error: 'a snooze needs a duration', given: '"25h"' },
    ],
    [
      { action: 'snooze', for: '' },
      { field: 'for', expected: 'a duration such as 45m or 2h, at most 24h' },
    ],
    [
      { action: 'snooze', for: 7 },
      { field: 'for', given: '7' },
    ],
    [
      { action: 'reassign', to: '' },
      { field: 'to', error: 'handing over needs a responder' },
    ],
    ...[
      ['', '""'],
      ['none', '"none"'],
      ['Memory leak', '"Memory leak"'],
      ['constructor', '"constructor"'],
      ['memory-leak\u202e', '"memory-leak"'],
      ['x'.repeat(5_000), '5000 characters'],
      [null, 'null'],
      [7, '7'],
      [['memory-leak'], 'a list'],
    ].map(
      ([cause, given]) =>
        [
          { action: 'resolve', cause },
          {
            field: 'cause',
            error: 'there is no such cause',
            expected: 'one of memory-leak, deploy-regression, dependency, traffic-surge, other, unknown',
            given,
          },
        ] as const,
    ),
  ])('is refused, with what would be right, for %j', (fields, refusal) => {
    expect(refusalOf(fields)).toMatchObject({ expected: expect.any(String) as string, ...refusal });
  });

  it('is read or refused whatever the fields hold, on lines that can be shown', () => {
    fc.assert(
      fc.property(
        fc.record({
          action: fc.oneof(fc.constantFrom(...RESPONSE_TYPES), fc.anything()),
          text: fc.anything(),
          for: fc.anything(),
          to: fc.anything(),
          cause: fc.anything(),
        }),
        (fields) => {
          const read = readResponse(fields);
          if ('response' in read) expect(read.response.type).toBe(fields.action);
          else expect(read.refusal.given).toMatch(/^[^\p{Cc}]+$/u);
        },
      ),
    );
  });
});

describe('the table of responses', () => {
  it('gives each a name of its own on the command line', () => {
    const commands = RESPONSE_TYPES.map((type) => RESPONSES[type].command);
    expect(commands).toEqual(['ack', 'escalate', 'resolve', 'reopen', 'note', 'snooze', 'reassign']);
  });

  it('asks for what it needs in a field of its own, so that one form holds all', () => {
    const fields = RESPONSE_TYPES.flatMap((type) => inputOf(type)?.field ?? []);
    expect(new Set(fields).size).toBe(fields.length);
  });

  it('offers something of every incident', () => {
    const offered = (of: 'open' | 'resolved'): readonly string[] =>
      RESPONSE_TYPES.filter((type) => [of, 'both'].includes(RESPONSES[type].of));
    expect(offered('open')).toEqual(['acknowledge', 'escalate', 'resolve', 'note', 'snooze', 'reassign']);
    expect(offered('resolved')).toEqual(['reopen', 'note']);
  });

  it('lets people say what it was of an open incident and of a resolved one', () => {
    expect(meantFor({ type: 'resolve' })).toBe('open');
    expect(meantFor({ type: 'resolve', cause: 'other' })).toBe('both');
  });
});

describe('the schema of recordings', () => {
  it('knows every response, and the fields of what they need', () => {
    const schema = JSON.parse(readFileSync('schema/recording.schema.json', 'utf8')) as {
      readonly properties: {
        readonly responses: {
          readonly items: { readonly properties: Record<string, { readonly enum?: readonly string[] }> };
        };
      };
    };
    const { properties } = schema.properties.responses.items;
    expect(properties['action']?.enum?.toSorted()).toEqual(RESPONSE_TYPES.toSorted());
    const fields = RESPONSE_TYPES.flatMap((type) => RESPONSES[type].needs?.field ?? []);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(fields));
  });
});
