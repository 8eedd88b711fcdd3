import { hostileSaid } from '../../support/said-diagnosis.ts';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { About, PageReason } from '../../../lib/core/incident/incident.ts';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { gsm7Of, septetsOf } from '../../../lib/core/page/gsm-7.ts';
import { partsOf } from '../../../lib/core/page/links.ts';
import { minimalMessage } from '../../../lib/core/page/minimal-message.ts';
import type { AlarmFacts, Message, PageFacts } from '../../../lib/core/page/page-facts.ts';
import { snsMessage } from '../../../lib/core/page/sns-message.ts';
import { ABOUT, WHY_PAGED } from '../../../lib/core/report/reasons.ts';
import { HOSTILE } from './hostile-corpus.ts';
import { alice, firstPage, latencyAlarm, LINK } from './latency-incident.ts';

interface ChatDocument {
  readonly version: string;
  readonly source: string;
  readonly content: {
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: { readonly threadId: string };
}

const chatDocumentOf = ({ https }: Message): ChatDocument => JSON.parse(https) as ChatDocument;

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const schema = new URL('../../../schema/page.schema.json', import.meta.url);
const isPage = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

/** Every text that a JSON document holds. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
};

const LONE_SURROGATE = /\p{Surrogate}/u;
/** What a person may click: the message's own link is taken out before. */
const CLICKABLE = /https?:\/\/|www\.\w|javascript:|mailto:/i;
const withoutOwnLinks = (text: string): string =>
  [LINK, firstPage.runbook ?? '', firstPage.console?.alarm ?? ''].reduce((left, own) => left.replaceAll(own, ''), text);

/** Addresses that colleagues wrote. */
const linksOf = (text: string | undefined): readonly string[] =>
  partsOf(text ?? '').flatMap((part) => ('link' in part ? [part.link] : []));

/** Both forms of it. */
const expectFit = (facts: readonly PageFacts[]): void => {
  const [chat, json] = [composeMessage(facts, 'chat'), composeMessage(facts, 'json')];
  for (const message of [chat, json]) expectDeliverable(message);
  expectChat(chat);
  expectPage(json);
};

const expectFitAndHarmless = (facts: readonly PageFacts[]): void => {
  expectFit(facts);
  for (const form of ['chat', 'json'] as const) expectHarmless(composeMessage(facts, form));
  expectNoMarkup(composeMessage(facts, 'chat'));
};

const everywhere = (text: string): PageFacts => ({
  ...firstPage,
  service: text,
  environment: text,
  account: text,
  region: text,
  alarms: Array.from({ length: 20 }, () => ({ ...latencyAlarm, name: text, symptom: text, reason: text })),
  joined: 40,
  description: text,
  diagnosis: hostileSaid(text),
  revision: { at: firstPage.now, from: 'dependency', noLongerRefuted: ['traffic-surge'] },
  actor: { name: text, isReader: false },
  names: [text, text, text],
  owner: { ...alice, name: text, after: { names: [text, text, text, text], isOwner: false } },
  next: { who: text, at: firstPage.now, names: [text, text] },
  paging: Array.from({ length: 30 }, () => text),
  reader: text,
  console: { alarm: text, logs: text },
});

/** What any form of a message is held to. */
const expectDeliverable = (message: Message): void => {
  expect(message.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  expect(septetsOf(message.sms)).toBeLessThanOrEqual(160);
  expect(Array.from(message.sms).filter((character) => gsm7Of(character) !== character)).toEqual([]);
  expect(message.sms).toContain(LINK);
  const sns = snsMessage(message);
  expect(Object.keys(JSON.parse(sns) as object)).toEqual(['default', 'email', 'sms', 'https']);
  expect(sns + message.subject).not.toMatch(LONE_SURROGATE);
  expect(Buffer.byteLength(sns) + Buffer.byteLength(message.subject)).toBeLessThanOrEqual(256 * 1024);
};

const expectChat = (message: Message): void => {
  const { content, metadata } = chatDocumentOf(message);
  expect(content.title.length).toBeLessThanOrEqual(250);
  expect(content.description.length).toBeGreaterThan(0);
  expect(content.description.length).toBeLessThanOrEqual(8_000);
  expect(content.description).toContain(LINK);
  for (const step of content.nextSteps) expect(step.length).toBeLessThanOrEqual(350);
  for (const keyword of content.keywords) expect(keyword.length).toBeLessThanOrEqual(75);
  expect(metadata.threadId).not.toBe('');
};

const expectPage = ({ https }: Message): void => {
  const page: unknown = JSON.parse(https);
  expect(isPage(page), JSON.stringify(isPage.errors)).toBe(true);
  expect(page).toMatchObject({ links: { respond: LINK } });
  for (const text of textsIn(page)) expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
};

const expectHarmless = ({ subject, text, sms, https }: Message): void => {
  for (const body of [subject, text, sms, https]) {
    expect(withoutOwnLinks(body)).not.toMatch(CLICKABLE);
    expect(body).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff]/,
    );
  }
};

const expectNoMarkup = (message: Message): void => {
  const { title, description, nextSteps } = chatDocumentOf(message).content;
  expect([title, description, ...nextSteps].join('\n')).not.toMatch(/[<>@`]|\]\(|&(?!amp;|lt;|gt;)/);
};

describe.each(HOSTILE)('a page whose note, runbook and description of the alarm are %j', (text) => {
  const facts: PageFacts = { ...firstPage, note: text, alarmDescription: text, runbook: text };

  it('can be delivered in every form, and mentions nobody', () => {
    expectFit([facts]);
    expectNoMarkup(composeMessage([facts], 'chat'));
  });

  it('keeps plain addresses alone as links, behind the one that answers', () => {
    const { text: letter, https } = composeMessage([facts], 'chat');
    const own = [...linksOf(facts.note), ...linksOf(facts.alarmDescription), ...linksOf(facts.runbook)];
    for (const body of [letter, https]) {
      const rest = body.slice(body.indexOf(LINK) + LINK.length);
      expect(withoutOwnLinks(body.slice(0, body.indexOf(LINK)))).not.toMatch(CLICKABLE);
      expect(withoutOwnLinks(own.reduce((left, link) => left.replaceAll(link, ''), rest))).not.toMatch(CLICKABLE);
    }
  });
});

describe.each(HOSTILE)('a page whose every text is %j', (text) => {
  const message = composeMessage([everywhere(text)]);

  it('can be delivered, and neither links, mentions nor forges anything', () => {
    expectFitAndHarmless([everywhere(text)]);
  });

  it('has at most 25 lines, the real link on a line of its own before the alarm', () => {
    const lines = message.text.split('\n');
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(lines.indexOf(LINK)).toBeGreaterThan(0);
    expect(lines.indexOf(LINK)).toBeLessThan(lines.findIndex((line) => line.startsWith('Alarm: ')));
  });
});

describe('a runbook', () => {
  it('stays a link', () => {
    expect(composeMessage([firstPage]).text).toContain('Runbook: https://wiki.example.com/runbooks/web\n');
  });

  it('that hides its host behind a user is only text', () => {
    const { text } = composeMessage([{ ...firstPage, runbook: 'https://wiki.example.com@evil.example/' }]);
    expect(text).toContain('Runbook: hxxps://wiki[.]example[.]com@evil[.]example/\n');
  });
});

describe('a link that is none', () => {
  it.each(['javascript:alert(1)', 'https://a\r\nb', 'ftp://x', '', 'https://é'])(
    'gives way to the command: %j',
    (link) => {
      const { text, sms } = composeMessage([{ ...firstPage, link }]);
      expect(text).toContain('  npx tocsin incidents ack 01H739DZ8GQ4T6W8Y0A2C4E6G8\n');
      expect(sms).toContain('Ack: npx tocsin incidents ack 01H739DZ8GQ4T6W8Y0A2C4E6G8');
    },
  );

  it('that is longer than an SMS is left out of the SMS alone', () => {
    const link = `https://example.com/${'x'.repeat(200)}`;
    const { text, sms } = composeMessage([{ ...firstPage, link }]);
    expect(text).toContain(`\n${link}\n`);
    expect(sms).toContain('Ack: npx tocsin incidents list');
  });
});

const anyUnicode = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 4 }).map((texts) => texts.join('')),
);
const alarm: fc.Arbitrary<AlarmFacts> = fc.record({
  name: anyUnicode,
  symptom: anyUnicode,
  reason: anyUnicode,
  state: fc.constantFrom('OK' as const, 'ALARM' as const, 'INSUFFICIENT_DATA' as const),
  severity: fc.constantFrom('critical' as const, 'warning' as const, 'info' as const),
  silenced: fc.boolean(),
  since: fc.constantFrom('2023-08-05T14:15:00.000Z', '2023-08-04T02:15:00.000Z', 'never'),
});
const occasion = fc.oneof(
  fc.record({
    kind: fc.constant('page' as const),
    reason: fc.constantFrom(...(Object.keys(WHY_PAGED) as PageReason[])),
    passed: fc.constantFrom(undefined, 'no-target' as const, 'unreachable' as const, 'not-sent' as const),
  }),
  fc.record({
    kind: fc.constant('notification' as const),
    about: fc.constantFrom(...(Object.keys(ABOUT) as About[])),
  }),
);
const person = fc.record({ name: anyUnicode, isReader: fc.boolean() });
const hostileFacts: fc.Arbitrary<PageFacts> = fc
  .tuple(
    fc.record({
      incidentId: anyUnicode.map((text) => `01H${text}`),
      service: anyUnicode,
      environment: anyUnicode,
      account: anyUnicode,
      region: anyUnicode,
      severity: fc.constantFrom('critical' as const, 'warning' as const, 'silent' as const),
      status: fc.constantFrom('triggered' as const, 'acknowledged' as const, 'resolved' as const),
      hasNeed: fc.boolean(),
      isUnanswered: fc.boolean(),
      level: fc.integer({ min: 0, max: 9 }),
      levels: fc.integer({ min: 1, max: 9 }),
      round: fc.integer({ min: 1, max: 9 }),
      alarms: fc.array(alarm, { maxLength: 20 }),
      joined: fc.nat(10_000),
      flaps: fc.nat(9),
      recipientTimeZone: fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'Nowhere/At_All'),
    }),
    fc.record(
      {
        description: anyUnicode,
        diagnosis: anyUnicode.map(hostileSaid),
        revision: fc.constantFrom(
          { at: firstPage.now, from: 'unknown' as const, noLongerRefuted: [] },
          { at: firstPage.now, from: 'dependency' as const, noLongerRefuted: ['traffic-surge' as const] },
        ),
        actor: person,
        names: fc.array(anyUnicode, { maxLength: 3 }),
        next: fc.record({ who: anyUnicode, at: fc.constant(firstPage.now) }),
        paging: fc.array(anyUnicode, { maxLength: 3 }),
        reader: anyUnicode,
        console: fc.record({ alarm: anyUnicode, logs: anyUnicode }),
        recoverAt: fc.constant(firstPage.now),
        respondWith: anyUnicode,
        noDiagnosis: anyUnicode,
        owner: fc.record({
          name: anyUnicode,
          isReader: fc.boolean(),
          kind: fc.constantFrom('acknowledgement' as const, 'snooze' as const),
          at: fc.constantFrom(firstPage.now, '2023-08-04T02:15:00.000Z'),
          until: fc.constantFrom(firstPage.now, '2023-08-07T02:15:00.000Z'),
          after: fc.option(fc.record({ names: fc.array(anyUnicode, { maxLength: 5 }), isOwner: fc.boolean() }), {
            nil: undefined,
          }),
        }),
        resolution: fc.record({
          at: fc.constant(firstPage.now),
          by: anyUnicode,
          stillFiring: fc.nat(3),
          reopensAt: fc.constantFrom(undefined, firstPage.now),
          isPaging: fc.boolean(),
        }),
      },
      { requiredKeys: [] },
    ),
    occasion,
  )
  .map(([required, optional, why]) => ({ ...firstPage, ...required, ...optional, ...why }));

describe('any message', () => {
  it('can be delivered and does no harm, alone or bundled', () => {
    fc.assert(
      fc.property(fc.array(hostileFacts, { minLength: 1, maxLength: 4 }), (facts) => {
        expectFitAndHarmless(facts);
      }),
      { numRuns: 150 },
    );
  });

  it('about one incident has at most 25 lines', () => {
    fc.assert(
      fc.property(hostileFacts, (facts) => {
        expect(composeMessage([facts]).text.split('\n').length).toBeLessThanOrEqual(25);
      }),
      { numRuns: 400 },
    );
  });

  it('of five hundred hostile incidents stays within 256 KiB', () => {
    const text = '&"\\数'.repeat(2_000);
    const facts = Array.from({ length: 500 }, (_, index) => ({ ...everywhere(text), incidentId: String(index) }));
    expectFit(facts);
  });
});

describe('the minimal message', () => {
  it('says the incident, the service and how to answer, in fixed words', () => {
    expect(minimalMessage([firstPage])).toMatchObject({
      subject: 'Tocsin page: incident 01H739DZ8GQ4T6W8Y0A2C4E6G8 web',
      text: `Tocsin page: incident 01H739DZ8GQ4T6W8Y0A2C4E6G8 web\n${LINK}`,
      sms: `Tocsin page: incident 01H739DZ8GQ4T6W8Y0A2C4E6G8 web ${LINK}`,
    });
    expect(minimalMessage([firstPage, firstPage]).subject).toBe(
      'Tocsin page: incident 01H739DZ8GQ4T6W8Y0A2C4E6G8 and 1 more web',
    );
  });

  it('keeps its link whole beside the longest names', () => {
    const facts = {
      ...firstPage,
      service: 'checkout-service-with-a-long-name',
      kind: 'notification',
      about: 'opened',
    } as const;
    expect(minimalMessage([facts, facts]).sms).toMatch(
      new RegExp(`^Tocsin notification: incident 01H\\w{23} .* ${LINK.replaceAll('.', '\\.')}$`),
    );
  });

  it('is one ASCII line and a link whatever the facts are', () => {
    fc.assert(
      fc.property(fc.array(hostileFacts, { minLength: 1, maxLength: 3 }), (facts) => {
        const { subject, text, sms, https: chat } = minimalMessage(facts, 'chat');
        expect(subject).toMatch(/^[A-Za-z0-9 .:_-]{1,99}$/);
        expect(text).toBe(`${subject}\n${LINK}`);
        expect(septetsOf(sms)).toBeLessThanOrEqual(160);
        expect(sms).toContain(LINK);
        expect(chat).toMatch(/^[\x20-\x7e]+$/);
        const { https: json } = minimalMessage(facts);
        expect(json).toMatch(/^[\x20-\x7e]+$/);
        expect(isPage(JSON.parse(json)), JSON.stringify(isPage.errors)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('nothing to tell', () => {
  it('is still a message', () => {
    for (const { subject, text, sms, https } of [composeMessage([], 'chat'), minimalMessage([], 'chat')]) {
      expect([subject, text, sms]).toEqual(Array.from({ length: 3 }, () => 'Tocsin: nothing to tell'));
      expect(JSON.parse(https)).toMatchObject({ version: '1.0', source: 'custom' });
    }
  });
});
