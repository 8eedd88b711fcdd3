import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import type { PageFacts } from '../../../lib/core/page/page-facts.ts';
import { acknowledged, firstPage, latencyAlarm, latencyIncident, LINK } from './latency-incident.ts';

interface Shown {
  readonly content: {
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: { readonly threadId: string };
}

const shown = (...facts: readonly PageFacts[]): Shown => JSON.parse(composeMessage(facts, 'chat').https) as Shown;

const linesOf = (...facts: readonly PageFacts[]): readonly string[] => shown(...facts).content.description.split('\n');

const symptom = 'p99 latency 3.7 s (limit 1 s), 3 of 5 min';

/** The reference incident, as the channel `#ops` is told of it. */
const toOps: PageFacts = {
  ...latencyIncident,
  kind: 'notification',
  about: 'opened',
  isChannel: true,
  reader: '#ops',
  alarms: [{ ...latencyAlarm, symptom }],
  paging: ['Alice Ferreira'],
  alarmDescription: 'Look at the cache first, as https://wiki.example.com/cache?a=1&b=2 says.',
  console: {
    alarm: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1&x=1#alarmsV2:alarm/web',
  },
  note: 'restarting web-2',
};

describe('a message in a chat', () => {
  it('is a custom notification of Amazon Q: what is wrong first, who is being paged by name, the answer, the rest', () => {
    expect(JSON.parse(composeMessage([toOps], 'chat').https)).toEqual({
      version: '1.0',
      source: 'custom',
      content: {
        textType: 'client-markdown',
        title: composeMessage([toOps]).subject,
        description: [
          `CRITICAL: ${symptom}.`,
          'web in prod, since 10:15 EDT (14:15 UTC).',
          'Alice Ferreira is being paged, level 1 of 3.',
          `Acknowledge: ${LINK}`,
          'Look at the cache first, as https://wiki.example.com/cache?a=1&amp;b=2 says.',
          'Alarm: tocsin-prod-web-latency-critical https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1&amp;x=1#alarmsV2:alarm/web',
          'Note: restarting web-2',
        ].join('\n'),
        nextSteps: [
          'Runbook: https://wiki.example.com/runbooks/web',
          'Next: Development team lead at 10:30 EDT (14:30 UTC), unless somebody acknowledges',
        ],
        keywords: ['critical', 'web', 'prod'],
      },
      metadata: { threadId: '01H739DZ8GQ4T6W8Y0A2C4E6G8' },
    });
  });

  it('stays in the thread of its incident from the first page to the end', () => {
    const ends: readonly PageFacts[] = [
      { ...acknowledged, kind: 'notification', about: 'acknowledged' },
      { ...toOps, status: 'resolved', about: 'resolved' },
    ];
    for (const facts of ends) expect(shown(facts).metadata.threadId).toBe(toOps.incidentId);
  });

  it('of what is over says that first', () => {
    const facts: PageFacts = { ...toOps, status: 'resolved', about: 'resolved', paging: undefined };
    expect(linesOf(facts).slice(0, 2)).toEqual([
      `RESOLVED: ${symptom}.`,
      'web in prod, critical from 10:15 EDT (14:15 UTC).',
    ]);
  });

  it('names a channel that is itself paged, and never says `you` for it', () => {
    const facts: PageFacts = {
      ...toOps,
      kind: 'page',
      reason: 'escalation',
      paging: ['#ops', 'Bob Osei'],
      next: { who: 'you again', at: firstPage.now, names: ['#ops'] },
    };
    expect(linesOf(facts)).toContain('This channel is paged as level 1 of 3.');
    expect(linesOf(facts)).toContain('#ops and Bob Osei are being paged, level 1 of 3.');
    expect(shown(facts).content.nextSteps[1]).toMatch(/^Next: #ops at /);
  });

  it('says nothing of levels while the levels are at rest, and nothing of whom where nobody is paged', () => {
    expect(linesOf({ ...toOps, level: 0 })).toContain('Alice Ferreira is being paged.');
    expect(linesOf({ ...toOps, paging: undefined }).join()).not.toContain('being paged,');
  });

  it('gives the reason of alarms that have no words, and the words of those that have', () => {
    const other = { ...latencyAlarm, name: 'user-impact', symptom: '12 % of requests fail (limit 5 %)' };
    const { symptom: _symptom, ...withoutSymptom } = latencyAlarm;
    const memory = {
      ...withoutSymptom,
      name: 'memory',
      reason: 'Threshold Crossed: 93 > 90',
      severity: 'warning' as const,
    };
    const lines = linesOf({ ...toOps, alarms: [...toOps.alarms, other, memory], joined: 3, firing: 3 });
    expect(lines[0]).toBe(`CRITICAL: ${symptom}.`);
    expect(lines).toContain('• user-impact (ALARM): 12 % of requests fail (limit 5 %)');
    expect(lines).toContain('• memory (ALARM): Threshold Crossed: 93 &gt; 90');
  });

  it('of an alarm without words says its name first, and why it fires below the answer', () => {
    const { symptom: _symptom, ...withoutSymptom } = latencyAlarm;
    const lines = linesOf({ ...toOps, alarms: [withoutSymptom], console: undefined });
    expect(lines[0]).toBe('CRITICAL: latency-critical.');
    expect(lines.join('\n')).toContain('• tocsin-prod-web-latency-critical (ALARM): Threshold Crossed: 3 out of');
  });

  it('says of an alarm that belongs to no service why it says so little', () => {
    const facts: PageFacts = { ...toOps, service: 'unrouted' };
    expect(linesOf(facts)[1]).toBe('No rule of tocsin.yaml maps this alarm. In prod, since 10:15 EDT (14:15 UTC).');
    expect(shown(facts).content.keywords).toEqual(['critical', 'unmapped alarm', 'prod']);
  });
});

describe('the description of an alarm in a chat', () => {
  const described = (alarmDescription: string): string => linesOf({ ...toOps, alarmDescription })[4] ?? '';

  it.each([
    'see https://wiki.example.com/a_b/c-d (or https://x.example).',
    'https://us-east-1.console.aws.amazon.com/cloudwatch/home#dashboards:name=web',
    'http://wiki.internal:8080/runbook',
  ])('keeps its addresses as links: %j', (text) => {
    expect(described(text)).toBe(text);
  });

  it.each([
    ['https://me@evil.example/x', 'hxxps://me(at)evil[.]example/x'],
    ['javascript://wiki.example/x', 'javascript[:]//wiki[.]example/x'],
    ['<!channel> @here `x`', "&lt;!channel&gt; (at)here 'x'"],
  ])('makes text of all else: %j', (text, shownAs) => {
    expect(described(text)).toBe(shownAs);
  });
});

describe('a message about several incidents in a chat', () => {
  it('says of each what is wrong in which service since when, and who is paged or has it', () => {
    const search: PageFacts = { ...toOps, incidentId: 'a', service: 'search', openedAt: '2023-08-05T14:10:00.000Z' };
    const payments: PageFacts = {
      ...acknowledged,
      kind: 'notification',
      about: 'reminder',
      incidentId: 'b',
      service: 'payments',
    };
    const { content, metadata } = shown(toOps, search, payments);
    expect(content.description).toBe(`3 incidents, oldest first.
Acknowledge: ${LINK}
• *CRITICAL* search: ${symptom}, since 10:10 EDT (14:10 UTC); Alice Ferreira is being paged
• *CRITICAL* web: ${symptom}, since 10:15 EDT (14:15 UTC); Alice Ferreira is being paged
• *REMINDER* payments: p99 latency 1.8 s (limit 1 s), 3 of 5 min, since 10:15 EDT (14:15 UTC); Alice Ferreira has it until 10:50 EDT (14:50 UTC)`);
    expect(metadata.threadId).toBe('a');
  });

  it('of five hundred lists twenty, and counts the rest', () => {
    const lines = linesOf(
      ...Array.from({ length: 500 }, (_, index) => ({ ...toOps, incidentId: String(1000 + index) })),
    );
    expect(lines).toHaveLength(23);
    expect([lines[0], lines.at(-1)]).toEqual(['500 incidents, oldest first.', 'and 480 incidents more']);
  });
});
