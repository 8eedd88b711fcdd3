import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Digest, digestOf } from '../../../lib/core/digest/digest.ts';
import { digestJson, digestMessage } from '../../../lib/core/digest/digest-message.ts';
import { lastDigestWeek } from '../../../lib/core/digest/week.ts';
import { snsMessage } from '../../../lib/core/page/sns-message.ts';
import { quietDigest } from '../../support/digest-log-contract.ts';
import { acknowledges, figured, fires, opens, pages } from '../figures/figured.ts';

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const isDigest = ajv.compile(
  JSON.parse(readFileSync(new URL('../../../schema/digest.schema.json', import.meta.url), 'utf8')) as object,
);

const named = (name: string) => ({
  responders: { alice: { name, timeZone: 'UTC' } },
  channels: {},
});

const sending = (name = 'Alice Ferreira') => ({
  configuration: named(name),
  sentAt: '2023-08-07T07:00:30.000Z',
  where: '--stack Tocsin',
});

/** A week of everything, each name of it this one. */
const busyDigest = (name: string): Digest => {
  const service = name;
  const timelines = Array.from({ length: 20 }, (_, index) => [
    opens(`I${String(index)}`, { service: `${service}${String(index)}` }),
    fires(0, String(index), { name: `${name}${String(index)}` }),
    pages(1),
    acknowledges(2),
  ]);
  const figures = figured(timelines);
  const open = Array.from({ length: 30 }, (_, index) => ({
    incidentId: `01H${String(index)}`,
    service,
    severity: 'critical' as const,
    status: 'triggered' as const,
    openedAt: '2023-08-05T14:15:00.000Z',
  }));
  return digestOf({
    week: lastDigestWeek('2023-08-07T07:00:00.000Z', 'UTC'),
    madeAt: '2023-08-07T07:00:20.000Z',
    environment: 'prod',
    counts: { ...figures.incidents },
    before: { total: 10 },
    figures,
    figuresBefore: figures,
    openNow: open,
    worse: open.map(({ openedAt }) => ({ service, id: name, deployedAt: openedAt })),
    unread: 1,
    anchor: { day: '2023-08-06', hash: 'ab'.repeat(32) },
  });
};

describe('a digest', () => {
  it('compares times where there are enough of both weeks', () => {
    const { text } = digestMessage(busyDigest('web'), 'json', sending());
    expect(text).toContain('First page answered after 1 min, median of 20 of 20; 1 min before.');
    expect(text).toContain('- and 15 more');
  });

  it('is, by HTTPS, what its schema describes', () => {
    for (const digest of [busyDigest('web'), quietDigest(), quietDigest({ anchor: null, worse: null })]) {
      const document: unknown = JSON.parse(digestMessage(digest, 'json', sending()).https);
      expect(isDigest(document), JSON.stringify(isDigest.errors)).toBe(true);
    }
    expect(isDigest(JSON.parse(JSON.stringify(digestJson(quietDigest(), { ...sending(), sentAt: undefined }))))).toBe(
      true,
    );
  });

  it('is, for a chat, a custom notification in a thread of its week', () => {
    expect(JSON.parse(digestMessage(quietDigest(), 'chat', sending()).https)).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { title: 'Tocsin: week 2023-W31 in prod, no incident' },
      metadata: { threadId: '2023-W31' },
    });
  });

  it('says that nothing proves how timelines stood before there is an anchor', () => {
    expect(digestMessage(quietDigest({ anchor: null }), 'json', sending()).text).toContain('There is no anchor yet');
  });

  it('is short, and its names are text, whatever they are', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constant('<@U123> `code` https://evil.example/?a=1 \u202e\u001b[31m\n'.repeat(9)),
    );
    fc.assert(
      fc.property(hostile, (name) => {
        for (const form of ['chat', 'json'] as const) {
          const message = digestMessage(busyDigest(name), form, sending(name));
          expect(message.subject).toMatch(/^[ -~]{1,99}$/u);
          expect(message.sms.length).toBeLessThanOrEqual(160);
          expect(Buffer.byteLength(snsMessage(message))).toBeLessThan(64_000);
          expect(message.text).not.toMatch(/https?:\/\/|[\u202e\u001b]/u);
          if (form === 'json') continue;
          const { content } = JSON.parse(message.https) as { content: { description: string } };
          expect(content.description).not.toMatch(/[<>@`]/u);
          expect(content.description.length).toBeLessThanOrEqual(8_000);
        }
      }),
      { numRuns: 40 },
    );
  });
});
