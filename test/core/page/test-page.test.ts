import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { septetsOf } from '../../../lib/core/page/gsm-7.ts';
import { minimalMessage } from '../../../lib/core/page/minimal-message.ts';
import type { PagedFacts } from '../../../lib/core/page/page-facts.ts';
import { HOSTILE } from './hostile-corpus.ts';
import { latencyIncident, LINK } from './latency-incident.ts';

const tested: PagedFacts = {
  ...latencyIncident,
  kind: 'page',
  reason: 'test',
  isDrill: true,
  severity: 'warning',
  hasNeed: false,
  service: 'tocsin',
  environment: 'test',
  level: 0,
  alarms: [],
  joined: 0,
  firing: 0,
  runbook: undefined,
  description: undefined,
  paging: undefined,
  alarmDescription: undefined,
  console: undefined,
  next: undefined,
  actor: { name: 'Admin/bob', isReader: false },
  reader: 'Alice Ferreira',
};

const schema = readFileSync(new URL('../../../schema/page.schema.json', import.meta.url), 'utf8');
const isPage = new Ajv2020({ formats: { 'date-time': true } }).compile(JSON.parse(schema) as object);

describe('a test page', () => {
  it('says first that it is one, in every form', () => {
    const { subject, text, sms, https } = composeMessage([tested]);
    expect(subject).toMatch(/^\[TEST\] tocsin: test page for Alice Ferreira, nothing is wrong/u);
    expect(text).toMatch(/^TEST: test page for Alice Ferreira, nothing is wrong\.\nSent by Admin\/bob at /u);
    expect(sms).toMatch(/^TEST tocsin: test page for Alice Ferreira, nothing is wrong/u);
    expect(JSON.parse(https)).toMatchObject({ isTest: true, reason: 'test', subject, text });
    const { content } = JSON.parse(composeMessage([tested], 'chat').https) as { content: { title: string } };
    expect(content.title).toBe(subject);
  });

  it('names nobody who is paged next, and no level', () => {
    const { subject, text, sms, https } = composeMessage([tested]);
    const chat = composeMessage([tested], 'chat').https;
    for (const said of [subject, text, sms, https, chat]) expect(said).not.toMatch(/level|Next:|unless/u);
    expect(text).toContain('Acknowledge it, and you are done: nobody\nelse is paged either way.');
  });

  it('says in a channel that it reaches the channel', () => {
    const { text } = composeMessage([{ ...tested, isChannel: true, reader: '#ops' }]);
    expect(text).toContain('It shows whether pages reach this channel.');
  });

  it('says so in fixed words too', () => {
    const { subject, https } = minimalMessage([tested]);
    expect(subject).toMatch(/^Tocsin TEST page: /u);
    expect(JSON.parse(https)).toMatchObject({ isTest: true });
  });

  it.each(HOSTILE)('keeps its limits and its link, whoever is called %j', (name) => {
    const facts = { ...tested, reader: name, actor: { name, isReader: false } };
    for (const message of [composeMessage([facts]), minimalMessage([facts])]) {
      expect(message.subject).toMatch(/^[ -~]{1,99}$/u);
      expect(septetsOf(message.sms)).toBeLessThanOrEqual(160);
      expect(isPage(JSON.parse(message.https)), JSON.stringify(isPage.errors)).toBe(true);
      for (const said of [message.text, message.sms]) {
        expect(said).toContain(LINK);
        expect(said.replaceAll(LINK, '')).not.toMatch(/https?:\/\//u);
      }
    }
  });
});
