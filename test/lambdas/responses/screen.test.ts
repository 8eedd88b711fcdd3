import { hostileSaid } from '../../support/said-diagnosis.ts';
import { describe, expect, it } from 'vitest';
import { type AlarmFacts, type PageFacts } from '../../../lib/core/page/page-facts.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { incidentScreen } from '../../../lib/screens/incident-screen.ts';
import { readerOf, viewOf } from '../../../lib/screens/incident-view.ts';
import { NOTHING_KEPT } from '../../../lib/screens/kept.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { later, SECOND } from '../../../lib/core/time.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { Visitor, words } from './visitor.ts';

const SYMPTOM = 'p99 latency 3.7 s (limit 1 s), 3 of 5 min';

const withSymptom = (incident: Incident | undefined, symptom: string): Incident | undefined =>
  incident && { ...incident, alarms: incident.alarms.map((alarm) => ({ ...alarm, symptom })) };

interface Paged {
  readonly world: World;
  readonly visitor: Visitor;
  readonly incidentId: string;
  /** Alice's link. */
  readonly token: string;
}

const paged = async (severity = 'critical', service = 'web', symptom = SYMPTOM): Promise<Paged> => {
  const world = new World();
  const tags = { 'tocsin:service': service, 'tocsin:severity': severity };
  const body = alarmEvent({ name: 'web-latency', state: 'ALARM', at: world.now, tags });
  const { incidentIds } = await receive(world.pipeline, [{ messageId: 'm', body }]);
  const [incidentId = ''] = incidentIds;
  await world.send();
  world.now = minute(5);
  const { store } = world.pipeline;
  const pipeline = world.onStore({ head: async (id) => withSymptom(await store.head(id), symptom) });
  return { world, visitor: new Visitor(world, pipeline), incidentId, token: world.link([incidentId], 'alice') };
};

/** The screen of these facts. */
const screenOf = async ({ world, incidentId }: Paged, facts: Partial<PageFacts>): Promise<string> => {
  const incident = await world.head(incidentId);
  const reader = readerOf(world.pipeline.configuration, 'alice', world.now);
  const view = viewOf(incident, { timeline: await world.timeline(incidentId) }, reader);
  const shown = { outcome: undefined, kept: NOTHING_KEPT, nonce: 'n', isOneOfSeveral: false };
  return incidentScreen({ ...view, facts: { ...view.facts, ...facts } as PageFacts }, shown);
};

const headlines = (body: string): readonly string[] =>
  [...body.matchAll(/<h[12]>([^<]*)<\/h[12]>/g)].map(([, text = '']) => text);

/** What pressing it asks before it does anything. */
const asked = (body: string, button: string): string =>
  words({
    statusCode: 200,
    headers: {},
    body: new RegExp(`<summary>${button}…</summary>([^]*?)</details>`).exec(body)?.[1] ?? '',
  }).trim();

describe('the headline of a screen', () => {
  it('is the symptom of the alarm at hand, beside severity, service and environment', async () => {
    const { visitor, token } = await paged();
    const page = await visitor.open(token);
    expect(page.body).toContain(`<h1>${SYMPTOM}</h1>`);
    expect(words(page)).toContain(`CRITICAL web in prod ${SYMPTOM} Since 10:15 EDT`);
  });

  it('is the same once it is resolved, and once the link works no longer', async () => {
    const { world, visitor, token, incidentId } = await paged();
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'resolve' } });
    expect(words(await visitor.open(token))).toContain(`RESOLVED web in prod ${SYMPTOM} From`);
    world.now = later(world.now, 2 * 86_400 * SECOND);
    expect(headlines((await visitor.open(token)).body)).toEqual(['This link no longer works', SYMPTOM]);
  });

  it('stands at each of several incidents', async () => {
    const { world, visitor, incidentId } = await paged();
    const other = await world.alarm('other', 'ALARM', 'elsewhere');
    const { body } = await visitor.open(world.link([incidentId, other], 'alice'));
    expect(headlines(body)).toEqual(['2 incidents', SYMPTOM, SYMPTOM]);
  });

  it('is harmless, whatever an alarm says', async () => {
    const { visitor, token } = await paged('critical', 'web', '<b>see</b> https://evil.example/x');
    const { body } = await visitor.open(token);
    expect(body).toContain('<h1>&lt;b&gt;see&lt;/b&gt; hxxps://evil[.]example/x</h1>');
  });

  it('says of an alarm that belongs to no service why it says so little, and never how that is stored', async () => {
    const { world, visitor, token, incidentId } = await paged('critical', 'elsewhere');
    const page = await visitor.open(token);
    expect(words(page)).toContain('CRITICAL unmapped alarm in prod');
    expect(words(page)).toContain('No rule of tocsin.yaml maps this alarm.');
    expect(page.body).not.toContain('unrouted');
    const whole = await visitor.open(token, { before: '9' });
    expect(whole.body).toContain('unmapped alarm in prod, critical');
    const several = await visitor.open(world.link([incidentId, await world.alarm('web-cpu')], 'alice'));
    expect(several.body).not.toContain('unrouted');
  });
});

describe('what to look at', () => {
  it("is what the alarm's maker wrote, its links alive, then the console, then the runbook", async () => {
    const body = await screenOf(await paged(), {
      alarmDescription: 'Look at slow queries first:\nhttps://grafana.example/d/db (not https://a@evil.example/x)',
      console: { alarm: 'https://console.aws.amazon.com/alarm?a=1&b=2', logs: 'https://console.aws.amazon.com/logs' },
      runbook: 'https://wiki.example/run',
    });
    const [, look = ''] = /<h2>What to look at<\/h2>([^]*?)<h2>/.exec(body) ?? [];
    expect(
      [...look.matchAll(/<a href="([^"]*)" rel="noreferrer noopener">([^<]*)</g)].map(([, ...found]) => found),
    ).toEqual([
      ['https://grafana.example/d/db', 'https://grafana.example/d/db'],
      ['https://console.aws.amazon.com/alarm?a=1&amp;b=2', 'The alarm in the AWS console'],
      ['https://console.aws.amazon.com/logs', 'The logs around it'],
      ['https://wiki.example/run', 'Runbook: https://wiki.example/run'],
    ]);
    expect(look).toContain('Look at slow queries first:\n');
    expect(look).toContain('hxxps://a@evil[.]example/x');
  });

  it('follows no address of the console that is none', async () => {
    const body = await screenOf(await paged(), { console: { alarm: 'javascript:alert(1)', logs: undefined } });
    expect(body).not.toContain('AWS console');
  });

  it('links nothing that an alarm says of itself', async () => {
    const whole = await paged();
    const [alarm] = (await whole.world.head(whole.incidentId)).alarms;
    const hostile = 'https://evil.example/x';
    const alarms: readonly AlarmFacts[] =
      alarm === undefined ? [] : [{ ...alarm, name: hostile, reason: hostile, symptom: hostile }];
    const body = await screenOf(whole, { alarms, diagnosis: hostileSaid(hostile), paging: ['you', hostile] });
    expect(body).not.toMatch(/href="https:(?!\/\/eu-west-1\.console\.aws\.amazon\.com\/)/);
    expect(body).not.toContain('https://evil');
    expect(body).toContain('hxxps://evil[.]example/x');
  });

  it('is read beside the timeline, and a failure of that hides nothing else', async () => {
    const { world, token, incidentId } = await paged();
    const read: unknown[] = [];
    const { store } = world.pipeline;
    const reading = world.onStore({
      members: (...which) => {
        read.push(which);
        return store.members(...which);
      },
    });
    await new Visitor(world, reading).open(token);
    expect(read).toEqual([[incidentId, [(await world.head(incidentId)).alarms[0]?.alarmId]]]);
    const failing = world.onStore({ members: () => Promise.reject(new Error('table down')) });
    const page = await new Visitor(world, failing).open(token);
    expect(page.statusCode).toBe(200);
    expect(words(page)).toContain('CRITICAL web in prod');
    expect(world.lines).toContainEqual({
      level: 'warn',
      message: 'a screen without what its alarms hold',
      fields: { error: expect.stringContaining('table down') as string },
    });
  });
});

const WHAT_WAS_IT = 'What was it? Not said yet memory leak deploy dependency traffic surge something else not known';

describe('a button that pages people, or ends it, asks once more', () => {
  it('Resolve: what still fires, and what becomes of that', async () => {
    const { visitor, token } = await paged();
    expect(asked((await visitor.open(token)).body, 'Resolve')).toBe(
      `Ends it for everybody; whoever heard of it is told. 1 alarm still firing: believed to be over for 10 min; if that fires on, it reopens and pages again. ${WHAT_WAS_IT} Resolve now`,
    );
  });

  it('Resolve, of what nobody is paged for: that it reopens, and nothing of pages', async () => {
    const { visitor, token } = await paged('warning');
    const text = asked((await visitor.open(token)).body, 'Resolve');
    expect(text).toContain(`if that fires on, it reopens. ${WHAT_WAS_IT} Resolve now`);
  });

  it('Resolve, of what has recovered: that it ends', async () => {
    const { world, visitor, token } = await paged();
    await world.alarm('web-latency', 'OK');
    expect(asked((await visitor.open(token)).body, 'Resolve')).toBe(
      `Ends it for everybody; whoever heard of it is told. ${WHAT_WAS_IT} Resolve now`,
    );
  });

  it('Escalate: whom it pages', async () => {
    const { world, visitor, token, incidentId } = await paged();
    expect(asked((await visitor.open(token)).body, 'Escalate')).toBe('Pages Bob Osei now. Escalate now');
    expect(asked((await visitor.open(world.link([incidentId], 'bob'))).body, 'Escalate')).toBe(
      'Pages you now. Escalate now',
    );
  });

  it('Escalate and Hand over: who has it no more after that', async () => {
    const { world, visitor, token, incidentId } = await paged();
    await respond(world.pipeline, { incidentId, by: 'alice', response: { type: 'acknowledge' } });
    const mine = (await visitor.open(token)).body;
    expect(asked(mine, 'Escalate')).toBe('Pages Bob Osei now. You have it no more after that. Escalate now');
    const theirs = (await visitor.open(world.link([incidentId], 'carol'))).body;
    expect(asked(theirs, 'Hand over')).toContain(
      'Pages whoever you choose now. Alice Ferreira has it no more after that, and is told.',
    );
  });

  it('says whom Escalate pages, and it pages them', async () => {
    for (const severity of ['critical', 'warning']) {
      const { world, visitor, token } = await paged(severity);
      const [, name = ''] = /Pages (.*) now\. Escalate/.exec(asked((await visitor.open(token)).body, 'Escalate')) ?? [];
      world.published.length = 0;
      await visitor.press(token, 'escalate');
      await world.send();
      const reached = world.published.map(({ target }) => target).filter((target) => target.startsWith('responder:'));
      expect(reached).toEqual([name === 'you' ? 'responder:alice' : 'responder:bob']);
    }
  });

  it('Reopen: that it pages level 1', async () => {
    const { world, visitor, token, incidentId } = await paged();
    await world.at(15, incidentId);
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'resolve' } });
    expect(asked((await visitor.open(token)).body, 'Reopen')).toBe('Opens it again, and pages you now. Reopen now');
  });

  it('and nothing of it is done by the first tap: no other control sends these', async () => {
    const { visitor, token } = await paged();
    const { body } = await visitor.open(token);
    const outside = body.replaceAll(/<details[^]*?<\/details>/g, '');
    expect([...outside.matchAll(/name="action" value="(\w+)"/g)].map(([, type]) => type)).toEqual([
      'acknowledge',
      'note',
      'snooze',
    ]);
    expect(body).not.toContain('<details class="ask" name="ask" open>');
  });
});

describe('Acknowledge', () => {
  const firstControl = (body: string): string =>
    /<(?:button|select|textarea|summary|a)\b[^>]*>/.exec(body.slice(body.indexOf('<form')))?.[0] ?? '';

  it('is big where somebody is needed, and the first control', async () => {
    const { visitor, token } = await paged();
    expect(firstControl((await visitor.open(token)).body)).toBe(
      '<button class="big" name="action" value="acknowledge">',
    );
  });

  it('is one button among others where nobody is paged, and still the first', async () => {
    const { visitor, token } = await paged('warning');
    const page = await visitor.open(token);
    expect(words(page)).toContain('nobody is paged for it');
    expect(page.body).not.toContain('class="big"');
    expect(firstControl(page.body)).toBe('<button name="action" value="acknowledge">');
    expect((await visitor.press(token, 'acknowledge')).statusCode).toBe(303);
  });

  it('of several is big only where somebody is needed for one', async () => {
    const { world, visitor, incidentId } = await paged('warning');
    const tags = { 'tocsin:severity': 'warning' };
    const body = alarmEvent({ name: 'mild', state: 'ALARM', at: world.now, tags });
    const { incidentIds } = await receive(world.pipeline, [{ messageId: 'mild', body }]);
    const milder = await visitor.open(world.link([incidentId, ...incidentIds], 'alice'));
    expect(words(milder)).toContain('Acknowledge all 2');
    expect(milder.body).not.toContain('class="big"');
    const other = await world.alarm('other', 'ALARM', 'elsewhere');
    expect((await visitor.open(world.link([incidentId, other], 'alice'))).body).toContain('class="big"');
  });
});

describe('the whole timeline', () => {
  it('says what each page said, and leads back', async () => {
    const { visitor, token, incidentId } = await paged();
    const { body } = await visitor.open(token);
    const [, before = ''] = /before=(\d+)/.exec(body) ?? [];
    const whole = await visitor.open(token, { incident: incidentId, before });
    expect(whole.statusCode).toBe(200);
    expect(words(whole)).toContain('What it said CRITICAL');
    expect(whole.body).toContain(`<a href="?incident=${incidentId}">Back to the incident</a>`);
    expect(whole.body).not.toContain('<form');
  });

  it.each(['x', '-1', '1e3', '9999999', ''])('of a place that is none is the incident: %j', async (before) => {
    const { visitor, token } = await paged();
    expect((await visitor.open(token, { before })).body).toContain('<form');
  });
});
