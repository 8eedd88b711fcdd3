import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { About, PageReason } from '../../../lib/core/incident/incident.ts';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { minimalMessage } from '../../../lib/core/page/minimal-message.ts';
import type { PageFacts } from '../../../lib/core/page/page-facts.ts';
import { leakSaid, unknownSaid } from '../../support/said-diagnosis.ts';
import { acknowledged, firstPage, latencyAlarm, latencyIncident, LINK } from './latency-incident.ts';

const schema = JSON.parse(readFileSync(new URL('../../../schema/page.schema.json', import.meta.url), 'utf8')) as {
  readonly $defs: {
    readonly incident: { readonly properties: Readonly<Record<string, { readonly examples?: readonly string[] }>> };
  };
};
const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const isPage = ajv.compile(schema);

type Page = Readonly<Record<string, unknown>>;

const pageOf = (...facts: readonly PageFacts[]): Page => {
  const page = JSON.parse(composeMessage(facts).https) as Page;
  expect(isPage(page), JSON.stringify(isPage.errors)).toBe(true);
  return page;
};

/** The reference incident as its pager knows it, to Alice, who is paged. */
const toAlice: PageFacts = {
  ...firstPage,
  alarms: [{ ...latencyAlarm, symptom: 'p99 latency 3.7 s (limit 1 s), 3 of 5 min' }],
  alarmDescription: 'Look at the cache first.\nhttps://evil.example/runbook',
  console: {
    alarm: "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/web~(a'b)",
    logs: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home#logsV2:logs-insights$3FqueryDetail',
  },
  paging: ['you', 'Bob Osei'],
  reader: 'Alice Ferreira',
  next: {
    who: 'you and Carol Lindqvist',
    at: '2023-08-05T14:30:00.000Z',
    names: ['Alice Ferreira', 'Carol Lindqvist'],
  },
};

describe('a page by HTTPS', () => {
  it('has what was found of the cause, where somebody looked', () => {
    for (const diagnosis of [leakSaid, unknownSaid]) {
      const page = pageOf({ ...toAlice, diagnosis });
      expect(page).toMatchObject({ diagnosis: { cause: diagnosis.cause, missing: [] } });
      expect(isPage({ ...page, diagnosis: { cause: diagnosis.cause } })).toBe(false);
    }
    expect(pageOf(toAlice)).not.toHaveProperty('diagnosis');
  });

  it('is flat, versioned JSON: what is wrong, where, since when, who is paged, who is next, what to open', () => {
    const { subject, text } = composeMessage([toAlice]);
    expect(pageOf(toAlice)).toEqual({
      schema: 'page/1',
      kind: 'page',
      reason: 'escalation',
      id: '01H739DZ8GQ4T6W8Y0A2C4E6G8',
      status: 'triggered',
      severity: 'critical',
      service: 'web',
      environment: 'prod',
      account: '123456789012',
      region: 'us-east-1',
      symptom: 'p99 latency 3.7 s (limit 1 s), 3 of 5 min',
      description: 'Look at the cache first. https://evil.example/runbook',
      openedAt: '2023-08-05T14:15:00.000Z',
      links: { respond: LINK, ...toAlice.console, runbook: 'https://wiki.example.com/runbooks/web' },
      paged: ['Alice Ferreira', 'Bob Osei'],
      next: { who: ['Alice Ferreira', 'Carol Lindqvist'], at: '2023-08-05T14:30:00.000Z' },
      subject,
      text,
      sentAt: '2023-08-05T14:15:02.000Z',
    });
  });

  it('calls nobody `you`, also where only words are known of who is next', () => {
    expect(pageOf({ ...toAlice, next: { who: 'you', at: firstPage.now } })).toMatchObject({
      paged: ['Alice Ferreira', 'Bob Osei'],
      next: { who: ['Alice Ferreira'] },
    });
  });

  it('holds no link but those that are safe', () => {
    const hostile = { ...toAlice, link: 'javascript:alert(1)', runbook: 'see https://evil.example' };
    expect(pageOf({ ...hostile, console: { alarm: 'https://a@evil.example/', logs: 'http://evil.example/' } })).toEqual(
      expect.objectContaining({ links: {} }),
    );
  });

  it('of an incident of which little is known says so: no symptom, nobody paged, nobody next', () => {
    const { alarms, ...rest } = { ...firstPage, alarms: [], next: undefined, paging: undefined };
    expect(pageOf({ ...rest, alarms })).toMatchObject({ symptom: '', paged: [], next: null });
  });
});

describe('a notification by HTTPS', () => {
  it('says what it tells, and who has it until when', () => {
    expect(pageOf({ ...acknowledged, kind: 'notification', about: 'acknowledged' })).toMatchObject({
      kind: 'notification',
      about: 'acknowledged',
      status: 'acknowledged',
      paged: [],
      next: null,
      owner: {
        name: 'Alice Ferreira',
        kind: 'acknowledgement',
        since: '2023-08-05T14:20:00.000Z',
        until: '2023-08-05T14:50:00.000Z',
      },
    });
  });
});

describe('a message about several incidents by HTTPS', () => {
  const incident = (index: number): PageFacts => ({
    ...toAlice,
    incidentId: `incident-${String(index).padStart(3, '0')}`,
    service: `service-${String(index)}`,
  });
  const many = (count: number): readonly PageFacts[] => Array.from({ length: count }, (_, index) => incident(index));

  it('has the oldest at the top and the others beside it, without words of their own', () => {
    const page = pageOf(incident(1), { ...incident(0), openedAt: '2023-08-05T14:10:00.000Z' });
    expect(page).toMatchObject({ id: 'incident-000', service: 'service-0', more: 0 });
    expect(page['others']).toEqual([
      expect.objectContaining({ id: 'incident-001', paged: ['Alice Ferreira', 'Bob Osei'] }),
    ]);
    expect((page['others'] as object[])[0]).not.toHaveProperty('text');
  });

  it('names twenty others at most, and counts the rest', () => {
    const page = pageOf(...many(500));
    expect(page['others']).toHaveLength(20);
    expect(page['more']).toBe(479);
  });

  it('names fewer where each has much to say', () => {
    const page = pageOf(...many(30).map((facts) => ({ ...facts, alarmDescription: 'word '.repeat(200) })));
    const others = page['others'] as object[];
    expect(others.length).toBeGreaterThan(10);
    expect(others.length).toBeLessThan(20);
    expect(page['more']).toBe(29 - others.length);
  });
});

describe('the minimal message by HTTPS', () => {
  it('keeps the form, with what nobody else wrote', () => {
    const page = JSON.parse(minimalMessage([toAlice, { ...toAlice, incidentId: 'another' }]).https) as Page;
    expect(isPage(page), JSON.stringify(isPage.errors)).toBe(true);
    expect(page).toMatchObject({
      schema: 'page/1',
      id: '01H739DZ8GQ4T6W8Y0A2C4E6G8',
      symptom: '',
      links: { respond: LINK },
      paged: [],
      others: [],
      more: 1,
    });
  });
});

describe('the document that docs/channels.md shows', () => {
  it('is of this form', () => {
    const text = readFileSync(new URL('../../../docs/channels.md', import.meta.url), 'utf8');
    const [, shown = ''] = /```json\n([^]*?)```/u.exec(text) ?? [];
    expect(isPage(JSON.parse(shown)), JSON.stringify(isPage.errors)).toBe(true);
  });
});

describe('the schema of page/1', () => {
  const valuesOf = (field: string): readonly string[] => schema.$defs.incident.properties[field]?.examples ?? [];

  it('names every reason and everything that is told', () => {
    for (const reason of valuesOf('reason')) expect(pageOf({ ...toAlice, reason: reason as PageReason })).toBeDefined();
    for (const about of valuesOf('about'))
      expect(pageOf({ ...latencyIncident, kind: 'notification', about: about as About })).toBeDefined();
    expect([valuesOf('reason').length, valuesOf('about').length]).toEqual([14, 16]);
  });

  it('lets fields be added, and asks for those that are promised', () => {
    const page = pageOf(toAlice);
    expect(isPage({ ...page, brandNew: 1, links: { ...(page['links'] as object), graph: 'https://x.example/' } })).toBe(
      true,
    );
    for (const field of ['schema', 'kind', 'reason', 'id', 'symptom', 'links', 'next', 'text', 'sentAt'])
      expect(isPage({ ...page, [field]: undefined }), field).toBe(false);
    expect(isPage({ ...page, schema: 'page/2' })).toBe(false);
  });
});
