import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { LostRaceError } from '../../../lib/ports/incident-store.ts';
import { phaseOf, statusOf } from '../../../lib/core/incident/phase.ts';
import { later, SECOND } from '../../../lib/core/time.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { minute } from '../../support/incident-spec.ts';
import { World } from '../../support/function-world.ts';
import { hiddenFields, Visitor, words } from './visitor.ts';

interface Paged {
  readonly world: World;
  readonly visitor: Visitor;
  readonly incidentId: string;
  /** Alice's link. */
  readonly token: string;
}

const paged = async (): Promise<Paged> => {
  const world = new World();
  const incidentId = await world.alarm('web-latency');
  await world.send();
  world.now = minute(5);
  return { world, visitor: new Visitor(world), incidentId, token: world.link([incidentId], 'alice') };
};

/** Of something milder than what comes after it. */
const acknowledgedWarning = async (): Promise<Paged> => {
  const world = new World();
  const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'warning' };
  const body = alarmEvent({ name: 'web-cpu', state: 'ALARM', at: world.now, tags });
  const { incidentIds } = await receive(world.pipeline, [{ messageId: 'cpu', body }]);
  const [incidentId = ''] = incidentIds;
  await respond(world.pipeline, { incidentId, by: 'alice', response: { type: 'acknowledge' } });
  world.now = minute(5);
  return { world, visitor: new Visitor(world), incidentId, token: world.link([incidentId], 'alice') };
};

const resolvedBy = async ({ world, incidentId }: Paged, by: string): Promise<void> => {
  await respond(world.pipeline, { incidentId, by, response: { type: 'resolve' } });
  await world.send();
};

describe('the screen behind a link', () => {
  it("says what is wrong, since when, who was paged, who is next and what happened, in the reader's time and in UTC", async () => {
    const { visitor, token } = await paged();
    const page = await visitor.open(token);
    const text = words(page);
    expect(page.statusCode).toBe(200);
    expect(text).toContain('CRITICAL web in prod web-latency: 3.2 (limit 1) Since 10:15 EDT (14:15 UTC), for 5 min');
    expect(text).toContain('web-latency ALARM since 10:15 EDT (14:15 UTC) web-latency: 3.2 (limit 1)');
    expect(text).toContain('Alarms: 1 firing of 1');
    expect(text).toContain('Who was paged Being paged: you. Alice Ferreira, level 1');
    expect(text).toContain('Next: Bob Osei at 10:30 EDT (14:30 UTC)');
    expect(text.indexOf('paged Alice Ferreira')).toBeLessThan(text.indexOf('incident opened: web in prod'));
  });

  it('says who has it, until when and what happens then', async () => {
    const { visitor, token } = await paged();
    await visitor.press(token, 'acknowledge');
    const text = words(await visitor.open(token));
    expect(text).toContain('acknowledged by Alice Ferreira at 10:20, until 10:50');
    expect(text).toContain(
      'Escalation starts again at 10:50 EDT (14:50 UTC) unless you act: you are paged again then.',
    );
    expect(text).not.toContain('unless somebody acknowledges');
  });

  it('says both: who has it, and what is critical beside that and is not covered', async () => {
    const { world, visitor, token } = await acknowledgedWarning();
    await world.alarm('web-latency');
    await world.send();
    const text = words(await visitor.open(token));
    expect(text).toContain(
      'triggered: acknowledged by Alice Ferreira at 10:15, until 10:45, but not what is critical now',
    );
    expect(text).toContain('Alarms: 2 firing of 2 1 critical alarm not covered: web-latency.');
    expect(text).toContain('Next: Bob Osei at 10:35 EDT');
    expect(text).not.toContain('Then ');
  });

  it('says until when a resolution is believed of what still fires', async () => {
    const whole = await paged();
    await resolvedBy(whole, 'bob');
    expect(words(await whole.visitor.open(whole.token))).toContain(
      'resolved by Bob Osei at 10:20 1 alarm still firing: believed to be over until 10:30 EDT (14:30 UTC), then it reopens and pages again, unless that stops before.',
    );
  });

  it('says when it resolves itself', async () => {
    const { world, visitor, token } = await paged();
    await world.alarm('web-latency', 'OK');
    expect(words(await visitor.open(token))).toContain(
      'Every alarm is OK: it resolves itself at 10:25 EDT (14:25 UTC) if that lasts.',
    );
  });

  it('tells what has no data from what fires', async () => {
    const { world, visitor, token } = await paged();
    await world.alarm('web-latency', 'INSUFFICIENT_DATA');
    expect(words(await visitor.open(token))).toContain('Alarms: 1 without data of 1');
  });

  it('says of whom no level was left, and when they are paged again', async () => {
    const { world, visitor, token, incidentId } = await paged();
    for (const minutes of [15, 35, 55, 70, 90, 110]) await world.at(minutes, incidentId);
    const text = words(await visitor.open(token));
    expect(text).toContain('Alice Ferreira, no level was left');
    expect(text).toContain('Next: you, Bob Osei and Carol Lindqvist again at 13:05 EDT (17:05 UTC), unless somebody');
  });

  it('says what a resolution still holds, beside what has opened it again', async () => {
    const whole = await paged();
    const { world, visitor, token } = whole;
    await resolvedBy(whole, 'bob');
    world.now = minute(6);
    await world.alarm('web-errors');
    await world.send();
    expect(words(await visitor.open(token))).toContain(
      '1 critical alarm not covered: web-errors. Bob Osei resolved 1 critical alarm before: believed until 10:30 EDT (14:30 UTC).',
    );
  });

  it('offers whoever snoozed it another snooze, and no more of the same', async () => {
    const { visitor, token } = await paged();
    await visitor.press(token, 'acknowledge');
    expect(words(await visitor.open(token))).toContain('Keep it longer');
    await visitor.press(token, 'snooze', { for: '2h' });
    const text = words(await visitor.open(token));
    expect(text).not.toContain('Keep it longer');
    expect(text).toContain('Snooze for');
  });

  it('has one big button to acknowledge before anything else that can be pressed', async () => {
    const { visitor, token } = await paged();
    const { body } = await visitor.open(token);
    expect(/<button[^>]*>/.exec(body)?.[0]).toBe('<button class="big" name="action" value="acknowledge">');
  });

  it('runs no script, loads nothing, is kept nowhere and tells nobody its address', async () => {
    const { visitor, token } = await paged();
    const { body, headers } = await visitor.open(token);
    const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers).toMatchObject({
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': expect.stringContaining('noindex') as string,
      'Strict-Transport-Security': expect.stringMatching(/^max-age=\d{8}/) as string,
    });
    expect(body).not.toMatch(/<script|<img|<link|<iframe|javascript:|onload|style=/i);
    expect(body).not.toContain(token);
  });

  it("asks who acts only where the link is a channel's, or of somebody who left", async () => {
    const { world, visitor, incidentId, token } = await paged();
    expect((await visitor.open(token)).body).not.toContain('name="by"');
    expect((await visitor.open(world.link([incidentId], undefined))).body).toContain('name="by" required');
    expect((await visitor.open(world.link([incidentId], 'zoe'))).body).toContain('name="by" required');
  });
});

describe('whoever only looks', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'constructor'])(
    'changes nothing by %s, whatever the address asks for',
    async (method) => {
      const { world, visitor, token, incidentId } = await paged();
      const before = world.everything();
      const query = { action: 'acknowledge', by: 'alice', nonce: 'a-nonce-of-some-length', incident: incidentId };
      const body = new URLSearchParams(query).toString();
      const contentType = 'application/x-www-form-urlencoded';
      for (const sent of [{ query }, { body, contentType }]) await visitor.ask(`/a/${token}`, { method, ...sent });
      expect(world.everything()).toBe(before);
    },
  );

  it('changes nothing by 200 scanners at once', async () => {
    const { world, visitor, token } = await paged();
    const before = world.everything();
    const pages = await Promise.all(Array.from({ length: 200 }, () => visitor.open(token)));
    expect(new Set(pages.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(world.everything()).toBe(before);
  });

  it('changes nothing by a form that has no nonce', async () => {
    const { world, visitor, token } = await paged();
    const before = world.everything();
    expect((await visitor.submit(token, { action: 'acknowledge', nonce: '' })).statusCode).toBe(400);
    expect(world.everything()).toBe(before);
  });

  it('gets the headers without the page by HEAD, and by OPTIONS what is allowed', async () => {
    const { visitor, token } = await paged();
    expect(await visitor.ask(`/a/${token}`, { method: 'HEAD' })).toMatchObject({ statusCode: 200, body: '' });
    const options = await visitor.ask(`/a/${token}`, { method: 'OPTIONS' });
    expect(options).toMatchObject({ statusCode: 204, headers: { Allow: 'GET, HEAD, POST, OPTIONS' } });
  });
});

describe('a button of the screen', () => {
  it('acts for whoever the link was sent to, and leads back to the page, which says so', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const done = await visitor.press(token, 'acknowledge', { by: 'bob' });
    expect(done.statusCode).toBe(303);
    expect(phaseOf(await world.head(incidentId))).toMatchObject({ status: 'acknowledged', by: 'alice' });
    const text = words(await visitor.follow(token, done));
    expect(text).toContain('Acknowledged.');
    expect(text).toContain('acknowledged by Alice Ferreira at 10:20, until 10:50');
  });

  it('says of what another has who has it, not that it is acknowledged', async () => {
    const { world, visitor, incidentId, token } = await paged();
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'acknowledge' } });
    for (const link of [token, world.link([incidentId], undefined)]) {
      const text = words(await visitor.follow(link, await visitor.press(link, 'acknowledge', { by: 'alice' })));
      expect(text).toContain('Noted: Bob Osei has it until 10:50 EDT (14:50 UTC).'.slice(0, 29));
      expect(text).not.toContain('Acknowledged.');
    }
  });

  it('pressed twice acts once', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'note', text: 'on it' };
    const both = await Promise.all([visitor.submit(token, fields), visitor.submit(token, fields)]);
    const again = await visitor.submit(token, fields);
    expect([...both, again].map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
    expect(await world.count(incidentId, 'NoteAdded')).toBe(1);
    expect(words(await visitor.follow(token, again))).toContain('That was done already.');
  });

  it('writes a second note from the same page, which a browser may go back to', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const fields = hiddenFields((await visitor.open(token)).body);
    await visitor.submit(token, { ...fields, action: 'note', text: 'one' });
    await visitor.submit(token, { ...fields, action: 'note', text: 'two' });
    expect(await world.count(incidentId, 'NoteAdded')).toBe(2);
  });

  it('records what was typed beside it, whatever it is', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const done = await visitor.press(token, 'resolve', { text: 'restarted web-2' });
    expect(done.statusCode).toBe(303);
    const said = (await world.timeline(incidentId)).filter(
      ({ type }) => type === 'NoteAdded' || type === 'IncidentResolved',
    );
    expect(said).toMatchObject([
      { type: 'NoteAdded', by: 'alice', text: 'restarted web-2' },
      { type: 'IncidentResolved', by: 'alice' },
    ]);
  });

  it('takes a long note in Chinese: nine bytes a character on the way', async () => {
    const { world, visitor, token, incidentId } = await paged();
    expect((await visitor.press(token, 'note', { text: '内'.repeat(4_000) })).statusCode).toBe(303);
    expect(await world.count(incidentId, 'NoteAdded')).toBe(1);
  });

  it.each([
    ['escalate', {}, 'IncidentEscalated'],
    ['resolve', {}, 'IncidentResolved'],
    ['note', { text: 'a\r\nb' }, 'NoteAdded'],
    ['snooze', { for: '2h' }, 'IncidentSnoozed'],
    ['reassign', { to: 'carol' }, 'IncidentReassigned'],
  ] as const)('%s does what it says', async (action, fields, type) => {
    const { world, visitor, token, incidentId } = await paged();
    expect((await visitor.press(token, action, fields)).statusCode).toBe(303);
    expect(await world.count(incidentId, type)).toBe(1);
  });

  it('reopens what was resolved', async () => {
    const whole = await paged();
    await resolvedBy(whole, 'bob');
    expect((await whole.visitor.press(whole.token, 'reopen')).statusCode).toBe(303);
    expect(statusOf(await whole.world.head(whole.incidentId))).toBe('triggered');
  });

  it('that comes too late is refused with the incident as it stands now', async () => {
    const whole = await paged();
    const { visitor, token, incidentId } = whole;
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'acknowledge' };
    await resolvedBy(whole, 'bob');
    const before = (await whole.world.timeline(incidentId)).length;
    const late = await visitor.submit(token, fields);
    expect(late.statusCode).toBe(409);
    expect(words(late)).toContain('Nothing was recorded: the incident is resolved.');
    expect(words(late)).toContain('resolved by Bob Osei');
    expect(await whole.world.timeline(incidentId)).toHaveLength(before);
  });

  it("on a channel's page acts for whoever was chosen, and for nobody when nobody was", async () => {
    const { world, visitor, incidentId } = await paged();
    const token = world.link([incidentId], undefined);
    expect((await visitor.press(token, 'acknowledge')).statusCode).toBe(400);
    expect((await visitor.press(token, 'acknowledge', { by: 'mallory' })).statusCode).toBe(400);
    expect(statusOf(await world.head(incidentId))).toBe('triggered');
    expect((await visitor.press(token, 'acknowledge', { by: 'carol' })).statusCode).toBe(303);
    expect(phaseOf(await world.head(incidentId))).toMatchObject({ by: 'carol' });
  });

  it.each([
    [{ action: 'delete' }, 'one of acknowledge, escalate, resolve, reopen, note, snooze, reassign'],
    [{}, 'one of acknowledge'],
    [{ action: 'toString' }, 'one of acknowledge'],
    [{ action: 'note', text: '  ' }, '1 to 4000 characters'],
    [{ action: 'note', text: 'x'.repeat(4_001) }, '1 to 4000 characters'],
    [{ action: 'snooze', for: 'long' }, 'such as 45m or 2h'],
    [{ action: 'snooze', for: '25h' }, 'at most 24h'],
    [{ action: 'reassign', to: '' }, 'the id of a responder'],
    [{ action: 'reassign', to: 'mallory' }, 'one of alice, bob, carol'],
    [{ action: 'resolve', cause: 'none' }, 'cause: one of memory-leak'],
    [{ action: 'resolve', cause: ' ' }, 'cause: one of memory-leak'],
    [{ action: 'acknowledge', incident: 'another' }, 'an open incident of it'],
  ])('that sends %j is refused, and says what would be right', async (fields: Record<string, string>, expected) => {
    const { world, visitor, token } = await paged();
    const before = world.everything();
    const refused = await visitor.submit(token, fields);
    expect(refused.statusCode).toBe(400);
    expect(words(refused)).toContain(expected);
    expect(world.everything()).toBe(before);
  });

  it('that cannot be written says so, and acts once when it is pressed again', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const { store } = world.pipeline;
    const failing = new Visitor(world, {
      ...world.pipeline,
      store: {
        head: (id) => store.head(id),
        members: (id, which) => store.members(id, which),
        diagnoses: (id, which) => store.diagnoses(id, which),
        timeline: (id) => store.timeline(id),
        append: () => Promise.reject(new LostRaceError(`incident ${incidentId} by ${token}`)),
      },
    });
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'acknowledge' };
    expect((await failing.submit(token, fields)).statusCode).toBe(503);
    expect(JSON.stringify(world.lines)).not.toContain(token);
    expect((await visitor.submit(token, fields)).statusCode).toBe(303);
  });

  it('says what it did only for a while: later the page says only how the incident stands', async () => {
    const { world, visitor, token } = await paged();
    const done = await visitor.press(token, 'acknowledge');
    world.now = later(world.now, 121 * SECOND);
    expect(words(await visitor.follow(token, done))).not.toContain('Acknowledged.');
  });
});

describe('a button of a screen that is no longer true', () => {
  it('ends nothing that was not shown: the new alarm is named, and nothing is recorded', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'resolve', text: 'over' };
    await world.alarm('web-memory');
    const before = await world.timeline(incidentId);
    const answer = await visitor.submit(token, fields);
    expect(answer.statusCode).toBe(409);
    expect(words(answer)).toContain(
      'Nothing was recorded: it has changed since you looked: web-memory was not shown then.',
    );
    expect(await world.timeline(incidentId)).toEqual(before);
    expect((await visitor.submit(token, { ...hiddenFields(answer.body), action: 'resolve' })).statusCode).toBe(303);
  });

  it('knows what was shown by the names of alarms as by their ids: forms of before had names', async () => {
    const { world, visitor, token, incidentId } = await paged();
    await world.alarm('web-memory');
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'resolve' };
    const seen = (...alarms: string[]): string => JSON.stringify({ [incidentId]: { alarms } });
    expect((await visitor.submit(token, { ...fields, expect: seen('web-latency') })).statusCode).toBe(409);
    const all = seen('web-latency', 'web-memory');
    expect((await visitor.submit(token, { ...fields, expect: all })).statusCode).toBe(303);
  });

  it('pages one level where two people press Escalate at once', async () => {
    const { world, visitor, incidentId, token } = await paged();
    const other = world.link([incidentId], 'bob');
    const [mine, theirs] = [await visitor.open(token), await visitor.open(other)];
    const press = (of: string, { body }: typeof mine): ReturnType<Visitor['submit']> =>
      visitor.submit(of, { ...hiddenFields(body), action: 'escalate' });
    expect((await press(token, mine)).statusCode).toBe(303);
    const second = await press(other, theirs);
    expect(second.statusCode).toBe(409);
    expect(words(second)).toContain('it is at level 2, round 1 by now, it was at level 1, round 1');
    expect(await world.count(incidentId, 'IncidentEscalated')).toBe(1);
  });

  it('never says acknowledged of what somebody else has', async () => {
    const { world, visitor, incidentId, token } = await paged();
    const stale = hiddenFields((await visitor.open(token)).body);
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'acknowledge' } });
    const answer = await visitor.submit(token, { ...stale, action: 'acknowledge' });
    expect(answer.statusCode).toBe(409);
    expect(words(answer)).toContain('bob has it by now');
    expect(words(answer)).not.toContain('Acknowledged.');
  });

  it('takes a form of before there was such a field, and refuses one that says nonsense', async () => {
    const { visitor, token } = await paged();
    const { expect: _seen, ...older } = hiddenFields((await visitor.open(token)).body);
    expect(
      (await visitor.submit(token, { ...older, action: 'note', text: 'on it', expect: 'nonsense' })).statusCode,
    ).toBe(400);
    expect((await visitor.submit(token, { ...older, action: 'acknowledge' })).statusCode).toBe(303);
  });
});

describe('a body that is not a form of this screen', () => {
  it.each([
    ['too large', 413, 'x'.repeat(65_537), 'application/x-www-form-urlencoded'],
    ['of 10 MB', 413, 'x'.repeat(10_000_000), 'application/x-www-form-urlencoded'],
    ['JSON', 415, '{"action":"acknowledge"}', 'application/json'],
    ['of no type', 415, 'action=acknowledge', ''],
  ])(
    '%s is refused with %i, by a link that exists and by one that does not alike',
    async (...[, status, body, contentType]) => {
      const { world, visitor, token } = await paged();
      const before = world.everything();
      const sent = { method: 'POST', body, contentType };
      const known = await visitor.ask(`/a/${token}`, sent);
      expect(known.statusCode).toBe(status);
      expect(await visitor.ask(`/a/${'z'.repeat(22)}`, sent)).toEqual(known);
      expect(world.everything()).toBe(before);
    },
  );
});

describe('a token that was never made', () => {
  const flipped = (token: string): string => `T${token.slice(1)}`;

  it.each([
    ['with another bit', flipped],
    ['cut off', (token: string) => token.slice(0, -1)],
    ['longer', (token: string) => `${token}_`],
    ['empty', () => ''],
    ['of 100 KB', () => 'a'.repeat(100_000)],
    ['in another writing', () => 'жетон-жетон-жетон-жето'],
    ['with escapes', () => '%2e%2e%2f%00'],
    ['with a path behind it', (token: string) => `${token}/x`],
    ['of a prototype', () => '__proto__'],
  ])('%s opens the same page as any other, and acts on nothing', async (_what, change) => {
    const { world, visitor, token } = await paged();
    const before = world.everything();
    const reference = await visitor.open('z'.repeat(22));
    const wrong = change(token);
    expect(reference.statusCode).toBe(404);
    expect(await visitor.open(wrong)).toEqual(reference);
    expect(await visitor.submit(wrong, { action: 'acknowledge' })).toEqual(reference);
    expect(world.everything()).toBe(before);
  });
});

describe('a link after the resolution', () => {
  it('works for a day, and then says what happened', async () => {
    const whole = await paged();
    const { world, visitor, token } = whole;
    await resolvedBy(whole, 'bob');
    const resolvedAt = world.now;
    world.now = later(resolvedAt, 86_400 * SECOND);
    expect((await visitor.open(token)).statusCode).toBe(200);
    world.now = later(resolvedAt, 86_401 * SECOND);
    const before = world.everything();
    const gone = await visitor.open(token);
    expect(gone.statusCode).toBe(410);
    expect(words(gone)).toContain('RESOLVED web in prod web-latency: 3.2 (limit 1) From');
    expect(words(gone)).toContain('resolved by Bob Osei');
    expect((await visitor.submit(token, { action: 'reopen' })).statusCode).toBe(410);
    expect(world.everything()).toBe(before);
  });

  it('works again, as every link sent before does, once it is reopened', async () => {
    const whole = await paged();
    const { world, visitor, token, incidentId } = whole;
    await resolvedBy(whole, 'bob');
    world.now = later(world.now, 2 * 86_400 * SECOND);
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'reopen' } });
    expect((await visitor.press(token, 'acknowledge')).statusCode).toBe(303);
  });
});

describe('a link for several incidents', () => {
  const several = async (): Promise<Paged & { readonly other: string }> => {
    const whole = await paged();
    const other = await whole.world.alarm('other', 'ALARM', 'elsewhere');
    await whole.world.send();
    return { ...whole, other, token: whole.world.link([other, whole.incidentId, other], 'alice') };
  };

  it('lists them, the oldest first, each with a page of its own', async () => {
    const { visitor, token, incidentId, other } = await several();
    const page = await visitor.open(token);
    expect(words(page)).toContain('2 incidents');
    expect(page.body.indexOf(incidentId)).toBeLessThan(page.body.indexOf(other));
    expect(words(await visitor.open(token, { incident: other }))).toContain('CRITICAL unmapped alarm in prod other');
  });

  it('acknowledges all of them by one button, each once', async () => {
    const { world, visitor, token, incidentId, other } = await several();
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'acknowledge' };
    expect((await visitor.submit(token, fields)).statusCode).toBe(303);
    await visitor.submit(token, fields);
    for (const id of [incidentId, other]) {
      expect(phaseOf(await world.head(id))).toMatchObject({ status: 'acknowledged', by: 'alice' });
      expect(await world.count(id, 'IncidentAcknowledged')).toBe(1);
    }
  });

  it('says for how many it acted where another was resolved meanwhile', async () => {
    const whole = await several();
    const { world, visitor, token, other } = whole;
    const { store } = world.pipeline;
    const racing = new Visitor(world, {
      ...world.pipeline,
      store: {
        head: (id) => store.head(id),
        members: (id, which) => store.members(id, which),
        diagnoses: (id, which) => store.diagnoses(id, which),
        timeline: (id) => store.timeline(id),
        append: async (append) => {
          await store.append(append);
          if (append.dedups.length > 0) await resolvedBy({ ...whole, incidentId: other }, 'bob');
        },
      },
    });
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'acknowledge' };
    const partly = await racing.submit(token, fields);
    expect(partly.statusCode).toBe(409);
    expect(words(partly)).toContain('Recorded for 1 of 2: the incident is resolved.');
  });

  it('answers one of them alone', async () => {
    const { world, visitor, token, incidentId, other } = await several();
    const { body } = await visitor.open(token, { incident: other });
    await visitor.submit(token, { ...hiddenFields(body), action: 'acknowledge' });
    expect(statusOf(await world.head(other))).toBe('acknowledged');
    expect(statusOf(await world.head(incidentId))).toBe('triggered');
  });

  it('answers no incident that is not its own, and none without being told which', async () => {
    const { world, visitor, token } = await several();
    const stranger = await world.alarm('third', 'ALARM', 'third');
    const before = world.everything();
    for (const incident of [stranger, '']) {
      expect((await visitor.submit(token, { action: 'acknowledge', incident })).statusCode).toBe(400);
    }
    expect(world.everything()).toBe(before);
  });

  it('goes on working for those that are open while another is long over', async () => {
    const whole = await several();
    const { world, visitor, token, other } = whole;
    await resolvedBy(whole, 'bob');
    world.now = later(world.now, 2 * 86_400 * SECOND);
    expect((await visitor.open(token)).statusCode).toBe(200);
    expect((await visitor.submit(token, { action: 'note', text: 'x', incident: whole.incidentId })).statusCode).toBe(
      400,
    );
    expect((await visitor.submit(token, { action: 'acknowledge', incident: other })).statusCode).toBe(303);
  });
});

describe('what the function says of its own work', () => {
  it('never holds a token', async () => {
    const { world, visitor, token } = await paged();
    await visitor.press(token, 'acknowledge');
    await visitor.submit(token, { action: 'nonsense' });
    await visitor.ask(`/a/${token}`, { method: 'DELETE' });
    await visitor.open(`${token}0`);
    expect(world.lines.length).toBeGreaterThan(4);
    expect(JSON.stringify(world.lines)).not.toContain(token.slice(0, 6));
  });
});
