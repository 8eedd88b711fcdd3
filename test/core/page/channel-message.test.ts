import { describe, expect, it } from 'vitest';
import type { Configuration, Target } from '../../../lib/core/configuration.ts';
import {
  type About,
  type Incident,
  type IncidentSeverity,
  type PageReason,
  type Status,
} from '../../../lib/core/incident/incident.ts';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { pageFactsOf } from '../../../lib/core/page/page-facts-of.ts';
import type { Message, PageFacts } from '../../../lib/core/page/page-facts.ts';
import { whyOf } from '../../../lib/core/page/why.ts';
import { ABOUT } from '../../../lib/core/report/reasons.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { configurationOf, threeLevels } from '../../support/configurations.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { acknowledged, firstPage, latencyAlarm, latencyIncident } from './latency-incident.ts';

const flat = (message: Message | undefined): string => (message?.text ?? 'no message').replaceAll(/\n */gu, ' ');

describe('a channel that is paged', () => {
  it.each<[PageReason, Partial<PageFacts>, string]>([
    ['escalation', {}, 'This channel is paged as level 1 of 3.'],
    ['escalation', { level: 2 }, 'This channel is paged as level 2 of 3: nobody has acknowledged yet.'],
    ['escalation', { level: 0 }, 'This channel is paged.'],
    ['severity', {}, 'It has become critical. This channel is paged as level 1 of 3.'],
    ['requested', {}, 'Somebody has escalated it to this channel. This channel is paged as level 1 of 3.'],
    ['escalation', { isUnanswered: true }, 'No level is left, so this channel is paged.'],
  ])('is no `you`: %s %j', (reason, facts, said) => {
    expect(whyOf({ ...firstPage, ...facts, kind: 'page', reason, isChannel: true })).toBe(said);
  });

  it('hears so in a real page, and never `you`', async () => {
    const world = new World(
      configurationOf(`
services: { web: { escalation: primary, workload: { kind: lambda, functionName: web } } }
responders: { bob: { name: Bob Osei } }
channels: { ops: { name: "#ops", kind: chat } }
escalations: { primary: { levels: [{ page: [channel:ops], escalateAfter: 15m }, { page: [responder:bob] }] } }
`),
    );
    await world.at(0, await world.alarm('latency'));
    const text = flat(world.published.find(({ target }) => target === 'channel:ops')?.message);
    expect(text).toContain('This channel is paged as level 1 of 2.');
    expect(text).not.toMatch(/\byou\b/iu);
  });
});

describe('whoever is told that it began', () => {
  /** To the channel, as the incident stands. */
  const opened = (incident: Incident, configuration: Configuration, target: Target = 'channel:ops'): string => {
    const page = { kind: 'notification', pageId: 'p', about: 'opened', target, requestedAt: minute(0) } as const;
    const facts = pageFactsOf(incident, page, { configuration, now: minute(0), link: undefined });
    return whyOf(facts);
  };

  it('hears who is being paged, by name', async () => {
    const world = new World();
    await world.at(0, await world.alarm('latency'));
    const message = world.published.find(({ target }) => target === 'channel:ops')?.message;
    expect(flat(message)).toContain('Alice Ferreira is being paged, level 1 of 3.');
  });

  it('hears it while the page still waits for its diagnosis', async () => {
    const world = new World();
    const { incidentIds } = await receive(world.pipeline, [
      { messageId: 'm', body: alarmEvent({ name: 'latency', state: 'ALARM', at: minute(0) }) },
    ]);
    const { requested: _, ...started } = await world.head(incidentIds[0] ?? '');
    const held = { reason: 'escalation', diagnoseUntil: minute(1) } as const;
    const head = { ...started, held, requested: [], ladder: { ...started.ladder, step: undefined } };
    expect(opened(head, threeLevels)).toMatch(/^Alice Ferreira is being paged/u);
    expect(opened(head, threeLevels, 'responder:alice')).toMatch(/^You are being paged/u);
  });

  it('hears of a later level who is asked now', async () => {
    const world = new World();
    const incidentId = await world.alarm('latency');
    for (const minutes of [0, 15]) await world.at(minutes, incidentId);
    expect(opened(await world.head(incidentId), threeLevels)).toBe('Bob Osei is being paged, level 2 of 3.');
  });

  it('hears of an unanswered ending that all of them are', async () => {
    const world = new World();
    const incidentId = await world.alarm('latency');
    for (const minutes of [0, 15, 35, 55, 70, 90, 110]) await world.at(minutes, incidentId);
    const head = await world.head(incidentId);
    expect(head.ladder.step?.isUnanswered).toBe(true);
    expect(opened(head, threeLevels)).toBe('Alice Ferreira, Bob Osei and Carol Lindqvist are being paged.');
    expect(opened(head, threeLevels, 'responder:bob')).toBe('You, Alice Ferreira and Carol Lindqvist are being paged.');
  });

  it('hears the id of somebody who is configured no more', async () => {
    const world = new World();
    const incidentId = await world.alarm('latency');
    await world.at(0, incidentId);
    const { alice: _, ...responders } = threeLevels.responders;
    const said = opened(await world.head(incidentId), { ...threeLevels, responders });
    expect(said).toBe('Alice is being paged, level 1 of 3.');
  });
});

const allNotifications = (facts: Partial<PageFacts>): readonly PageFacts[] =>
  (Object.keys(ABOUT) as About[]).flatMap((about) =>
    (['critical', 'warning', 'silent'] as const).flatMap((severity: IncidentSeverity) =>
      (['triggered', 'acknowledged', 'resolved'] as const).flatMap((status: Status) =>
        [true, false].map((hasNeed): PageFacts => {
          const base = status === 'acknowledged' ? acknowledged : latencyIncident;
          const at = '2023-08-05T14:40:00.000Z';
          const resolution = status === 'resolved' ? { at, stillFiring: 0 } : undefined;
          return { ...base, ...facts, kind: 'notification', about, severity, status, hasNeed, resolution };
        }),
      ),
    ),
  );

/** The id of the service, by which a receiver may sort. */
const FOR_MACHINES = '"service":"unrouted"';

const forms = (facts: PageFacts): string =>
  [composeMessage([facts]), composeMessage([facts], 'chat')]
    .flatMap(({ subject, text, sms, https }) => [subject, text, sms, https])
    .join('\n');

describe('whatever is told', () => {
  it.each([
    ['as it is', {}],
    ['without a link', { link: undefined }],
    ['where nobody is paged', { paging: undefined, next: undefined }],
    ['of lost data', { alarms: [{ ...latencyAlarm, state: 'INSUFFICIENT_DATA' }] } as const],
    ['to a channel', { isChannel: true }],
  ])('never says `Acknowledge` where nobody is paged: %s', (_, facts) => {
    const wrong = allNotifications(facts)
      .map((one) => flat(composeMessage([one])))
      .filter((text) => /acknowledge:|acknowledge, in a shell/iu.test(text) && /nobody is paged/iu.test(text));
    expect(wrong).toEqual([]);
  });

  it('never says `unrouted` where no rule maps the alarm, in any form', () => {
    const facts = { service: 'unrouted' };
    const pages = (['escalation', 'severity', 'returned', 'unanswered', 'nobodyReached'] as const).map(
      (reason): PageFacts => ({ ...firstPage, ...facts, reason }),
    );
    const all = [...allNotifications(facts), ...pages];
    expect(all.map(forms).filter((text) => /unrouted/iu.test(text.replace(FOR_MACHINES, '')))).toEqual([]);
    expect(forms(pages[0] ?? firstPage)).toContain('unmapped alarm');
  });
});
